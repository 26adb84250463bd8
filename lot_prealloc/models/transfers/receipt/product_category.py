from odoo import api, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    @api.constrains("lot_number_format_id", "parent_id")
    def _check_receipt_formats(self):
        self.env["product.template"]._check_all_receipt_formats()
