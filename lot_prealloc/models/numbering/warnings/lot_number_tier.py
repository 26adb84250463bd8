from odoo import api, fields, models


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
