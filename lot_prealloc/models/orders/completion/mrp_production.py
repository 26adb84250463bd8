from contextlib import contextmanager

from odoo import api, models


class MrpProduction(models.Model):
    """Mark as Done on a list of orders: what is the same for each is done once (SC-2).

    The methods say what is done for a set; the room ``bulk`` knows how it is done fast.
    """

    _inherit = "mrp.production"

    def button_mark_done(self):
        if not self._is_completed_together():
            return super().button_mark_done()
        with self._completing():
            return super().button_mark_done()

    def _is_completed_together(self):
        """Whether numbers of several orders that are completed come from us."""
        return len(self) > 1 and any(p._is_preallocation_in_use() for p in self)

    @contextmanager
    def _completing(self):
        """Around the completion of many orders. Made to be extended.

        :return: context manager
        """
        yield

    @api.model
    def _give_numbers(self, pairs):
        """Produce with these numbers. Made to be extended.

        :param pairs: ``(mrp.production, stock.lot)``
        """
        for production, lots in pairs:
            production.lot_producing_ids = lots

    def _set_whole_quantity(self):
        """Produce all units, as a person does who types the quantity."""
        for quantity, productions in self.grouped("product_qty").items():
            productions.qty_producing = quantity
        for production in self:
            production._set_qty_producing()
