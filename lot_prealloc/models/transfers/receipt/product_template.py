from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    lot_auto_generate = fields.Boolean(
        "Generate Numbers on Receipt",
        help="What is received without a lot or serial number gets one when the "
        "receipt is validated, from the number format in force. For tracked products.",
    )

    @api.constrains("lot_auto_generate")
    def _check_lot_auto_generate(self):
        """Numbers are generated for tracked products only (LN-5)."""
        for template in self:
            if template.lot_auto_generate and template.tracking == "none":
                raise ValidationError(
                    self.env._(
                        "Numbers cannot be generated on receipts of %(product)s: it is "
                        "not tracked by lots or serial numbers. Have it tracked first.",
                        product=template.display_name,
                    )
                )

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
