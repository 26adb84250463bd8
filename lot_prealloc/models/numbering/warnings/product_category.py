from odoo import models
from odoo.fields import Domain


class ProductCategory(models.Model):
    _inherit = "product.category"

    def _get_products_domain(self):
        self.ensure_one()
        heirs = self.search([("id", "child_of", self.id)]).filtered(
            lambda category: category._inherits_format_from(self)
        )
        return Domain("categ_id", "in", heirs.ids) & Domain(
            "product_tmpl_id.lot_number_format_id", "=", False
        )

    def _inherits_format_from(self, ancestor):
        """Whether no category from here up to below ``ancestor`` has a format."""
        category = self
        while category and category != ancestor:
            number_format = category.lot_number_format_id
            if number_format and number_format._is_usable_by(self.env.company):
                return False
            category = category.parent_id
        return category == ancestor
