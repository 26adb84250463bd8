from odoo import models


class MrpProductionSerials(models.TransientModel):
    """Prepare MO, where the Odoo at hand has a button of that name: ours presses it.

    Whoever extends Odoo's button is there when ours is pressed.
    """

    _inherit = "mrp.production.serials"

    def action_prepare_mo(self):
        if self.is_batch_production:
            return self.action_split_and_assign_serials()
        # Without the dialog, as over RPC: Odoo's button would be Odoo's there.
        return super().action_prepare_mo()

    def action_split_and_assign_serials(self):
        # Without super in Batch Production: Odoo's would divide one order into single
        # units, where the list has several orders, lots, components and a rest. After
        # ours there is nothing left for it to divide.
        if self.is_batch_production:
            return self._prepare_orders()
        return super().action_split_and_assign_serials()
