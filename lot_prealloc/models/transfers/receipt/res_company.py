from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.constrains("lot_number_format_id", "parent_id")
    def _check_receipt_formats(self):
        self.env["product.template"]._check_all_receipt_formats()
