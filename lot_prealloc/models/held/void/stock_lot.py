from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools.names import summarize_names


class StockLot(models.Model):
    """Void numbers that must not come back: other goods may carry them (AB-12).

    A number that was generated or printed is out of our hands. One that a person typed,
    for an order that was cancelled, can be typed again.
    """

    _inherit = "stock.lot"

    is_given_up = fields.Boolean(
        "Given Up",
        compute="_compute_is_given_up",
        search="_search_is_given_up",
        help="Void, and it was generated or its label is printed: never to be used.",
    )

    @api.depends("lifecycle_state", "allocated_production_id", "is_label_printed")
    def _compute_is_given_up(self):
        # sudo: whichever company's order it was for
        for lot in self.sudo():
            lot.is_given_up = lot.lifecycle_state == "void" and (
                lot.allocated_production_id or lot.is_label_printed
            )

    def _search_is_given_up(self, operator, value):
        if operator != "in":
            return NotImplemented
        given_up = Domain("lifecycle_state", "=", "void") & (
            Domain("allocated_production_id", "!=", False)
            | Domain("is_label_printed", "=", True)
        )
        return Domain.OR([given_up] * (True in value) + [~given_up] * (False in value))

    @api.model
    def _without_held_numbers(self, domain):
        """Void numbers are not offered either, unless asked for."""
        offered = super()._without_held_numbers(domain)
        if any(name in str(domain) for name in ("is_given_up", "is_preallocated")):
            return offered
        return Domain(offered or []) & Domain("is_given_up", "=", False)

    def _check_not_given_up(self):
        """Nobody uses a number that was given up, but an inventory manager who knows.

        What the ledger is still to be asked about is on its way, and is not looked at:
        this costs no statement where numbers are read anyway.

        :raise UserError: with the numbers
        """
        if self.env.su or self.env.user.has_group("stock.group_stock_manager"):
            return
        pending = self.env.records_to_compute(self._fields["lifecycle_state"])
        # sudo: a number is void, whoever may see for which order it was
        given_up = (self - pending).sudo().filtered("is_given_up")
        if given_up:
            raise UserError(
                self.env._(
                    "These numbers are void, the orders that they were made for have "
                    "given them up:\n%(numbers)s\nTake other numbers. Only an "
                    "inventory manager can use these again.",
                    numbers=summarize_names(given_up.mapped("name"), self.env),
                )
            )
