from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        """Open orders follow what a product says about its numbers."""
        result = super().write(vals)
        orders = self.env["mrp.production"]
        if "tracking" in vals:
            # sudo: orders follow their product, whoever may change it
            orders.sudo()._follow_pending_tracking()
        if vals.get("default_code"):
            orders._retry_obstructed(self)
        return result
