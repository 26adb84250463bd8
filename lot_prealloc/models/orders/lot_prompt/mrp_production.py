from odoo import models


class MrpProduction(models.Model):
    """One lot order whose number comes last: a person chooses it (AB-10)."""

    _inherit = "mrp.production"

    def _asks_for_lot(self):
        """One lot order with trigger ``done``: a person chooses the lot (AB-10)."""
        return (
            len(self) == 1
            and self.product_tracking == "lot"
            and self._get_prealloc_trigger() == "done"
            and not self.lot_producing_ids
            and not self._get_held_numbers()
        )

    def _action_ask_for_lot(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_mrp_production_lot_prompt"
        )
        action["context"] = dict(self.env.context, default_production_id=self.id)
        return action
