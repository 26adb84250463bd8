from odoo import api, models

from ..lots.stock_move import UPSTREAM

CHAIN_FIELDS = {
    "move_orig_ids",
    "move_dest_ids",
    "location_dest_id",
    "location_final_id",
}


class StockMove(models.Model):
    """Numbers whose state follows a move that does not touch their stock.

    What is reserved for a transfer counts as allocated where the chain of transfers
    ends outside of stock (AB-13): the first step follows what happens to the last.
    Numbers named on the demand of an open receipt are expected (AB-12).
    """

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.filtered("move_orig_ids")._get_numbers_upstream()._follow_ledger()
        if any("demand_lot_ids" in vals for vals in vals_list):
            moves._get_expected_numbers()._follow_ledger()
        return moves

    def write(self, vals):
        numbers = self._get_numbers_followed(vals)
        result = super().write(vals)
        (numbers | self._get_numbers_followed(vals))._follow_ledger()
        return result

    def unlink(self):
        numbers = self._get_numbers_upstream() | self._get_expected_numbers()
        result = super().unlink()
        numbers._follow_ledger()
        return result

    def _action_done(self, cancel_backorder=False):
        """What was named and has not come is expected no more, or by the backorder.

        And what is reserved before the end of a chain is not what has left there.
        """
        numbers = self._get_expected_numbers()
        numbers |= self.filtered("move_orig_ids")._get_numbers_upstream()
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        numbers._follow_ledger()
        return moves

    def _get_numbers_followed(self, vals):
        """:return: ``stock.lot`` whose state may change by what is written"""
        numbers = self.env["stock.lot"]
        is_cancelled = vals.get("state") == "cancel"
        # Odoo writes no commands at all for every move that is done
        is_chained = any(vals[name] != [] for name in CHAIN_FIELDS & vals.keys())
        if is_cancelled or is_chained:
            numbers |= self._get_numbers_upstream()
        if is_cancelled or "demand_lot_ids" in vals:
            numbers |= self._get_expected_numbers()
        return numbers

    def _get_numbers_upstream(self):
        """:return: ``stock.lot`` reserved by these moves and the steps before them"""
        reached = self._walk_chain(
            UPSTREAM, lambda _move, before: before.state not in ("done", "cancel")
        )
        return self.browse().concat(*reached).move_line_ids.lot_id

    def _get_expected_numbers(self):
        """:return: ``stock.lot`` named on moves that bring them from outside"""
        arriving = self.filtered(lambda move: not move.location_id._is_own_stock())
        # sudo: their state follows, whoever may read them
        return arriving.sudo().demand_lot_ids
