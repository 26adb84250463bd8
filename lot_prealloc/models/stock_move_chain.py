from odoo import api, models

CHAIN_FIELDS = {
    "move_orig_ids",
    "move_dest_ids",
    "location_dest_id",
    "location_final_id",
}


class StockMove(models.Model):
    """What is reserved for a transfer counts as allocated where the chain of transfers
    ends outside of stock (AB-13): the first step follows what happens to the last.
    """

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.filtered("move_orig_ids")._get_numbers_upstream()._follow_ledger()
        return moves

    def write(self, vals):
        if not CHAIN_FIELDS & vals.keys() and vals.get("state") != "cancel":
            return super().write(vals)
        numbers = self._get_numbers_upstream()
        result = super().write(vals)
        (numbers | self._get_numbers_upstream())._follow_ledger()
        return result

    def unlink(self):
        numbers = self._get_numbers_upstream()
        result = super().unlink()
        numbers._follow_ledger()
        return result

    def _get_numbers_upstream(self):
        """:return: ``stock.lot`` reserved by these moves and the steps before them"""
        moves = self
        step = self.move_orig_ids
        while step := (step - moves).filtered(
            lambda move: move.state not in ("done", "cancel")
        ):
            moves |= step
            step = step.move_orig_ids
        return moves.move_line_ids.lot_id
