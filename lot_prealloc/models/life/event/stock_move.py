from collections import defaultdict

from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _filter_deliveries(self):
        """Moves by which goods leave stock: their own, or that of moves after them.

        Steps of a delivery are some of them; what orders consume, scrap and adjustments
        are not.

        :return: ``stock.move``
        """
        leaving_ids = set()
        # {move: ids of the moves of self that lead to it}
        ahead = {move: {move.id} for move in self}
        seen = defaultdict(set)
        while ahead:
            following = defaultdict(set)
            for move, first_ids in ahead.items():
                seen[move] |= first_ids
                if move._is_delivery():
                    leaving_ids |= first_ids
                elif move.location_dest_id._is_own_stock():
                    for next_move in move.move_dest_ids:
                        if next_move.state != "cancel":
                            following[next_move] |= first_ids - seen[next_move]
            ahead = {move: ids for move, ids in following.items() if ids}
        return self.browse(move.id for move in self if move.id in leaving_ids)

    def _is_delivery(self):
        """:return: bool, it brings goods out of stock, as far as it knows itself"""
        self.ensure_one()
        if self.raw_material_production_id or self.production_id or self.is_inventory:
            return False
        return (
            self.location_dest_id._is_of_others()
            or self.location_final_id._is_of_others()
        )
