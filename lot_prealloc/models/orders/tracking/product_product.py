from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        if "tracking" not in vals:
            return super().write(vals)
        result = super().write(vals)
        # sudo: see product.template._let_orders_follow_tracking
        self.env["mrp.production"].sudo()._follow_pending_tracking()
        return result
