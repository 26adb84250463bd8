from odoo import models

from ...lots.naming.lot_rule import LotRule


class StockMove(models.Model):
    """Nothing takes a number that is on hold for what it does (RC-3)."""

    _inherit = "stock.move"

    def _under_hold(self):
        """:return: the move, under the rule that leaves what is on hold for it"""
        self.ensure_one()
        process = self.has_tracking != "none" and self._get_hold_process()
        return LotRule.of(self)._replace(process=process).on(self) if process else self

    def _update_reserved_quantity_vals(self, *args, **kwargs):
        return super(StockMove, self._under_hold())._update_reserved_quantity_vals(
            *args, **kwargs
        )

    def _get_available_quantity(self, *args, **kwargs):
        return super(StockMove, self._under_hold())._get_available_quantity(
            *args, **kwargs
        )

    # ------------------------------------------------------------------
    # A series of numbers
    # ------------------------------------------------------------------

    def _filter_usable(self, lots):
        """A series takes no number on hold."""
        return super()._filter_usable(lots) - self._filter_stopped(lots)

    def _explain_missing_lots(self, lots, documents):
        """Why it is on hold, and who says so."""
        stopped = self._filter_stopped(lots)
        if stopped:
            return self.env._("on hold for %s", stopped[0]._describe_hold())
        return super()._explain_missing_lots(lots, documents)

    def _filter_stopped(self, lots):
        """:return: those of ``stock.lot`` that are on hold for any of these moves"""
        processes = {move._get_hold_process() for move in self} - {None}
        return lots.browse().union(*map(lots._filter_on_hold, processes))
