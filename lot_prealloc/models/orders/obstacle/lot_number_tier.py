from odoo import models


class LotNumberTier(models.AbstractModel):
    _inherit = "lot.number.tier"

    def write(self, vals):
        result = super().write(vals)
        if {"lot_number_format_id", "categ_id", "parent_id"} & vals.keys():
            self.env["mrp.production"]._retry_obstructed()
        return result
