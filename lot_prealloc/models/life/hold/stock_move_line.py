from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _get_hold_process(self):
        """:return: as of its move; a line may lead elsewhere by itself"""
        self.ensure_one()
        return self.move_id._get_hold_process() or self.location_id._get_hold_process(
            self.location_dest_id
        )
