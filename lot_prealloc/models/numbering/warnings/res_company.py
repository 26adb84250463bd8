from odoo import models
from odoo.fields import Domain


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_products_domain(self):
        self.ensure_one()
        categories = self.env["product.category"].search([])
        heirs = categories.filtered(lambda c: not c._get_lot_number_format(self))
        return (
            Domain("categ_id", "in", [False, *heirs.ids])
            & Domain("product_tmpl_id.lot_number_format_id", "=", False)
            & Domain("company_id", "in", [False, self.id])
        )
