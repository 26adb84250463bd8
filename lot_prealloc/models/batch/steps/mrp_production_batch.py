import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command
from odoo.tools.misc import formatLang

from ....tools.names import name_few
from ....tools.scope import Scope
from ....wizard.batch_lines import parse_lines

_logger = logging.getLogger(__name__)

CRON = "lot_prealloc.ir_cron_batch_production"
ACTIVITY_TYPE = "lot_prealloc.mail_activity_type_batch_stopped"
OPEN = ("running", "stopped")
# A step is being done: its batch.
STEPPING = Scope("stepping")
# So often a step is tried that is interrupted, each time with half its lines.
MAX_TRIES = 5
# Orders that the name of a batch tells.
MAX_ORDERS = 3


class MrpProductionBatch(models.Model):
    """A list of Batch Production that is worked off in steps (SC-4).

    Each step is a transaction of a scheduled action, so no limit of a request stops it,
    and a server that is killed in the middle goes on where the last step ended. All is
    done as the user who has started it, or gone on with it, and with his rights.

    Nobody writes it but its own methods: it acts for its user.
    """

    _name = "mrp.production.batch"
    _description = "Batch Production"
    _order = "id desc"

    name = fields.Char("Manufacturing Orders", required=True, readonly=True)
    operation = fields.Selection(
        [("action_produce", "Produce"), ("action_prepare_mo", "Prepare MO")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("running", "Running"),
            ("stopped", "Stopped"),
            ("done", "Done"),
            ("cancel", "Given Up"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    user_id = fields.Many2one(
        "res.users",
        "Works for",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="Who has started it, or gone on with it: it has the rights of this user.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    user_context = fields.Json(
        readonly=True, help="Language, time zone and companies of the user."
    )
    serial_numbers = fields.Text(
        "List", required=True, readonly=True, help="As in the dialog of the same name."
    )
    line_count = fields.Integer("Units", required=True, readonly=True)
    done_count = fields.Integer("Done", compute="_compute_done_count")
    percentage = fields.Float(compute="_compute_done_count")
    progress = fields.Char(compute="_compute_progress")
    reason = fields.Text(
        "Why It Has Stopped",
        readonly=True,
        help="What kept the next unit from being done.",
    )
    is_told = fields.Boolean(
        readonly=True, help="The user has seen on the screen that it is done."
    )
    order_ids = fields.One2many("mrp.production.batch.order", "batch_id", readonly=True)
    step_ids = fields.One2many("mrp.production.batch.step", "batch_id", readonly=True)

    _open_user_idx = models.Index(
        "(user_id) WHERE state IN ('running', 'stopped') OR is_told IS NOT TRUE"
    )

    @api.depends("step_ids.is_done", "step_ids.line_count", "line_count")
    def _compute_done_count(self):
        counts = dict(
            self.env["mrp.production.batch.step"]._read_group(
                [("batch_id", "in", self.ids), ("is_done", "=", True)],
                ["batch_id"],
                ["line_count:sum"],
            )
        )
        for batch in self:
            batch.done_count = counts.get(batch, 0)
            batch.percentage = 100 * batch.done_count / (batch.line_count or 1)

    @api.depends("done_count", "line_count", "operation")
    @api.depends_context("lang")
    def _compute_progress(self):
        for batch in self:
            count = {
                "done": formatLang(self.env, batch.done_count, digits=0),
                "total": formatLang(self.env, batch.line_count, digits=0),
            }
            if batch.operation == "action_produce":
                text = self.env._("%(done)s of %(total)s produced", **count)
            else:
                text = self.env._("%(done)s of %(total)s prepared", **count)
            batch.progress = text

    # ------------------------------------------------------------------
    # Started, stopped, gone on with
    # ------------------------------------------------------------------

    @api.model
    def _start(self, productions, lines, operation):
        """Note a list that has been checked, and have it worked off.

        :param productions: ``mrp.production``, as the lines fill them
        :param list lines: of the list, :class:`.batch_lines.BatchLine`
        :param str operation: the button
        :return: ``mrp.production.batch``
        """
        texts = [""] * lines[-1].position
        for line in lines:
            texts[line.position - 1] = line.text
        # sudo: nobody may write a batch, it acts for its user; the caller has checked
        # that the user may do all of this
        batch = self.sudo().create(
            {
                "name": name_few(productions.mapped("name"), MAX_ORDERS),
                "operation": operation,
                "company_id": productions.company_id.id,
                "serial_numbers": "\n".join(texts),
                "line_count": len(lines),
                "order_ids": [
                    Command.create({"production_id": production.id, "sequence": index})
                    for index, production in enumerate(productions)
                ],
                **self._get_user_values(),
            }
        )
        batch._schedule()
        batch._notify()
        return batch

    @api.model
    def _get_user_values(self):
        context = self.env.context
        return {
            "user_id": self.env.user.id,
            "user_context": {
                "lang": context.get("lang") or self.env.user.lang,
                "tz": context.get("tz") or self.env.user.tz,
                "allowed_company_ids": self.env.companies.ids,
            },
        }

    @api.model
    def _is_possible(self):
        """:return: whether somebody works it off: the scheduled action is on"""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        # sudo: whether it is on, nothing else
        return bool(cron and cron.sudo().active)

    @api.model
    def _schedule(self):
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            # sudo: to be called soon, as any user may have something done later
            cron.sudo()._trigger()

    def action_stop(self):
        """Stop after the step that is being done; what is done stays done.

        What is left is in the last order, which holds the numbers.

        :raise UserError: it does not run
        """
        self._check_may_change()
        for batch in self:
            if batch.state != "running":
                raise UserError(self.env._("%s does not run.", batch.name))
        # sudo: checked above
        self.sudo().write({"state": "stopped", "reason": False})
        self.sudo()._notify()

    def action_resume(self):
        """Go on with the next unit, as the user who asks for it.

        :raise UserError: it has not stopped
        """
        self._check_may_change()
        for batch in self:
            if batch.state != "stopped":
                raise UserError(self.env._("%s has not stopped.", batch.name))
        # sudo: checked above; from now on it acts for this user
        batches = self.sudo()
        batches._end_activities()
        others = batches.filtered(lambda batch: batch.user_id != self.env.user)
        batches.write({"state": "running", "reason": False, **self._get_user_values()})
        others._notify()
        batches._notify()
        self._schedule()

    def action_give_up(self):
        """Leave what is not done as it is: the orders are free for anything else.

        :raise UserError: it has not stopped
        """
        self._check_may_change()
        for batch in self:
            if batch.state != "stopped":
                raise UserError(self.env._("Stop %s first.", batch.name))
        # sudo: checked above
        batches = self.sudo()
        batches._end_activities()
        batches.step_ids.filtered(lambda step: not step.is_done).unlink()
        batches.order_ids.unlink()
        batches.write({"state": "cancel", "is_told": True})
        batches._notify()

    def _check_may_change(self):
        """:raise AccessError: the user may not work on what is left of the orders"""
        self.check_access("read")
        if not self.env.user.has_group("mrp.group_mrp_user"):
            raise AccessError(
                self.env._("Only who works in Manufacturing may do this.")
            )
        self._get_orders().check_access("write")

    def _get_orders(self):
        """:return: ``mrp.production`` that still have units, in their order"""
        # sudo: of which orders; whoever asks has them checked
        return self.env["mrp.production"].browse(
            self.sudo().order_ids.production_id.ids
        )

    # ------------------------------------------------------------------
    # Worked off
    # ------------------------------------------------------------------

    @api.model
    def _run_steps(self):
        """The scheduled action: step by step, as long as Odoo lets it run.

        Batches that run at the same time take turns. What is left when the time is up,
        or when a step was interrupted, is asked for again at once.
        """
        commit = self.env["ir.cron"]._commit_progress
        is_time_left = commit(remaining=self._count_left())
        passed = self.browse()
        while is_time_left and (batch := self._find_next(passed)):
            done = batch._run_step()
            if not done:
                passed |= batch
            is_time_left = commit(done, remaining=self._count_left())
        if self._find_next(self.browse()):
            self._schedule()

    def _count_left(self):
        running = self.search([("state", "=", "running")])
        return sum(batch.line_count - batch.done_count for batch in running)

    def _find_next(self, passed):
        """:return: the running batch that has waited longest, but for those passed"""
        self.env.invalidate_all()
        running = self.search(
            [("state", "=", "running"), ("id", "not in", passed.ids)], order="id"
        )
        return running.sorted(
            lambda batch: batch.step_ids[-1:].write_date or batch.create_date
        )[:1]

    def _run_step(self):
        """Do the next step in a transaction of its own.

        :return: int, how many lines were done; 0: leave it alone for now
        """
        self.ensure_one()
        cr = self.env.cr
        step = self._begin_step()
        self._commit()
        if not step:
            return 0
        tries = step.tries
        try:
            # what another one does meanwhile is not done twice
            step.lock_for_update()
        except LockError:
            return 0
        if step.is_done or step.tries != tries:
            return 0
        try:
            step._work()
            self._notify()
            self._commit()
        except UserError as error:
            cr.rollback()
            return self._refuse(step, error)
        except Exception as error:
            cr.rollback()
            _logger.exception("%s: step %s was interrupted", self.name, step.number)
            if tries >= MAX_TRIES:
                self._stop(step, str(error))
                self._commit()
            return 0
        finally:
            # many records of a step, none of which the next one needs
            self.env.invalidate_all(flush=False)
        return step.line_count

    def _commit(self):
        # That is what steps are for; the cursor is that of the scheduled action.
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _begin_step(self):
        """Note what is going to be done.

        :return: ``mrp.production.batch.step``, none if all is done or another is at it
        """
        step = self.step_ids[-1:]
        if step and not step.is_done:
            if not step.try_lock_for_update():
                return step.browse()
            # it was interrupted: perhaps it was too long
            step._shorten()
            step.tries += 1
            return step
        start = step._get_end()
        if start >= self.line_count:
            self._finish()
            return step.browse()
        return step.create(
            {
                "batch_id": self.id,
                "number": step.number + 1,
                "start": start,
                "line_count": min(step._get_next_count(), self.line_count - start),
                "tries": 1,
            }
        )

    def _refuse(self, step, error):
        """A step cannot be done. All before the line that is the cause is done.

        :return: int, how many lines were done
        """
        if step.line_count > 1:
            step.tries = 0
            self._commit()
            # ``_begin_step`` takes half of it
            return self._run_step()
        self._stop(step, self._tell_reason(step, error))
        self._commit()
        return 0

    def _tell_reason(self, step, error):
        """:return: str, with the line and its number"""
        [line] = self._read_lines()[step.start : step._get_end()]
        env = self._get_user_env()
        prefix = env._("Line %s", line.position)
        message = str(error.args[0]) if error.args else ""
        if message.startswith(prefix):
            return message
        return env._(
            "Line %(position)s, %(number)s: %(problem)s",
            position=line.position,
            number=line.finished.name,
            problem=message,
        )

    def _stop(self, step, reason):
        """It cannot go on: say so on the order, and ask the user."""
        step.unlink()
        self.write({"state": "stopped", "reason": reason})
        env = self._get_user_env()
        production = self._get_orders()[:1].sudo()
        if production:
            text = env._(
                "Batch Production has stopped: %(progress)s. %(reason)s",
                progress=self.with_env(self.env(context=env.context)).progress,
                reason=reason,
            )
            production.message_post(body=text, author_id=self.user_id.partner_id.id)
            if self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False):
                production.with_context(
                    lang=env.context.get("lang"), mail_activity_quick_update=True
                ).activity_schedule(
                    ACTIVITY_TYPE, note=reason, user_id=self.user_id.id, automated=True
                )
        self._notify()

    def _end_activities(self):
        self._get_orders().sudo().activity_unlink([ACTIVITY_TYPE])

    def _finish(self):
        self.order_ids.unlink()
        self.write({"state": "done"})
        self._notify()

    def _go_on_with(self, rests):
        """
        :param dict rests: ``{id of an order: what is left of it}``, of those that units
            were taken from
        """
        for row in self.order_ids:
            rest = rests.get(row.production_id.id)
            if rest is None:
                continue
            if rest:
                row.production_id = rest.id
            else:
                row.unlink()

    # ------------------------------------------------------------------
    # What it is about
    # ------------------------------------------------------------------

    def _read_lines(self):
        """:return: list of :class:`.batch_lines.BatchLine`"""
        return parse_lines(self.serial_numbers)

    def _get_user_env(self):
        """:return: the environment of the user it works for, without more rights
        :raise AccessError: the user is gone
        """
        return self.env(user=self.user_id.id, su=False, context=self.user_context or {})

    def _make_wizard(self):
        """:return: ``mrp.production.serials`` of the orders, of the user; not stored
        :raise UserError: the user does not work here any more
        """
        if not self.user_id.active:
            raise UserError(
                self.env._(
                    "%s is archived. Whoever goes on with the batch does it himself.",
                    self.user_id.name,
                )
            )
        orders = self._get_orders()
        if not orders:
            raise UserError(self.env._("The order is no longer there."))
        env = self._get_user_env()
        env.transaction.default_env = env
        return env["mrp.production.serials"].new(
            {
                "production_id": orders[:1].id,
                "production_ids": [Command.set(orders.ids)],
                "is_batch_production": True,
            }
        )

    def _get_made_orders(self):
        """:return: ``mrp.production``, in the order of the list"""
        # sudo: which ones; they are read as the user
        return self.env["mrp.production"].browse(
            self.sudo().step_ids.production_ids.ids
        )

    # ------------------------------------------------------------------
    # On the screen
    # ------------------------------------------------------------------

    def _notify(self):
        """Tell the screens of the user how far it is."""
        for batch in self:
            batch.user_id._bus_send(
                "lot_prealloc.batch",
                batch.with_env(batch._get_user_env()).sudo()._tell(),
            )

    def _tell(self):
        """:return: dict, what the web client shows"""
        self.ensure_one()
        progress = self.progress
        if self.state == "stopped":
            progress = self.env._("stopped, %s", progress)
        return {
            "id": self.id,
            "name": self.name,
            "user_id": self.user_id.id,
            "state": self.state,
            "done": self.done_count,
            "total": self.line_count,
            "progress": progress,
            "reason": self.reason or False,
        }

    @api.model
    def get_mine(self):
        """:return: list of dicts: what runs, has stopped, or was not seen done yet"""
        # sudo: of the user himself
        batches = self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                "|",
                ("state", "in", OPEN),
                "&",
                ("state", "=", "done"),
                ("is_told", "=", False),
            ],
            limit=20,
        )
        return [batch._tell() for batch in batches]

    def claim_outcome(self):
        """What was done, for the one screen of the user that asks first (UX-4).

        :return: dict with ``message`` and the ``reports`` that print by themselves; or
            False: it is not done, of somebody else, or was told
        """
        self.ensure_one()
        # sudo: the user's own
        batch = self.sudo()
        if batch.user_id != self.env.user or batch.state != "done" or batch.is_told:
            return False
        batch.is_told = True
        orders = self._get_made_orders()
        reports = orders._autoprint_mass_generated_lots()
        if self.operation == "action_produce":
            reports += orders._get_autoprint_done_report_actions()
        wizard = self.env["mrp.production.serials"].new({"production_ids": orders.ids})
        return {
            "message": wizard._tell_outcome(self.operation, orders),
            "reports": reports,
        }

    def action_open_orders(self):
        """:return: an action: the orders that were made, and what is left"""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("mrp.mrp_production_action")
        return {
            **action,
            "domain": [("production_batch_id", "=", self.id)],
            "context": {},
            "views": [(False, "list"), (False, "form")],
        }
