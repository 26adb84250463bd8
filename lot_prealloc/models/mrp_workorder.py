from odoo import models


class MrpWorkorder(models.Model):
    _inherit = "mrp.workorder"

    def action_batch_production(self):
        """Open Batch Production for the order of the work order (OD-1).

        :return: an action
        :raise UserError: see ``mrp.production.action_batch_production``
        """
        self.ensure_one()
        return self.production_id.action_batch_production()
