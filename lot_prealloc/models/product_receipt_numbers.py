from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    lot_auto_generate = fields.Boolean(
        "Generate Numbers on Receipt",
        help="What is received without a lot or serial number gets one when the "
        "receipt is validated, from the number format in force. For tracked products.",
    )

    @api.constrains("lot_auto_generate")
    def _check_lot_auto_generate(self):
        """Numbers are generated for tracked products only (LN-5)."""
        for template in self:
            if template.lot_auto_generate and template.tracking == "none":
                raise ValidationError(
                    self.env._(
                        "Numbers cannot be generated on receipts of %(product)s: it is "
                        "not tracked by lots or serial numbers. Have it tracked first.",
                        product=template.display_name,
                    )
                )
