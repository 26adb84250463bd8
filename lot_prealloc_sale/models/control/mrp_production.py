from odoo import models

from odoo.addons.lot_prealloc.models.orders.states import OPEN_STATES


class MrpProduction(models.Model):
    """Orders for a line with lot control have their numbers when confirmed (MM-6)."""

    _inherit = "mrp.production"

    def write(self, vals):
        """Lot control counts once the sales order is known (MM-6)."""
        result = super().write(vals)
        if {"sale_order_id", "sale_line_id", "origin"} & vals.keys():
            self.filtered("sale_order_id")._preallocate_when_due()
        return result

    def _get_prealloc_trigger(self):
        """An order for a line with lot control, whatever the general setting says.

        It has its numbers when it is confirmed, unless the setting gives them earlier.
        """
        trigger = super()._get_prealloc_trigger()
        if trigger in ("draft", "confirmed") or not self._is_lot_controlled():
            return trigger
        return "confirmed"

    def _is_lot_controlled(self):
        """Whether a sales order line that the order is made for has lot control.

        Of orders that were merged, one line is enough.
        """
        self.ensure_one()
        # sudo: who produces may not be allowed to read the sales order
        order = self.sudo()
        if order.sale_line_id:
            return order.sale_line_id.lot_control
        linked = order.sale_order_id.order_line.filtered(
            lambda line: line.product_id == order.product_id
        )
        if linked or not order.reference_ids.sale_ids:
            return any(linked.mapped("lot_control"))
        finished = order.move_finished_ids.filtered(
            lambda move: move.product_id == order.product_id
        )
        lines = self.env["sale.order.line"].sudo()
        for moves in finished._find_served_moves().values():
            lines |= moves.sale_line_id
        return any(lines.mapped("lot_control"))

    def _get_open_orders_of_lines(self, lines):
        """:return: open ``mrp.production`` made for these ``sale.order.line``"""
        return self.search(
            [
                ("state", "in", OPEN_STATES),
                "|",
                "|",
                ("sale_line_id", "in", lines.ids),
                ("sale_order_id", "in", lines.order_id.ids),
                ("move_finished_ids.move_dest_ids.sale_line_id", "in", lines.ids),
            ]
        ).filtered(lambda production: production._is_lot_controlled())
