from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _sanity_check(self, separate_pickings=True):
        """What gets its numbers now need not have them before (LN-5)."""
        self.move_line_ids.filtered("picked")._generate_receipt_numbers()
        return super()._sanity_check(separate_pickings=separate_pickings)
