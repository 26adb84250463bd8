from odoo import Command, models
from odoo.exceptions import AccessError


class StockLot(models.Model):
    """A recall is started from numbers (RC-2)."""

    _inherit = "stock.lot"

    def action_recall(self):
        """Recall these numbers.

        :return: action, the form of a new recall
        :raise AccessError: by others than inventory managers
        """
        self.check_access("read")
        recalls = self.env["lot.recall"]
        if not recalls.has_access("create"):
            raise AccessError(self.env._("Only inventory managers recall numbers."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Recall"),
            "res_model": "lot.recall",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_lot_ids": [Command.set(self.ids)]},
        }
