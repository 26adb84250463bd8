from odoo import models

from ...lots.places import WITH_CUSTOMERS
from .processes import CONSUME, SHIP


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_hold_process(self):
        """What a move does with its goods, as far as a hold is asked about it (RC-3).

        The steps of a delivery ship, and so does a dropship; taking apart consumes.
        Receipts, counts, scrap, what is moved inside and what goes back do neither.

        :return: ``ship``, ``consume`` or None
        """
        self.ensure_one()
        if self.raw_material_production_id or self.consume_unbuild_id:
            is_used = self.location_dest_id.usage == "production"
            return CONSUME if is_used else None
        ends = (self.location_dest_id, self.location_final_id)
        is_shipped = any(map(WITH_CUSTOMERS.has, ends))
        return SHIP if is_shipped and not WITH_CUSTOMERS.has(self.location_id) else None
