from odoo import models

from .scopes import MOVING


class StockPackage(models.Model):
    _inherit = "stock.package"

    def _apply_dest_to_package(self, processed_package_ids=None):
        """Odoo has moved all lines: the packages have what was put into them."""
        if MOVING.get(self.env):
            self.env["stock.quant"]._write_pending_quants()
        return super()._apply_dest_to_package(
            processed_package_ids=processed_package_ids
        )
