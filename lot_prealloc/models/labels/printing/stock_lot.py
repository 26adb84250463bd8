from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_print_lot_labels(self):
        """Print Labels, where numbers are (UX-12): a label for each of these.

        :return: a report action, in the label format of the orders they are made by
        :raise UserError: there are none
        """
        if not self:
            raise UserError(self.env._("There are no numbers to print labels of."))
        # sudo: only which labels the operation types print
        orders = self.sudo().production_id.with_env(self.env)
        return orders._choose_lot_labels(self)
