from contextlib import contextmanager

from odoo import api, models

# Among the data of a transaction: how many scopes are open in which all is checked.
PASSING = "lot_prealloc.passing"


class StockLot(models.Model):
    """Numbers that have been checked: no door asks again."""

    _inherit = "stock.lot"

    @contextmanager
    def _let_numbers_pass(self):
        """A scope of the transaction in which all numbers have been checked.

        An order that is being completed brings its own numbers into stock.
        """
        scopes = self.env.cr.postcommit.data
        scopes[PASSING] = scopes.get(PASSING, 0) + 1
        try:
            yield
        finally:
            scopes[PASSING] = max(scopes.get(PASSING, 1) - 1, 0)

    @api.model
    def _are_numbers_passing(self):
        return bool(self.env.cr.postcommit.data.get(PASSING))
