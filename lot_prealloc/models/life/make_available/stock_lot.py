from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ....tools.names import summarize_names
from ....tools.telling import tell


class StockLot(models.Model):
    """Returned numbers, which automatic reservation leaves alone (AB-15)."""

    _inherit = "stock.lot"

    def action_make_available(self):
        """Let automatic reservation take returned numbers again (AB-15).

        :return: action that says how many (UX-11)
        :raise AccessError: by others than inventory managers
        :raise UserError: a number is not returned
        """
        if not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._("Only inventory managers make returned numbers available.")
            )
        self.check_access("write")
        others = self.filtered(lambda lot: not lot.returned_quantity)
        if others:
            raise UserError(
                self.env._(
                    "Only numbers that a customer returned can be made available. "
                    "Take these out of the selection: %(numbers)s",
                    numbers=summarize_names(others.mapped("display_name"), self.env),
                )
            )
        # sudo: the lines of a transfer that the user may not read count as well
        returns = self.env["stock.move.line"].sudo()
        returns.search(
            [
                ("lot_id", "in", self.ids),
                ("state", "=", "done"),
                ("is_made_available", "=", False),
                *self._get_return_domain(),
            ]
        ).is_made_available = True
        self._log_made_available()
        if len(self) == 1:
            return tell(self.env._("%s is available again", self.display_name))
        return tell(self.env._("%s numbers are available again", len(self)))

    @api.model
    def _get_return_domain(self):
        """Lines by which numbers can have come back from customers.

        :return: list, a domain of ``stock.move.line``
        """
        return [
            "|",
            ("location_id.usage", "=", "customer"),
            "&",
            ("lot_id.product_id.tracking", "=", "serial"),
            ("location_id.usage", "in", ("supplier", "inventory")),
        ]

    def _log_made_available(self):
        """Made to be extended: returned numbers have been made available."""
