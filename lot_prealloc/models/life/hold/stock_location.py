from odoo import models

from ....tools.processes import CONSUME, SHIP
from ...lots.places import WITH_CUSTOMERS


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _get_hold_process(self, *targets):
        """What becomes of goods that go from here.

        :param targets: ``stock.location``, where they go, now and in the end
        :return: ``ship``, ``consume`` or None
        """
        if targets[0].usage == "production" and self.usage != "production":
            return CONSUME
        if WITH_CUSTOMERS.has(self):
            return None
        return SHIP if any(map(WITH_CUSTOMERS.has, targets)) else None
