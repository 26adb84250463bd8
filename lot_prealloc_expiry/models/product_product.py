from odoo import fields, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_withheld_quant_domain(self, *args, **kwargs):
        """Odoo itself leaves out what is to be removed: it is not counted twice."""
        is_fresh = Domain("removal_date", "=", False)
        is_fresh |= Domain("removal_date", ">", fields.Date.today())
        return super()._get_withheld_quant_domain(*args, **kwargs) & is_fresh
