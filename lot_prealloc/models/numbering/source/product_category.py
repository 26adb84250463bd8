from odoo import api, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    @api.depends("parent_id")
    def _compute_lot_number_source(self):
        return super()._compute_lot_number_source()

    def _find_lot_number_source(self):
        self.ensure_one()
        company = self.env.company
        category = self.parent_id._find_category_with_format(company)
        return category or (company if company.lot_number_format_id else category)

    def _tell_lot_number_source(self):
        self.ensure_one()
        return self.env._(
            "As in category %(category)s (%(pattern)s)",
            category=self.name,
            pattern=self.lot_number_format_id.pattern,
        )
