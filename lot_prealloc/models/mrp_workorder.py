from odoo import api, fields, models


class MrpWorkorder(models.Model):
    _inherit = "mrp.workorder"

    is_preallocation_in_use = fields.Boolean(compute="_compute_is_preallocation_in_use")

    @api.depends("production_id.prealloc_lot_ids")
    def _compute_is_preallocation_in_use(self):
        for workorder in self:
            workorder.is_preallocation_in_use = (
                workorder.production_id._is_preallocation_in_use()
            )

    def action_batch_production(self):
        """Open Batch Production for the order of the work order (OD-1).

        :return: an action
        :raise UserError: see ``mrp.production.action_batch_production``
        """
        self.ensure_one()
        return self.production_id.action_batch_production()
