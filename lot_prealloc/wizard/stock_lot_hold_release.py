from odoo import fields, models


class StockLotHoldRelease(models.TransientModel):
    """Release numbers that are on hold: why? (RC-3)"""

    _name = "stock.lot.hold.release"
    _inherit = ["stock.lot.chosen"]
    _description = "Release Lots/Serial Numbers from Hold"

    reason = fields.Char(required=True)

    def action_release(self):
        """:return: see ``stock.lot.action_release``"""
        self.ensure_one()
        return self.lot_ids.action_release(self.reason)
