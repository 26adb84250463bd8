from odoo import api, models

from .scopes import NUMBERING


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "lot.prealloc.bulk.records"]

    @api.model
    def _create_named(self, vals_list):
        with NUMBERING.open(self.env):
            return super()._create_named(vals_list)
