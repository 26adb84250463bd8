"""A receipt has no manufacturing order: {MO} and generated receipt numbers exclude."""

from odoo import api, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.constrains(
        "lot_auto_generate", "lot_number_format_id", "categ_id", "company_id", "active"
    )
    def _check_own_receipt_format(self):
        self._check_receipt_formats()

    def _check_receipt_formats(self):
        """Refuse that receipts of these products are numbered by manufacturing orders.

        :raise ValidationError: names the formats and products (LN-5, PF-3)
        """
        # sudo: the rule spans companies; who configures one of both may know of it
        number_formats = (
            self.env["lot.number.format"].sudo().search([("pattern", "like", "{MO}")])
        )
        templates = self.sudo().filtered("lot_auto_generate")
        if not number_formats or not templates:
            return
        companies = self.env["res.company"].sudo().search([])
        uses = {}
        for template in templates:
            for number_format in template._get_formats_in(companies) & number_formats:
                uses.setdefault(number_format, []).append(template.display_name)
        if uses:
            raise ValidationError(
                self.env._(
                    "Numbers that are generated on receipt cannot contain {MO}: there "
                    "is no manufacturing order. These formats do, and are in force "
                    "for:\n%(uses)s\n"
                    "Choose another format there, or untick “Generate Numbers on "
                    "Receipt”.",
                    uses="\n".join(
                        f"- {number_format.pattern}: {', '.join(names)}"
                        for number_format, names in uses.items()
                    ),
                )
            )

    def _get_formats_in(self, companies):
        """:return: ``lot.number.format`` in force in those that may use the product"""
        owner = self.company_id
        return self.env["lot.number.format"].union(
            *(
                self._get_lot_number_format(company)
                for company in companies
                if not owner or owner in company.parent_ids
            )
        )

    @api.model
    def _check_all_receipt_formats(self):
        """As ``_check_receipt_formats``, for every product.

        :raise ValidationError: names the formats and products
        """
        # sudo: as there
        templates = self.sudo().search([("lot_auto_generate", "=", True)])
        templates._check_receipt_formats()


class ProductCategory(models.Model):
    _inherit = "product.category"

    @api.constrains("lot_number_format_id", "parent_id")
    def _check_receipt_formats(self):
        self.env["product.template"]._check_all_receipt_formats()


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.constrains("lot_number_format_id", "parent_id")
    def _check_receipt_formats(self):
        self.env["product.template"]._check_all_receipt_formats()


class LotNumberFormat(models.Model):
    _inherit = "lot.number.format"

    @api.constrains("pattern")
    def _check_receipt_formats(self):
        if any("MO" in number_format._get_tokens() for number_format in self):
            self.env["product.template"]._check_all_receipt_formats()
