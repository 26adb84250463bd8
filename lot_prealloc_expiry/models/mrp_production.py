from odoo import api, fields, models

from .stock_lot import UNDATED


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    shows_expiration_dates = fields.Boolean(
        compute="_compute_shows_expiration_dates",
        help="Whether a component expires.",
    )

    @api.depends(
        "company_id.lot_prealloc_enabled", "move_raw_ids.product_id.use_expiration_date"
    )
    def _compute_shows_expiration_dates(self):
        for production in self:
            production.shows_expiration_dates = (
                production.company_id._is_preallocation_on()
                and any(production.move_raw_ids.mapped("use_expiration_date"))
            )

    def _prepare_held_lot_values(self, product):
        """A number expires some time after it is produced, which it is not yet."""
        return super()._prepare_held_lot_values(product) | UNDATED
