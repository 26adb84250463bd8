from odoo import models
from odoo.tools import formatLang


class UomUom(models.Model):
    _inherit = "uom.uom"

    def _format_quantity(self, quantity):
        """:return: text without decimals that say nothing, and without the unit"""
        is_whole = self.is_zero(quantity - round(quantity))
        options = {"digits": 0} if is_whole else {"dp": "Product Unit"}
        return formatLang(self.env, quantity, **options)
