from odoo import models

from .places import OF_OTHERS, OWN_STOCK


class StockLocation(models.Model):
    """Whose the goods at a location are; in domains and SQL see ``places``."""

    _inherit = "stock.location"

    def _is_own_stock(self):
        """Whether goods here are ours to use: as Odoo counts them on hand."""
        return OWN_STOCK.has(self)

    def _is_of_others(self):
        """Whether goods here have been delivered to someone."""
        return OF_OTHERS.has(self)
