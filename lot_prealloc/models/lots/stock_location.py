from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _is_own_stock(self):
        """Whether goods here are ours to use: as Odoo counts them on hand."""
        return self.usage == "internal" or bool(
            self.usage == "transit" and self.company_id
        )

    def _is_of_others(self):
        """Whether goods here have been delivered to someone."""
        return self.usage in ("customer", "supplier") or bool(
            self.usage == "transit" and not self.company_id
        )
