from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.names import name_few
from ..tools.processes import ALL

MAX_NAMES = 5


class StockLotHold(models.TransientModel):
    """Put numbers on hold: asks once, and says first what it will do (RC-3)."""

    _name = "stock.lot.hold"
    _inherit = ["stock.lot.chosen"]
    _description = "Put Lots/Serial Numbers on Hold"

    processes = fields.Selection(
        lambda self: self.env["stock.lot"]._get_hold_selection(),
        "On Hold for",
        required=True,
        default=ALL,
    )
    reason = fields.Char(required=True)
    released = fields.Text(
        compute="_compute_released",
        help="What is reserved of these numbers and will not be any more.",
    )
    # What was open when the question was asked.
    open_line_ids = fields.Many2many("stock.move.line", string="Open Reservations")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "open_line_ids" in fields:
            lots = self.new(super().default_get(["lot_ids"])).lot_ids._origin
            lines = lots._find_stopped_lines(ALL)
            # What he may not read is released all the same, and not named to him.
            lines = lines.sudo(False)._filtered_access("read")
            values["open_line_ids"] = [Command.set(lines.ids)]
        return values

    @api.depends("lot_ids", "processes")
    def _compute_released(self):
        lots = self.env["stock.lot"]
        for hold in self:
            lines = hold.processes and hold.lot_ids._origin._find_stopped_lines(
                hold.processes
            )
            hold.released = lots._tell_stopped_lines(lines or ())

    def action_hold(self):
        """Put the numbers on hold.

        :return: see ``stock.lot.action_hold``
        :raise UserError: one was shipped or used up since the question was asked
        """
        self.ensure_one()
        self.lot_ids._check_hold_rights()
        self._check_still_here()
        return self.lot_ids.action_hold(self.processes, self.reason)

    def _check_still_here(self):
        gone = self.open_line_ids.filtered(
            lambda line: line.state == "done" and line.lot_id in self.lot_ids
        )
        if not gone:
            return
        texts = [
            self.env._(
                "%(number)s with %(document)s",
                number=line.lot_id.name,
                document=line.reference or line.display_name,
            )
            for line in gone
        ]
        raise UserError(
            self.env._(
                "Shipped or used up meanwhile: %(numbers)s.\nNothing was put on hold. "
                "Look again where these numbers are.",
                numbers=name_few(texts, MAX_NAMES, ending=", …"),
            )
        )
