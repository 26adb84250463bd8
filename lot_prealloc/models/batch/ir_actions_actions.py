from odoo import api, models


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """What is switched off has no action either (AB-1)."""
        bindings = super().get_bindings(model_name)
        if hidden := self._get_hidden_binding_ids(model_name):
            bindings["action"] = [
                action
                for action in bindings.get("action", [])
                if action["id"] not in hidden
            ]
        return bindings

    @api.model
    def _get_hidden_binding_ids(self, model_name):
        """:return: set of ids of actions of ours that are of no use to the user"""
        names = ()
        if model_name == "product.template":
            if not self.env.user.has_group("stock.group_production_lot"):
                names = ("action_inherit_lot_tracking",)
        elif model_name == "mrp.production":
            if not self.env.companies._is_preallocation_on():
                names = ("action_batch_production", "action_preallocate_lots")
        actions = (
            self.env.ref(f"lot_prealloc.{name}", raise_if_not_found=False)
            for name in names
        )
        return {action.id for action in actions if action}
