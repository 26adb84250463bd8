from odoo import models

from ..lots.naming.lot_rule import TYPED, LotRule


class StockMove(models.Model):
    _inherit = "stock.move"

    def _set_quantity_done_prepare_vals(self, qty):
        """A quantity that is typed on a move is spread over numbers by Odoo (AB-15)."""
        move = self._under_hold()
        move = LotRule.of(move)._replace(asked_by=TYPED).on(move)
        return super(StockMove, move)._set_quantity_done_prepare_vals(qty)

    def _filter_short_of_stock(self):
        """Moves that wait for stock; not those that wait for other moves."""
        return self.filtered(
            lambda move: (
                move.state in ("confirmed", "waiting", "partially_available")
                and move.procure_method == "make_to_stock"
                and move.product_id.tracking != "none"
                and not move._should_bypass_reservation()
                and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
        )
