from collections import defaultdict

from odoo import models

# Where goods come from, and where they go: the links of a chain of moves.
UPSTREAM = "move_orig_ids"
DOWNSTREAM = "move_dest_ids"


class StockMove(models.Model):
    _inherit = "stock.move"

    def _walk_chain(self, direction, is_followed):
        """Follow chains of moves from all of these together, step by step.

        :param str direction: ``UPSTREAM`` or ``DOWNSTREAM``
        :param is_followed: function of a move and its neighbour in that direction:
            whether the walk goes on there
        :return: ``{stock.move: set of ids}``: every move that is reached, these too,
            with those of these moves that lead to it; the nearest come first
        """
        reached = defaultdict(set)
        # with_prefetch: the moves may have been found one by one
        ahead = {move: {move.id} for move in self.with_prefetch()}
        while ahead:
            following = defaultdict(set)
            for move, start_ids in ahead.items():
                # Chains may meet, and even come back: each is walked once.
                if new_ids := start_ids - reached[move]:
                    reached[move] |= new_ids
                    for neighbour in move[direction]:
                        if is_followed(move, neighbour):
                            following[neighbour] |= new_ids
            ahead = following
        return dict(reached)
