from odoo import models

from .open_list_first import _open_list_first


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_open_product_lot(self):
        return _open_list_first(super().action_open_product_lot())
