from odoo import models

from ..recorder import note


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        note(self, "write", vals)
        return super().write(vals)

    def _inverse_picked(self):
        note(self, "_inverse_picked")
        return super()._inverse_picked()

    def _action_done(self, cancel_backorder=False):
        note(self, "_action_done")
        return super()._action_done(cancel_backorder=cancel_backorder)
