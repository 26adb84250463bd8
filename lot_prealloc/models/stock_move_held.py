from odoo import api, models


class StockMove(models.Model):
    """A demand does not name a number that an open order holds (PF-6, MM-9)."""

    _inherit = "stock.move"

    @api.constrains("demand_lot_ids")
    def _check_demand_lots_not_held(self):
        self.demand_lot_ids._get_held()._refuse_held()
