from odoo import models


class SaleOrder(models.Model):
    """The manufacturing orders that are made for a sales order (AB-20)."""

    _inherit = "sale.order"

    def _compute_mrp_production_ids(self):
        """The button to the manufacturing orders finds those linked to it, too."""
        result = super()._compute_mrp_production_ids()
        linked = dict(
            self.env["mrp.production"]._read_group(
                [("sale_order_id", "in", self.ids), ("state", "!=", "cancel")],
                ["sale_order_id"],
                ["id:recordset"],
            )
        )
        for order in self:
            productions = linked.get(order._origin)
            # Only of the first level, as Odoo shows those that it links itself.
            if productions:
                order.mrp_production_ids |= productions.filtered(
                    lambda production: not production.production_group_id.parent_ids
                )
                order.mrp_production_count = len(order.mrp_production_ids)
        return result
