from odoo import api, models


class MrpProduction(models.Model):
    """The pool is filled and emptied by what happens to the order (PF-5)."""

    _name = "mrp.production"
    _inherit = ["mrp.production", "lot.prealloc.derived.fields"]

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"prealloc_lot_ids"}
