from odoo import api, models


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """Traceability that is switched off has no action either (AB-1)."""
        bindings = super().get_bindings(model_name)
        if model_name == "product.template" and not self.env.user.has_group(
            "stock.group_production_lot"
        ):
            ours = self.env.ref(
                "lot_prealloc.action_inherit_lot_tracking", raise_if_not_found=False
            )
            bindings["action"] = [
                action
                for action in bindings.get("action", [])
                if not ours or action["id"] != ours.id
            ]
        return bindings
