from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tools import format_datetime

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# What is recalled is what was looked for.
FIXED_WHEN_FOUND = {"lot_ids", "company_id"}


class LotRecall(models.Model):
    """Some numbers are bad: what is affected, where is it, who has it (RC-2).

    Started by an inventory manager, with a reason and somebody responsible. What is
    found is kept as found, and can be looked up anew. Nobody writes what follows from
    the stock, nor the moments of it: a mock recall is a record of how long it took.
    """

    _name = "lot.recall"
    _description = "Recall"
    _inherit = ["lot.prealloc.derived.fields", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("Reference", readonly=True, copy=False)
    lot_ids = fields.Many2many(
        "stock.lot",
        "lot_recall_stock_lot_rel",
        "recall_id",
        "lot_id",
        "Lot/Serial Numbers",
        required=True,
        check_company=True,
        help="Bad numbers: components, products, or what was received.",
    )
    reason = fields.Text(required=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        default=lambda recall: recall.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    is_mock = fields.Boolean(
        "Mock Recall",
        tracking=True,
        help="Practised: it shows how long an answer takes.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda recall: recall.env.company,
        index=True,
    )
    state = fields.Selection(
        [
            ("answering", "Being Answered"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_started = fields.Datetime("Started on", readonly=True, copy=False)
    found_date = fields.Datetime("Found on", readonly=True, copy=False)
    looked_date = fields.Datetime("Looked Again on", readonly=True, copy=False)
    date_answered = fields.Datetime("Answered on", readonly=True, copy=False)
    answer_time = fields.Char(
        compute="_compute_answer_time", help="From its start until it was answered."
    )
    line_ids = fields.One2many(
        "lot.recall.line", "recall_id", "Affected", readonly=True
    )
    stock_line_ids = fields.One2many(
        "lot.recall.line",
        "recall_id",
        "In Stock",
        readonly=True,
        domain=[("state", "in", ("stock", "returned"))],
    )
    production_line_ids = fields.One2many(
        "lot.recall.line",
        "recall_id",
        "In Production",
        readonly=True,
        domain=[("state", "=", "production")],
    )
    customer_ids = fields.One2many("lot.recall.customer", "recall_id", readonly=True)
    balance_ids = fields.One2many("lot.recall.balance", "recall_id", readonly=True)
    affected_count = fields.Integer("Affected Numbers", compute="_compute_counts")
    shipped_count = fields.Integer("Shipped", compute="_compute_counts")
    stock_count = fields.Integer("Numbers in Stock", compute="_compute_counts")
    returned_count = fields.Integer("Returned", compute="_compute_counts")
    production_count = fields.Integer(
        "Numbers in Production", compute="_compute_counts"
    )
    consumed_count = fields.Integer("Consumed", compute="_compute_counts")
    scrapped_count = fields.Integer("Scrapped", compute="_compute_counts")
    customer_count = fields.Integer(
        "Number of Customers", compute="_compute_customer_count"
    )
    told_count = fields.Integer("Customers Told", compute="_compute_customer_count")
    changes = fields.Char(
        compute="_compute_changes", help="What is not as it was found any more."
    )

    # ------------------------------------------------------------------
    # What nobody writes
    # ------------------------------------------------------------------

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {
            "name",
            "state",
            "date_started",
            "found_date",
            "looked_date",
            "date_answered",
            "line_ids",
            "stock_line_ids",
            "production_line_ids",
            "customer_ids",
            "balance_ids",
        }

    @api.model
    def default_get(self, fields):
        own = {"state": "answering", "date_started": Datetime.now()}
        return super().default_get(fields) | {
            name: value for name, value in own.items() if name in fields
        }

    @api.model_create_multi
    def create(self, vals_list):
        recalls = super().create(vals_list)
        recalls._check_lots()
        sequences = self.env["ir.sequence"]
        # sudo: whoever may start a recall draws a reference, and nobody writes it
        for recall in recalls.sudo():
            sequence = sequences.with_company(recall.company_id).sudo()
            recall.name = sequence.next_by_code(self._name)
        return recalls

    def write(self, vals):
        found = self.filtered("found_date")
        if found and not self.env.su and FIXED_WHEN_FOUND & vals.keys():
            raise UserError(
                self.env._(
                    "What %(recall)s looks for was found already. Start another recall "
                    "for other numbers.",
                    recall=found[0].display_name,
                )
            )
        result = super().write(vals)
        if "lot_ids" in vals:
            # a number that is deleted later is none of what was found
            (self - found)._check_lots()
        return result

    def _check_lots(self):
        """:raise UserError: there is nothing to look for"""
        if any(not recall.lot_ids for recall in self):
            raise UserError(
                self.env._("Choose the lot or serial numbers that are recalled.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_nothing_found(self):
        found = self.filtered("found_date")
        if found:
            raise UserError(
                self.env._(
                    "%(recall)s is a record of what was found and stays. Close it.",
                    recall=found[0].display_name,
                )
            )

    # ------------------------------------------------------------------
    # Its states
    # ------------------------------------------------------------------

    def action_answer(self):
        """It is known what is affected: the clock stops.

        :raise AccessError: by others than inventory managers
        :raise UserError: nothing was looked for, or it is answered
        """
        self.check_access("write")
        for recall in self:
            if recall.state != "answering":
                raise UserError(
                    self.env._("%s is answered already.", recall.display_name)
                )
            if not recall.found_date:
                raise UserError(
                    self.env._(
                        "Press Find first: what %(recall)s affects is not known yet.",
                        recall=recall.display_name,
                    )
                )
        # sudo: checked above; only this method stops the clock
        self.sudo().write({"state": "answered", "date_answered": Datetime.now()})

    def action_close(self):
        """Nothing is left to do.

        :raise AccessError: by others than inventory managers
        :raise UserError: it is not answered
        """
        self.check_access("write")
        for recall in self:
            if recall.state != "answered":
                raise UserError(
                    self.env._(
                        "Mark %(recall)s as answered first.", recall=recall.display_name
                    )
                )
        # sudo: checked above
        self.sudo().state = "closed"

    def action_reopen(self):
        """Go on with it; when it was answered stays as it was.

        :raise AccessError: by others than inventory managers
        :raise UserError: it is not closed
        """
        self.check_access("write")
        if any(recall.state != "closed" for recall in self):
            raise UserError(self.env._("Only what is closed can be reopened."))
        # sudo: checked above
        self.sudo().state = "answered"

    def _check_open(self):
        """:raise UserError: one is closed"""
        for recall in self:
            if recall.state == "closed":
                raise UserError(
                    self.env._(
                        "%(recall)s is closed. Reopen it first.",
                        recall=recall.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # What is told of it
    # ------------------------------------------------------------------

    @api.depends("date_started", "date_answered")
    @api.depends_context("lang")
    def _compute_answer_time(self):
        for recall in self:
            recall.answer_time = recall.date_answered and self.env._(
                "Answered in %(time)s",
                time=recall._format_time(recall.date_answered - recall.date_started),
            )

    @api.model
    def _format_time(self, duration):
        """:return: text, the two largest units"""
        seconds = int(duration.total_seconds())
        days, hours, minutes = (
            seconds // DAY,
            seconds % DAY // HOUR,
            seconds % HOUR // MINUTE,
        )
        if days:
            return self.env._("%(days)s d %(hours)s h", days=days, hours=hours)
        if hours:
            return self.env._(
                "%(hours)s h %(minutes)s min", hours=hours, minutes=minutes
            )
        if minutes:
            return self.env._("%(minutes)s min", minutes=minutes)
        return self.env._("%(seconds)s s", seconds=seconds)

    @api.depends("line_ids.state", "line_ids.change")
    def _compute_counts(self):
        """Numbers as they were found, each once in each state."""
        domain = [("recall_id", "in", self.ids), ("change", "!=", "new")]
        lines = self.env["lot.recall.line"]
        numbers = ["number_key:count_distinct"]
        totals = dict(lines._read_group(domain, ["recall_id"], numbers))
        by_state = {
            (recall, state): count
            for recall, state, count in lines._read_group(
                domain, ["recall_id", "state"], numbers
            )
        }
        states = lines._fields["state"].get_values(self.env)
        for recall in self:
            recall.affected_count = totals.get(recall._origin, 0)
            for state in states:
                recall[f"{state}_count"] = by_state.get((recall._origin, state), 0)

    @api.depends("customer_ids.told_date")
    def _compute_customer_count(self):
        for recall in self:
            recall.customer_count = len(recall.customer_ids)
            recall.told_count = len(recall.customer_ids.filtered("told_date"))

    @api.depends("looked_date", "line_ids.change")
    @api.depends_context("lang", "tz")
    def _compute_changes(self):
        counts = {
            (recall, change): count
            for recall, change, count in self.env["lot.recall.line"]._read_group(
                [("recall_id", "in", self.ids), ("change", "!=", False)],
                ["recall_id", "change"],
                ["__count"],
            )
        }
        for recall in self:
            recall.changes = recall.looked_date and recall._tell_changes(
                {
                    change: counts.get((recall._origin, change), 0)
                    for change in ("new", "gone", "changed")
                }
            )

    def _tell_changes(self, counts):
        """:param dict counts: lines by their kind of change
        :return: text
        """
        self.ensure_one()
        values = {
            "date": format_datetime(self.env, self.looked_date, dt_format="short"),
            **counts,
        }
        if not any(counts.values()):
            return self.env._(
                "Looked again on %(date)s: nothing has changed.", **values
            )
        return self.env._(
            "Looked again on %(date)s. Since it was found: %(new)s new, %(gone)s gone, "
            "%(changed)s with another quantity.",
            **values,
        )

    def action_open_lines(self):
        """:return: action, the list of what is affected, to filter and group"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Affected by %s", self.name),
            "res_model": "lot.recall.line",
            "view_mode": "list",
            "domain": [("recall_id", "=", self.id)],
            "context": {"create": False},
        }
