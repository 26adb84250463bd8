from odoo import api, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.depends("default_code", "tracking", "categ_id", "company_id")
    def _compute_lot_number_format_warning(self):
        for template in self:
            template.lot_number_format_warning = (
                template.tracking in ("lot", "serial")
                and template._explain_missing_reference()
            )

    def _explain_missing_reference(self):
        """:return: str, which of its variants will get no numbers, or False"""
        number_format = self._get_effective_lot_number_format()
        if not number_format._is_made_of_reference():
            return False
        variants = self._origin.product_variant_ids
        if len(variants) > 1:
            return number_format._explain_missing_references(
                Domain("id", "in", variants.ids)
            )
        if self.default_code:
            return False
        return self.env._(
            "Without an internal reference it will get no numbers: the format "
            "“%(pattern)s” contains {SKU}.",
            pattern=number_format.pattern,
        )
