from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("default_code"):
            self.env["mrp.production"]._retry_obstructed(self)
        return result
