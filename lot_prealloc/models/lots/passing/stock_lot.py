from odoo import api, models

from ....tools.scope import Scope

PASSING = Scope("passing")


class StockLot(models.Model):
    """Numbers that have been checked: no door asks again."""

    _inherit = "stock.lot"

    def _let_numbers_pass(self):
        """A scope in which all numbers have been checked.

        An order that is being completed brings its own numbers into stock.

        :return: context manager
        """
        return PASSING.open(self.env)

    @api.model
    def _are_numbers_passing(self):
        return bool(PASSING.get(self.env))
