from odoo import models


class LotNumberFormat(models.Model):
    _inherit = "lot.number.format"

    def write(self, vals):
        result = super().write(vals)
        if "pattern" in vals:
            self.env["mrp.production"]._retry_obstructed()
        return result
