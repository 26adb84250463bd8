from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.digital_link import is_resolver

# Odoo's own setting "Print GS1 Barcodes for Lots & Serial Numbers"; without it, labels
# are printed as if this addon were not there.
GS1_GROUP = "stock.group_stock_lot_print_gs1"
SYMBOLS = [
    ("datamatrix", "GS1 DataMatrix"),
    ("code128", "GS1-128"),
    ("digital_link", "GS1 Digital Link (QR Code)"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    gs1_symbol = fields.Selection(
        SYMBOLS,
        "GS1 Barcode",
        default="datamatrix",
        required=True,
        help="What is proposed where labels of lot/serial numbers are printed.",
    )
    gs1_resolver = fields.Char(
        "GS1 Digital Link Resolver",
        default="https://id.gs1.org",
        required=True,
        help="The web address at which GS1 Digital Links begin: your own, or that of "
        "GS1, which passes them on to where your company has registered its products.",
    )

    @api.constrains("gs1_resolver")
    def _check_gs1_resolver(self):
        """:raise ValidationError: links cannot begin with that"""
        for company in self:
            if not is_resolver(company.gs1_resolver or ""):
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is not an address at which GS1 Digital Links of "
                        "%(company)s can begin. Enter one without “?” and “#”, e.g. "
                        "https://id.gs1.org.",
                        address=company.gs1_resolver or "",
                        company=company.name,
                    )
                )
