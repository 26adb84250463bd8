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

    def write(self, vals):
        """A plain worker completes an order whose work orders took no time.

        Odoo notes their expected time then, as the user; accounting's entries, which
        it looks at in doing so, are not for a worker to read.
        """
        if vals.keys() == {"duration"} and all(
            company._is_preallocation_on() for company in self.company_id
        ):
            self.check_access("write")
            # sudo: nothing but the time, of work orders that the user may write
            return super(MrpWorkorder, self.sudo()).write(vals)
        return super().write(vals)

    def action_batch_production(self):
        """Open Batch Production for the order of the work order (OD-1).

        :return: an action
        :raise UserError: see ``mrp.production.action_batch_production``
        """
        self.ensure_one()
        return self.production_id.action_batch_production()
