from odoo import models


class MrpProductionSerials(models.TransientModel):
    _inherit = "mrp.production.serials"

    def action_print_labels(self):
        """The dialog of labels takes the place of the list, and comes back to it."""
        action = super().action_print_labels()
        if action.get("res_model") != "lot.label.layout":
            return action
        return {
            **action,
            "context": {**action["context"], "default_batch_dialog_id": self.id},
        }
