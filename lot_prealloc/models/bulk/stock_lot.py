from odoo import api, models

from .company_check import check_company_of_all
from .defaults import Defaults
from .scopes import NUMBERING


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "lot.prealloc.bulk.records"]

    @api.model
    def _create_named(self, vals_list):
        with NUMBERING.open(self.env, Defaults()):
            return super()._create_named(vals_list)

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)
