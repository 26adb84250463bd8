from odoo import api, models

from odoo.addons.lot_prealloc.models.life.timeline.kind import Kind


class StockLot(models.Model):
    """For which sales order a number was made, and released from it (AB-17)."""

    _inherit = "stock.lot"

    @api.model
    def _get_timeline_kinds(self):
        reserved = self.env._("Reserved for %(partner)s, %(document)s")
        released = self.env._("Released from %(document)s by %(user)s")
        return {
            **super()._get_timeline_kinds(),
            "sale_reserved": Kind("fa-bookmark", "warning", [reserved]),
            "sale_released": Kind("fa-bookmark-o", "secondary", [released]),
        }

    @api.model
    def _log_sale_orders(self, kind, orders_by_lot, lines=None):
        """Remember for which sales order numbers were made, or released from.

        :param str kind: of the events
        :param dict orders_by_lot: ``{stock.lot: sale.order}``
        :param dict lines: ``{stock.lot: stock.move.line}`` that produces it, if any
        """
        self.env["stock.lot.event"]._log(
            [
                {
                    "lot_id": lot.id,
                    "kind": kind,
                    "sale_order_id": order.id,
                    "partner_id": order.partner_id.id,
                    "company_id": order.company_id.id,
                    "move_line_id": lines and lines[lot].id,
                }
                # sudo: who completes an order may not read the sales order
                for lot, order in orders_by_lot.items()
                for order in order.sudo()
            ]
        )
