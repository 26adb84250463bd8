from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _get_place_name(self):
        """:return: short name, where the place is not one of ours"""
        self.ensure_one()
        return self.display_name if self._is_own_stock() else self.name
