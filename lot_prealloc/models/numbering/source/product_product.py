from odoo import models


class ProductProduct(models.Model):
    """The form of a variant has the buttons of its template."""

    _inherit = "product.product"

    def action_open_lot_number_source(self):
        self.ensure_one()
        return self.product_tmpl_id.action_open_lot_number_source()

    def action_open_lot_config(self):
        self.ensure_one()
        return self.product_tmpl_id.action_open_lot_config()
