from collections import defaultdict
from itertools import chain

from odoo import models

from odoo.addons.lot_prealloc.models.lots.stock_move import DOWNSTREAM


class StockMove(models.Model):
    """The sales orders behind a move."""

    _inherit = "stock.move"

    def _get_own_sale_order(self):
        """:return: ``sale.order`` that the move itself names, or none"""
        self.ensure_one()
        return self.sale_line_id.order_id or self.picking_id.sale_id

    def _find_served_moves(self):
        """Follow the goods to the moves that name their sales order.

        The steps of all moves are followed together. What is consumed on the way is not
        for the customer any more.

        :return: ``{stock.move: stock.move}``: for each of these the moves that it
            serves, without cancelled ones; not in it are moves that serve nothing
        """
        # with_prefetch: the moves may have been found one by one
        moves = self.with_prefetch()
        first = moves.move_dest_ids.filtered(lambda move: move.state != "cancel")
        reached = first._walk_chain(
            DOWNSTREAM,
            lambda move, after: after.state != "cancel" and not move._is_served_last(),
        )
        before = defaultdict(list)
        for move in moves:
            for dest_id in move.move_dest_ids._ids:
                before[dest_id].append(move)
        served = defaultdict(list)
        for last, first_ids in reached.items():
            if last._is_served_last():
                sources = (before[first_id] for first_id in first_ids)
                for move in set(chain.from_iterable(sources)):
                    served[move].append(last.id)
        return {move: self.browse(ids) for move, ids in served.items()}

    def _is_served_last(self):
        """:return: bool, goods that come here serve this move, or nothing behind it"""
        self.ensure_one()
        return bool(
            self.raw_material_production_id
            or not self.move_dest_ids
            or self._get_own_sale_order()
        )

    def _get_served_sale_order(self):
        """The sales order that a move takes goods for: all steps of its delivery.

        :return: ``sale.order``; none for what is consumed, and for other transfers
        """
        self.ensure_one()
        # sudo: whoever checks availability prefers the same numbers
        move = self.sudo()
        if move.raw_material_production_id:
            return self.env["sale.order"]
        order = move._get_own_sale_order()
        if not order:
            for dest in move._find_served_moves().get(move, ()):
                order |= dest._get_own_sale_order()
        return order[:1]
