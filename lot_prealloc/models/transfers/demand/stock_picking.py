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
            # sudo: the settings of a company are in force for all of its users
            company = picking.company_id.sudo()
            picking.is_demand_named = bool(
                (company.lot_prealloc_enabled and picking.has_tracking)
                or picking.move_ids.demand_lot_ids
            )
