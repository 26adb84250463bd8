from odoo import models

from ...lots.places import WITH_CUSTOMERS
from .processes import SHIP


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _get_hold_process(self):
        """:return: as of its move; a line may lead to a customer by itself"""
        self.ensure_one()
        process = self.move_id._get_hold_process()
        if (
            not process
            and WITH_CUSTOMERS.has(self.location_dest_id)
            and not WITH_CUSTOMERS.has(self.location_id)
        ):
            return SHIP
        return process
