from odoo import models
from odoo.tools import SQL


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _lock_against_hold(self):
        """Who puts one of these on hold from now on waits until this is done.

        Where somebody has done so since this transaction began, Odoo repeats it, and
        finds the number on hold. One statement for all. Numbers of which several ship a
        part at once do not wait for each other.
        """
        if self:
            self.env.cr.execute(
                SQL(
                    "SELECT FROM stock_lot WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                    self.ids,
                )
            )
