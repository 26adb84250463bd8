from odoo import api, models

from .stock_lot_lifecycle import STORED_FIELDS


class StockLot(models.Model):
    """What a number has been through is not for anybody to write (AB-12)."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "lot.prealloc.derived.fields"]

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {
            *STORED_FIELDS,
            "allocated_production_id",
            "prealloc_production_ids",
            "producing_production_ids",
            "is_label_printed",
        }
