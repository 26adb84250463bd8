from odoo import models

from .scopes import COMPLETING


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_push_rule(self, product_id, location_dest_id, values):
        """Look a rule up once for all orders of a batch."""
        completion = COMPLETING.get(self.env)
        if not completion:
            return super()._get_push_rule(product_id, location_dest_id, values)
        key = (product_id, location_dest_id, str(values), self.env.su)
        if key not in completion.push_rules:
            completion.push_rules[key] = super()._get_push_rule(
                product_id, location_dest_id, values
            )
        return completion.push_rules[key].with_env(self.env)
