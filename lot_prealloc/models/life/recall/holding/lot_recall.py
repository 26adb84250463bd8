from odoo import Command, models
from odoo.exceptions import UserError

from .....tools.processes import ALL
from .....tools.telling import tell

# Numbers that can still be shipped or used up.
HELD_BACK = ("stock", "returned", "production")


class LotRecall(models.Model):
    """Hold All: the numbers of a recall that are not gone yet (RC-3)."""

    _inherit = "lot.recall"

    def action_hold_all(self):
        """Ask for a hold of all that is here or being made; it says what it will do.

        :return: action, the dialog of holds, or a message where all are on hold
        :raise AccessError: by others than inventory managers
        :raise UserError: a mock recall, or nothing is here
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        if self.is_mock:
            raise UserError(
                self.env._(
                    "%(recall)s is a mock recall: it holds nothing back. Take the tick "
                    "off if it is meant seriously.",
                    recall=self.display_name,
                )
            )
        here = self.line_ids.filtered(
            lambda line: line.state in HELD_BACK and line.change != "gone"
        )
        lots = here.lot_id
        if not lots:
            raise UserError(
                self.env._("Nothing that %(recall)s affects is here.", recall=self.name)
            )
        lots = lots.filtered(lambda lot: lot.hold_processes != ALL)
        if not lots:
            return tell(self.env._("All that is here is on hold."), "info")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hold All of %s", self.name),
            "res_model": "stock.lot.hold",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_lot_ids": [Command.set(lots.ids)],
                "default_processes": ALL,
                "default_reason": f"{self.name}: {self.reason.splitlines()[0]}",
            },
        }
