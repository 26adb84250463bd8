from odoo import models

from ..recorder import note


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        note(self, "write", vals)
        return super().write(vals)

    def _action_done(self):
        note(self, "_action_done")
        return super()._action_done()
