from odoo import api, models


class StockMove(models.Model):
    """Numbers named on the demand of an open receipt are expected (AB-12)."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if any("demand_lot_ids" in vals for vals in vals_list):
            moves._get_expected_numbers()._follow_ledger()
        return moves

    def write(self, vals):
        if "demand_lot_ids" not in vals and vals.get("state") != "cancel":
            return super().write(vals)
        numbers = self._get_expected_numbers()
        result = super().write(vals)
        (numbers | self._get_expected_numbers())._follow_ledger()
        return result

    def unlink(self):
        numbers = self._get_expected_numbers()
        result = super().unlink()
        numbers._follow_ledger()
        return result

    def _action_done(self, cancel_backorder=False):
        """What was named and has not come is expected no more, or by the backorder."""
        numbers = self._get_expected_numbers()
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        numbers._follow_ledger()
        return moves

    def _get_expected_numbers(self):
        """:return: ``stock.lot`` named on moves that bring them from outside"""
        arriving = self.filtered(lambda move: not move.location_id._is_own_stock())
        # sudo: their state follows, whoever may read them
        return arriving.sudo().demand_lot_ids
