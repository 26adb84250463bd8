from odoo import api, fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    hold_process = fields.Char(compute="_compute_hold_process")

    @api.depends("move_id.hold_process", "location_id", "location_dest_id")
    def _compute_hold_process(self):
        for line in self:
            line.hold_process = line._get_hold_process()

    def _get_hold_process(self):
        """:return: as of its move; a line may lead elsewhere by itself"""
        self.ensure_one()
        of_move = self.move_id and self.move_id._get_hold_process()
        return of_move or self.location_id._get_hold_process(self.location_dest_id)
