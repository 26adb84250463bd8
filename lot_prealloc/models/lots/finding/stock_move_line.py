from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Typed on a receipt, and no lot yet.
    _typed_number_index = models.Index(
        "(lot_name) WHERE lot_id IS NULL AND lot_name IS NOT NULL"
    )
