from odoo import models


class MrpProductionBatch(models.Model):
    _inherit = "mrp.production.batch"

    def action_print_labels(self):
        """Print the labels of all numbers that are done.

        :return: a report action
        """
        self.ensure_one()
        return self._get_made_orders().action_print_lot_labels()
