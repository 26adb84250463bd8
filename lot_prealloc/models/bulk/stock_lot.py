from odoo import api, models

from .company_check import check_company_of_all
from .defaults import Defaults
from .scopes import NUMBERING


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "lot.prealloc.bulk.records"]

    @api.model_create_multi
    def create(self, vals_list):
        """Insert the rows of several numbers together, whoever makes them."""
        if len(vals_list) < 2:
            return super().create(vals_list)
        with NUMBERING.open(self.env, Defaults()):
            return super().create(vals_list)

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)
