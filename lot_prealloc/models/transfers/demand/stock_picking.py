from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    is_demand_named = fields.Boolean(
        compute="_compute_is_demand_named",
        help="Whether moves may say beforehand which numbers are taken.",
    )

    @api.depends("company_id", "move_ids.demand_lot_ids", "has_tracking")
    def _compute_is_demand_named(self):
        for picking in self:
            picking.is_demand_named = bool(
                (picking.company_id._is_preallocation_on() and picking.has_tracking)
                or picking.move_ids.demand_lot_ids
            )
