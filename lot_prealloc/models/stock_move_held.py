from odoo import api, models


class StockMove(models.Model):
    """A demand does not name a number that an open order holds (PF-6, MM-9)."""

    _inherit = "stock.move"

    @api.constrains("demand_lot_ids")
    def _check_demand_lots_not_held(self):
        own_orders = {}
        for move in self:
            for lot in move.demand_lot_ids:
                own_orders.setdefault(lot.id, set()).update(move.production_id.ids)
        lots = self.env["stock.lot"].browse(own_orders)
        lots._get_held(own_orders)._refuse_held()
