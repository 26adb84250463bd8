import time

from odoo import fields, models

from .mrp_production_batch import STEPPING

# Seconds that a step should take, of the clock and of the processor: with those of
# Odoo's scheduler (10) far below its limits for them.
STEP_SECONDS = 40
STEP_PROCESSOR_SECONDS = 15
# Lines of the first step, and of any: one sees it move. What is left of an order is
# written anew with each step, so that there should be few.
FIRST_STEP = 100
LONGEST_STEP = 4000
GROWTH = 4
STEP_PARAMETER = "lot_prealloc.batch_step"


class MrpProductionBatchStep(models.Model):
    """Some lines of a batch, done in one transaction.

    The row is committed before that, with nothing done. So a step that was interrupted
    is known, and is tried again with fewer lines: it may have been too long. Who works
    on a step holds a lock on its row.
    """

    _name = "mrp.production.batch.step"
    _description = "Step of a Batch Production"
    _order = "number, id"
    _rec_name = "number"

    batch_id = fields.Many2one(
        "mrp.production.batch",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    number = fields.Integer(required=True, readonly=True)
    start = fields.Integer(required=True, readonly=True, help="Lines before it.")
    line_count = fields.Integer("Lines", required=True, readonly=True)
    is_done = fields.Boolean(readonly=True)
    tries = fields.Integer(readonly=True)
    seconds = fields.Float(readonly=True)
    processor_seconds = fields.Float(readonly=True)
    production_ids = fields.Many2many(
        "mrp.production",
        "mrp_production_batch_step_rel",
        "step_id",
        "production_id",
        string="Orders Made",
        readonly=True,
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True)

    # Each step once, whoever works on the batch.
    _number_uniq = models.Constraint(
        "UNIQUE(batch_id, number)", "This step of the batch has begun already."
    )

    def _get_end(self):
        """:return: int, how many lines are done after the last of these steps"""
        last = self[-1:]
        return last.start + last.line_count

    def _get_next_count(self):
        """:return: int, how many lines the step after these should have"""
        last = self[-1:]
        count = FIRST_STEP
        if last:
            pace = min(
                STEP_SECONDS / max(last.seconds, 0.01),
                STEP_PROCESSOR_SECONDS / max(last.processor_seconds, 0.01),
            )
            count = int(last.line_count * min(max(pace, 0.5), GROWTH))
        parameters = self.env["ir.config_parameter"].sudo()
        try:
            longest = int(parameters.get_param(STEP_PARAMETER) or LONGEST_STEP)
        except ValueError:
            longest = LONGEST_STEP
        return max(min(count, longest), 1)

    def _shorten(self):
        """Try it again with half the lines."""
        self.line_count = max(self.line_count // 2, 1)

    def _work(self):
        """Do its lines, as the user of the batch. The caller commits.

        :raise UserError: a line cannot be done; nothing must be committed then
        """
        self.ensure_one()
        started, processor_started = time.monotonic(), time.thread_time()
        batch = self.batch_id
        lines = batch._read_lines()[self.start : self._get_end()]
        wizard = batch._make_wizard()
        with STEPPING.open(self.env, batch):
            orders, rests = wizard._run_lines(lines, batch.operation)
            wizard.env.flush_all()
        batch._go_on_with(rests)
        self.write(
            {
                "is_done": True,
                "seconds": time.monotonic() - started,
                "processor_seconds": time.thread_time() - processor_started,
                "production_ids": orders.ids,
            }
        )
