from odoo import api, models


class LotNumberFormat(models.Model):
    _inherit = "lot.number.format"

    @api.constrains("pattern")
    def _check_receipt_formats(self):
        if any("MO" in number_format._get_tokens() for number_format in self):
            self.env["product.template"]._check_all_receipt_formats()
