from odoo import api, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    @api.constrains("lot_tracking", "parent_id")
    def _check_backflush(self):
        self.env["product.template"]._check_backflush_tiers()
