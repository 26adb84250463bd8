from odoo import models

from ...lots.stock_move import DOWNSTREAM


class StockMove(models.Model):
    _inherit = "stock.move"

    def _filter_deliveries(self):
        """Moves by which goods leave stock: their own, or that of moves after them.

        Steps of a delivery are some of them; what orders consume, scrap and adjustments
        are not.

        :return: ``stock.move``
        """
        reached = self._walk_chain(
            DOWNSTREAM,
            lambda move, after: (
                after.state != "cancel"
                and not move._is_delivery()
                and move.location_dest_id._is_own_stock()
            ),
        )
        leaving_ids = set().union(
            *(ids for move, ids in reached.items() if move._is_delivery())
        )
        return self.filtered(lambda move: move.id in leaving_ids)

    def _is_delivery(self):
        """:return: bool, it brings goods out of stock, as far as it knows itself"""
        self.ensure_one()
        if self.raw_material_production_id or self.production_id or self.is_inventory:
            return False
        return (
            self.location_dest_id._is_of_others()
            or self.location_final_id._is_of_others()
        )
