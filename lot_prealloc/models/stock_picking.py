from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def button_validate(self):
        """A receipt from a subcontractor takes its order's numbers (PF-2, PF-7)."""
        self.move_ids._take_numbers_of_their_orders()
        return super().button_validate()
