"""Products that a format with {SKU} is chosen for, and that have no reference."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# So many products are named.
FEW = 3


class LotNumberFormat(models.Model):
    _inherit = "lot.number.format"

    reference_warning = fields.Char(compute="_compute_reference_warning")

    @api.depends("pattern")
    @api.depends_context("company", "lang")
    def _compute_reference_warning(self):
        for number_format in self:
            number_format.reference_warning = number_format._explain_missing_references(
                number_format._origin._get_products_domain()
            )

    def _get_products_domain(self):
        """:return: ``Domain`` of the ``product.product`` that it is in force for"""
        return Domain.OR(
            [
                Domain("product_tmpl_id.lot_number_format_id", "in", self.ids),
                *(users._get_products_domain() for users in self.categ_ids),
                *(users._get_products_domain() for users in self.company_ids),
            ]
        )

    def _is_made_of_reference(self):
        """Whether a number cannot be made without an internal reference."""
        try:
            return bool(self) and "SKU" in self._get_tokens()
        except ValidationError:
            return False

    def _explain_missing_references(self, domain):
        """Name the products that would get no numbers (a warning, not an error).

        :param domain: of ``product.product`` that the format is in force for
        :return: str or False
        """
        if not self._is_made_of_reference():
            return False
        domain &= Domain("default_code", "in", [False, ""])
        domain &= Domain("tracking", "!=", "none")
        products = self.env["product.product"].search(domain, limit=FEW + 1)
        if not products:
            return False
        names = ", ".join(products[:FEW].mapped("display_name"))
        if len(products) == 1:
            return self.env._(
                "1 product has no internal reference and will get no numbers: %(name)s",
                name=names,
            )
        return self.env._(
            "%(count)s products have no internal reference and will get no numbers: "
            "%(names)s",
            count=products.search_count(domain),
            names=names + " …" * (len(products) > FEW),
        )


class LotNumberTier(models.AbstractModel):
    _inherit = "lot.number.tier"

    lot_number_format_warning = fields.Char(
        compute="_compute_lot_number_format_warning"
    )

    def _get_products_domain(self):
        """:return: ``Domain`` of ``product.product`` whose format is the one here"""
        raise NotImplementedError

    @api.depends("lot_number_format_id")
    @api.depends_context("company", "lang")
    def _compute_lot_number_format_warning(self):
        for tier in self:
            number_format = tier.lot_number_format_id
            tier.lot_number_format_warning = (
                number_format._is_made_of_reference()
                and number_format._explain_missing_references(
                    tier._origin._get_products_domain()
                )
            )


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


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lot_number_format_warning = fields.Char(
        compute="_compute_lot_number_format_warning"
    )

    @api.depends("lot_number_format_id")
    @api.depends_context("lang")
    def _compute_lot_number_format_warning(self):
        for settings in self:
            number_format = settings.lot_number_format_id
            settings.lot_number_format_warning = (
                number_format._is_made_of_reference()
                and number_format._explain_missing_references(
                    settings.company_id._get_products_domain()
                )
            )
