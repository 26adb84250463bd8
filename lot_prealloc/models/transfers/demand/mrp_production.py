from odoo import api, fields, models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    is_demand_named = fields.Boolean(
        compute="_compute_is_demand_named",
        help="Whether components may say beforehand which numbers are taken.",
    )

    @api.depends("company_id", "move_raw_ids.demand_lot_ids")
    def _compute_is_demand_named(self):
        for production in self:
            production.is_demand_named = bool(
                production.company_id._is_preallocation_on()
                or production.move_raw_ids.demand_lot_ids
            )

    def _split_productions(
        self, amounts=False, cancel_remaining_qty=False, set_consumed_qty=False
    ):
        productions = super()._split_productions(
            amounts=amounts,
            cancel_remaining_qty=cancel_remaining_qty,
            set_consumed_qty=set_consumed_qty,
        )
        productions.move_raw_ids._share_out_named_serials()
        return productions
