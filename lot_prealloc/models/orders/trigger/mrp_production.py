from odoo import models

from ..states import OPEN_STATES, STATES


class MrpProduction(models.Model):
    """An order has its numbers from a state on that the company chooses (PF-2)."""

    _inherit = "mrp.production"

    def _get_prealloc_trigger(self):
        """The state from which the order holds numbers (PF-1, PF-2).

        :return: a state, or False where numbers are not preallocated
        """
        self.ensure_one()
        # sudo: as in _is_preallocation_on
        company = self.company_id.sudo()
        return company._is_preallocation_on() and company.lot_prealloc_trigger

    def _is_preallocation_in_use(self):
        """Whether the order gets numbers beforehand, or has got some."""
        self.ensure_one()
        return bool(self._get_prealloc_trigger() or self.prealloc_lot_ids)

    def _is_number_due(self):
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return False
        trigger = self._get_prealloc_trigger()
        return trigger and STATES.index(self.state) >= STATES.index(trigger)

    def _preallocate_when_due(self):
        if not self._is_preallocation_paused():
            self.filtered(lambda p: p._is_number_due())._allocate_missing_numbers()

    def _follow_state(self):
        """Give numbers to orders that have reached the state, close the others."""
        if self._is_preallocation_paused():
            return
        self._preallocate_when_due()
        closed = self.filtered(lambda p: p.state in ("done", "cancel"))
        closed._release_unproduced()

    def _adapt_numbers(self):
        """Match the pool to a new quantity or product (BX-4, BX-5)."""
        if self._is_preallocation_paused():
            return
        self._release_surplus()
        self._preallocate_when_due()

    def _is_preallocation_paused(self):
        """Whether Odoo is in the middle of a split or merge, with orders half made."""
        return bool(self.env.context.get("lot_prealloc_paused"))
