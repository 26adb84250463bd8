from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ....tools.names import list_few, name_few, summarize_names
from ....tools.processes import ALL, CONSUME, SHIP
from ....tools.telling import tell
from ..timeline.kind import Kind

# A refusal names so many numbers, a question so many documents.
MAX_NAMES = 10
# Of Odoo's colours of tags.
RED = 1
HOLD_FIELDS = ("hold_processes", "hold_reason", "hold_user_id", "hold_date")


class StockLot(models.Model):
    """Numbers that must not be shipped, or not be used up (RC-3).

    “Held” says that an order holds a number; this here is “on hold”. Its state stays
    what the ledger says.
    """

    _inherit = "stock.lot"

    hold_processes = fields.Selection(
        "_get_hold_selection",
        "On Hold for",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Neither reserved nor suggested for this; who would use it is refused.",
    )
    hold_reason = fields.Char(
        "Reason of the Hold", readonly=True, copy=False, groups="base.group_user"
    )
    hold_user_id = fields.Many2one(
        "res.users",
        "Put on Hold by",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="base.group_user",
    )
    hold_date = fields.Datetime(
        "Put on Hold on", readonly=True, copy=False, groups="base.group_user"
    )
    hold_notice = fields.Char(
        "On Hold",
        compute="_compute_hold_notice",
        groups="base.group_user",
        help="What the number is on hold for, why, and who says so.",
    )

    hold_color = fields.Integer(
        compute="_compute_hold_notice", groups="base.group_user"
    )

    # What is on hold is little, and is looked for wherever stock is reserved.
    _on_hold_index = models.Index("(product_id) WHERE hold_processes IS NOT NULL")

    @api.model
    def _get_hold_selection(self):
        return [
            (SHIP, self.env._("Shipping")),
            (CONSUME, self.env._("Consumption")),
            (ALL, self.env._("Shipping and Consumption")),
        ]

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | set(HOLD_FIELDS)

    @api.depends(*HOLD_FIELDS)
    @api.depends_context("lang")
    def _compute_hold_notice(self):
        for lot in self:
            lot.hold_notice = bool(lot.hold_processes) and self.env._(
                "On hold: %(hold)s", hold=lot._describe_hold()
            )
            lot.hold_color = RED if lot.hold_processes else 0

    def _describe_hold(self):
        """:return: str, e.g. ``shipping · “cracked housing” · by Mitchell``"""
        # sudo: only the name; whoever reads the number may know who has stopped it
        user = self.sudo().hold_user_id
        by = self.env._("by %(user)s", user=user.name) if user else ""
        processes = dict(
            self._fields["hold_processes"]._description_selection(self.env)
        )
        parts = (
            # sudo: what is on hold is said to whoever would use it
            processes[self.sudo().hold_processes].lower(),
            self.env._("“%(reason)s”", reason=self.sudo().hold_reason),
            by,
        )
        return " · ".join(filter(None, parts))

    # ------------------------------------------------------------------
    # Who is on hold for what
    # ------------------------------------------------------------------

    @api.model
    def _get_hold_domain(self, process=None):
        """:param process: ``ship`` or ``consume``; None: any
        :return: ``Domain`` of the numbers that are on hold for it
        """
        if process is None:
            return Domain("hold_processes", "!=", False)
        return Domain("hold_processes", "in", (process, ALL))

    def _filter_on_hold(self, process=None):
        """:return: those of these that are on hold for a process; None: for any"""
        processes = (SHIP, CONSUME, ALL) if process is None else (process, ALL)
        # sudo: a number is on hold, whoever asks
        on_hold = self.sudo().filtered(lambda lot: lot.hold_processes in processes)
        return on_hold.with_env(self.env)

    def _raise_on_hold(self, process):
        """:param process: ``ship`` or ``consume``, what is wanted of them
        :raise UserError: there are any of these; it says why and who says so
        """
        if not self:
            return
        numbers = list_few(
            [
                self.env._(
                    "- %(number)s (%(product)s): on hold for %(hold)s",
                    number=lot.name,
                    product=lot.product_id.display_name,
                    hold=lot._describe_hold(),
                )
                for lot in self[:MAX_NAMES]
            ],
            MAX_NAMES,
            self.env._("- … and %s more", len(self) - MAX_NAMES),
            total=len(self),
        )
        message = (
            self.env._(
                "These numbers are on hold and cannot be shipped:\n%(numbers)s\n"
                "Choose other numbers. An inventory manager can release these.",
                numbers=numbers,
            )
            if process == SHIP
            else self.env._(
                "These numbers are on hold and cannot be used up:\n%(numbers)s\n"
                "Choose other numbers. An inventory manager can release these.",
                numbers=numbers,
            )
        )
        raise UserError(message)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_hold(self):
        """:raise UserError: one is on hold: who would be warned by it then?"""
        on_hold = self._filter_on_hold()
        if on_hold:
            raise UserError(
                self.env._(
                    "These numbers are on hold and cannot be deleted: %(numbers)s\n"
                    "An inventory manager can release them first.",
                    numbers=summarize_names(on_hold.mapped("name"), self.env),
                )
            )

    def _unlink_never_used(self):
        """What is on hold stays, whoever gives it up."""
        if given_up := self - self._filter_on_hold():
            return super(StockLot, given_up)._unlink_never_used()
        return []

    # ------------------------------------------------------------------
    # Hold and release
    # ------------------------------------------------------------------

    def action_hold(self, processes, reason):
        """Put numbers on hold, and release what is reserved of them (RC-3).

        A hold never becomes less by it: what is on hold for shipping and is put on hold
        for consumption is so for both. Of a number of no company that is so in all.

        :param str processes: ``ship``, ``consume`` or ``all``
        :param str reason: why, for everybody to read
        :return: action that says what was done
        :raise AccessError: by others than inventory managers
        :raise UserError: no reason, or no such process
        """
        reason = self._check_hold(reason)
        if processes not in dict(self._get_hold_selection()):
            raise UserError(
                self.env._(
                    "A number is on hold for “ship”, “consume” or “all”, and not for "
                    "“%(processes)s”.",
                    processes=processes,
                )
            )
        before = self.grouped(lambda lot: lot.hold_processes)
        for earlier, lots in before.items():
            # sudo: nobody writes it but this, and who may do this was asked
            lots.sudo().write(
                {
                    "hold_processes": ALL
                    if earlier and earlier != processes
                    else processes,
                    "hold_reason": reason,
                    "hold_user_id": self.env.uid,
                    "hold_date": fields.Datetime.now(),
                }
            )
        # Who ships one of them at this moment is in the way now, or finds it on hold.
        self.flush_recordset(HOLD_FIELDS)
        self._find_stopped_lines(processes).unlink()
        self._log_hold("on_hold", reason)
        if len(self) == 1:
            return tell(self.env._("%s is on hold", self.display_name))
        return tell(self.env._("%s numbers are on hold", len(self)))

    def action_release(self, reason):
        """Release numbers that are on hold, for everything (RC-3).

        :param str reason: why, for everybody to read
        :return: action that says what was done
        :raise AccessError: by others than inventory managers
        :raise UserError: no reason, or a number is not on hold
        """
        reason = self._check_hold(reason)
        others = self.filtered(lambda lot: not lot.hold_processes)
        if others:
            raise UserError(
                self.env._(
                    "Only numbers that are on hold can be released. Take these out of "
                    "the selection: %(numbers)s",
                    numbers=summarize_names(others.mapped("name"), self.env),
                )
            )
        self._log_hold("hold_released", reason)
        # sudo: nobody writes it but this, and who may do this was asked
        self.sudo().write(dict.fromkeys(HOLD_FIELDS, False))
        if len(self) == 1:
            return tell(self.env._("%s is released", self.display_name))
        return tell(self.env._("%s numbers are released", len(self)))

    def _check_hold(self, reason):
        """:return: the reason, as it is stored"""
        self._check_hold_rights()
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(
                self.env._("Say why: whoever meets these numbers reads the reason.")
            )
        if not self:
            raise UserError(self.env._("Choose the numbers first."))
        return reason

    def _check_hold_rights(self):
        """:raise AccessError: the user may not hold and release these numbers"""
        if not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._(
                    "Only inventory managers put numbers on hold or release them."
                )
            )
        self.check_access("write")

    def _log_hold(self, kind, reason):
        self.env["stock.lot.event"]._log(
            [
                {
                    "lot_id": lot.id,
                    "kind": kind,
                    "hold_processes": lot.hold_processes,
                    "reason": reason,
                }
                for lot in self
            ]
        )

    # ------------------------------------------------------------------
    # What is reserved of them
    # ------------------------------------------------------------------

    def _find_stopped_lines(self, processes):
        """Open lines that have these numbers and would do what they are on hold for.

        :param str processes: ``ship``, ``consume`` or ``all``
        :return: ``stock.move.line``, of every company, as superuser
        """
        # sudo: a number on hold is so for whoever has reserved it
        lines = self.env["stock.move.line"].sudo()
        lines = lines.search(
            [("lot_id", "in", self.ids), ("state", "not in", ("done", "cancel"))],
            order="id",
        )
        wanted = {SHIP, CONSUME} if processes == ALL else {processes}
        return lines.filtered(lambda line: line._get_hold_process() in wanted)

    @api.model
    def _tell_stopped_lines(self, lines):
        """:param lines: ``stock.move.line``, see :meth:`_find_stopped_lines`
        :return: str, the sentence that a question says about them, or an empty one
        """
        if not lines:
            return ""
        documents = lines.grouped(lambda line: line.reference or line.display_name)
        visible = [
            name
            for name, of_document in documents.items()
            if of_document.company_id <= self.env.companies
        ]
        names = name_few(visible, MAX_NAMES, ending=", …") if visible else ""
        hidden = len(documents) - len(visible)
        if hidden:
            others = self.env._("%s of other companies", hidden)
            names = ", ".join(filter(None, (names, others)))
        if len(documents) == 1:
            return self.env._(
                "1 reservation that is not done yet will be released: %(documents)s",
                documents=names,
            )
        return self.env._(
            "%(count)s reservations that are not done yet will be released: "
            "%(documents)s",
            count=len(documents),
            documents=names,
        )

    # ------------------------------------------------------------------
    # Where it is told
    # ------------------------------------------------------------------

    @api.model
    def _get_timeline_kinds(self):
        return {
            **super()._get_timeline_kinds(),
            "on_hold_ship": Kind(
                "fa-hand-paper-o",
                "danger",
                [self.env._("Put on hold for shipping by %(user)s: %(reason)s")],
            ),
            "on_hold_consume": Kind(
                "fa-hand-paper-o",
                "danger",
                [self.env._("Put on hold for consumption by %(user)s: %(reason)s")],
            ),
            "on_hold_all": Kind(
                "fa-hand-paper-o",
                "danger",
                [
                    self.env._(
                        "Put on hold for shipping and consumption by %(user)s: "
                        "%(reason)s"
                    )
                ],
            ),
            "hold_released": Kind(
                "fa-check",
                "success",
                [self.env._("Released by %(user)s: %(reason)s")],
            ),
        }
