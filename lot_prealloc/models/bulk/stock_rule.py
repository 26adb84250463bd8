from odoo import models


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_push_rule(self, product_id, location_dest_id, values):
        """Look a rule up once for all orders of a batch."""
        batch = self.env.context.get("lot_prealloc_batch")
        if not batch:
            return super()._get_push_rule(product_id, location_dest_id, values)
        key = (product_id, location_dest_id, str(values), self.env.su)
        if key not in batch.push_rules:
            batch.push_rules[key] = super()._get_push_rule(
                product_id, location_dest_id, values
            )
        return batch.push_rules[key].with_env(self.env)
