from odoo import api, fields, models


class StockTraceabilityReport(models.TransientModel):
    _inherit = "stock.traceability.report"

    @api.model
    def get_lines(self, line_id=False, **kw):
        """A number that has not moved yet shows the order that holds it (PF-6)."""
        lines = super().get_lines(line_id=line_id, **kw)
        model = kw.get("model_name") or self.env.context.get("model")
        if lines or line_id or model != "stock.lot":
            return lines
        lot = self.env["stock.lot"].browse(
            kw.get("model_id") or self.env.context.get("active_id")
        )
        return self._final_vals_to_lines(self._get_holder_values(lot), 1)

    @api.model
    def _get_holder_values(self, lot):
        """:return: list of dicts as ``_make_dict_move`` makes them for moves"""
        return [
            {
                "level": 1,
                "unfoldable": False,
                "date": lot.create_date or fields.Datetime.now(),
                "parent_id": False,
                "usage": "in",
                "model_id": production.id,
                "model": "mrp.production",
                "product_id": lot.product_id.display_name,
                "product_qty_uom": self.env._("Preallocated"),
                "lot_name": lot.name,
                "lot_id": lot.id,
                "location_source": production.production_location_id.display_name,
                "location_destination": production.location_dest_id.display_name,
                "reference_id": production.name,
                "res_id": production.id,
                "res_model": "mrp.production",
            }
            for production in lot.prealloc_production_ids
        ]
