from odoo import models


class PickingLabelType(models.TransientModel):
    _inherit = "picking.label.type"

    def process(self):
        """The dialog of lot labels opens with what is proposed (GS-3)."""
        action = super().process()
        if (
            not isinstance(action, dict)
            or action.get("res_model") != "lot.label.layout"
        ):
            return action
        defaults = self.env["lot.label.layout"]._get_gs1_defaults()
        return {**action, "context": {**action.get("context", {}), **defaults}}
