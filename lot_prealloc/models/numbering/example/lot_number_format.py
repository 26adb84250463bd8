from odoo import models

from ..lot_number_format import DATE_TOKENS, YEAR_TOKENS
from .number_guess import COUNTER

# Where a number says something else than today, the counter has restarted since (AB-6).
PERIOD_TOKENS = {
    "never": set(),
    "yearly": YEAR_TOKENS,
    "monthly": YEAR_TOKENS | {"MM"},
    "weekly": YEAR_TOKENS | {"WW"},
    "daily": set(DATE_TOKENS),
}


class LotNumberFormat(models.Model):
    _inherit = "lot.number.format"

    def _get_counter_after(self, values):
        """The counter of the number to come, after one of this format.

        :param dict values: see ``read_number``
        :return: int; 1 after a number from before the last restart
        """
        self.ensure_one()
        now = self._get_now()
        is_current = all(
            now.strftime(DATE_TOKENS[token]) == values[token]
            for token in PERIOD_TOKENS[self.reset] & values.keys()
        )
        return int(values[COUNTER]) + 1 if is_current else 1
