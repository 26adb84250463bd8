from odoo import models

from .open_list_first import _open_list_first


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def action_open_product_lot(self):
        return _open_list_first(super().action_open_product_lot())
