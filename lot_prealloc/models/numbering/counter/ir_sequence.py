from odoo import api, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _set_counters(self, counters):
        """Let PostgreSQL sequences go on from other counters, in one statement.

        As with what is drawn, nobody waits for it, and it is not undone. Odoo's own way
        waits for every transaction that has drawn a number, and lets all others wait.

        :param dict counters: ``{PostgreSQL sequence name: the counter to come}``
        """
        if counters:
            self.env.execute_query(
                SQL(
                    "SELECT setval(wanted.name::regclass, wanted.counter, false)"
                    " FROM unnest(%s, %s) AS wanted (name, counter)",
                    list(counters),
                    list(counters.values()),
                )
            )
