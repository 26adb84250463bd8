from odoo import api, models


class StockMove(models.Model):
    """A demand does not name a number that an open order holds (PF-6, MM-9)."""

    _inherit = "stock.move"

    def _get_orders_that_bring(self):
        """:return: ``mrp.production`` whose finished product or by-product this is"""
        self.ensure_one()
        orders = self.production_id
        if not orders and self.picking_code == "incoming":
            orders = self.move_orig_ids.production_id
        if self.has_tracking == "lot":
            # the orders that were one share the lot of a by-product, too
            orders |= orders.production_group_id.production_ids
        return orders

    @api.constrains("demand_lot_ids")
    def _check_demand_lots_not_held(self):
        self.demand_lot_ids._get_held()._raise_held()
