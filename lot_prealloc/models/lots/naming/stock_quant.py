from odoo import models
from odoo.tools import SQL


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _lock_for_reservation(self, quant_ids):
        """Let who reserves the same stock at the same moment start again.

        Odoo leaves out quants that somebody else has locked, and makes another one: the
        last numbers would be reserved twice. Whoever waits here until the other one is
        done, is repeated by Odoo, and finds what is left.
        """
        if quant_ids:
            self.env.cr.execute(
                SQL(
                    "SELECT FROM stock_quant WHERE id IN %s ORDER BY id"
                    " FOR NO KEY UPDATE",
                    tuple(quant_ids),
                )
            )
