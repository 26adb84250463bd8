"""What orders without numbers may have been waiting for."""

from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("default_code"):
            self.env["mrp.production"]._retry_obstructed(self)
        return result


class LotNumberTier(models.AbstractModel):
    _inherit = "lot.number.tier"

    def write(self, vals):
        result = super().write(vals)
        if {"lot_number_format_id", "categ_id", "parent_id"} & vals.keys():
            self.env["mrp.production"]._retry_obstructed()
        return result


class LotNumberFormat(models.Model):
    _inherit = "lot.number.format"

    def write(self, vals):
        result = super().write(vals)
        if "pattern" in vals:
            self.env["mrp.production"]._retry_obstructed()
        return result
