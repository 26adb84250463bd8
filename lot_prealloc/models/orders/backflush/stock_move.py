from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _is_backflush(self):
        """Whether it is a component that nobody is asked about."""
        self.ensure_one()
        production = self.raw_material_production_id
        return bool(production) and production._is_backflushed(self.product_id)

    def _is_manual_consumption(self):
        return not self._is_backflush() and super()._is_manual_consumption()
