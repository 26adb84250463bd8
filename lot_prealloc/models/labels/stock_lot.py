from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _note_label_printed(self):
        """Made to be extended: labels of these numbers are on paper now (BX-4)."""
        # sudo: whoever may print a label may not always edit the number
        self.sudo().filtered(lambda lot: not lot.is_label_printed).write(
            {"is_label_printed": True}
        )
