from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _explain_missing_lots(self, lots, documents):
        """A number that an order holds is its own."""
        held = lots.filtered("is_preallocated")
        if held:
            return held._tell_orders()
        return super()._explain_missing_lots(lots, documents)
