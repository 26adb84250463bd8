from odoo import models

from ..recorder import note


class MrpProductionSerials(models.TransientModel):
    _inherit = "mrp.production.serials"

    def action_split_and_assign_serials(self):
        note(self, "action_split_and_assign_serials")
        return super().action_split_and_assign_serials()
