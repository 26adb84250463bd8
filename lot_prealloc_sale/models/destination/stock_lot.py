from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.lot_prealloc.models.lots.company_many2one import CompanyMany2one


class StockLot(models.Model):
    """For which sales order a number is delivered, kept or planned (AB-18, UX-10)."""

    _inherit = "stock.lot"

    last_sale_order_id = CompanyMany2one(
        "sale.order",
        "Sales Order",
        compute="_compute_last_delivery",
        search="_search_last_sale_order_id",
        help="The sales order that has reserved the number, or for which it was "
        "shipped last; before that, the one that it is made for.",
    )

    @api.depends("sale_order_id", "lifecycle_state", "production_id.sale_order_id")
    def _compute_last_delivery(self):
        return super()._compute_last_delivery()

    def _set_last_delivery(self, line):
        """Its delivery says for whom it is, or else its stamp, or who is to make it."""
        result = super()._set_last_delivery(line)
        # sudo: who may see the number may see who it is for
        lot, move = self.sudo(), line.sudo().move_id
        order = (move and move._get_own_sale_order()) or lot.sale_order_id
        if not order and lot.lifecycle_state == "preallocated":
            order = lot.production_id.sale_order_id
        # Here of all at once: the field asks for the company of each by itself.
        order.mapped("company_id")
        self.last_sale_order_id = order
        return result

    def _search_last_sale_order_id(self, operator, value):
        """Numbers that were delivered, are reserved or made for a sales order."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # sudo: of the sales order it is only asked which one is meant; numbers and
        # their movements have their rules
        sale_lines = self.env["sale.order.line"].sudo()
        sale_lines = sale_lines.search([("order_id", operator, value)])
        moves = self.env["stock.move"].sudo()
        moves = moves.search([("sale_line_id", "in", sale_lines.ids)])
        lines = self.env["stock.move.line"]._search(
            Domain("move_id", "in", moves.ids)
            & Domain("lot_id", "!=", False)
            & Domain("state", "!=", "cancel")
            & self._get_delivery_line_domain()
        )
        made_for = self._search(
            Domain("sale_order_id", operator, value)
            | Domain("lifecycle_state", "=", "preallocated")
            & Domain("production_id.sale_order_id", operator, value)
        )
        return self._get_domain_of_any(
            [
                lines.subselect(SQL.identifier(lines.table, "lot_id")),
                made_for.subselect(SQL.identifier(made_for.table, "id")),
            ]
        )
