from odoo import models

from .company_check import check_company_of_all


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)
