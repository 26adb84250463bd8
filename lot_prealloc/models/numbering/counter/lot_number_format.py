from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..lot_number_format import MAX_PADDING


class LotNumberFormat(models.Model):
    """A company goes on from its own last number (UX-9)."""

    _inherit = "lot.number.format"

    next_counter = fields.Integer(
        compute="_compute_next_counter",
        readonly=False,
        help="The counter of the next number, to go on from a last number: after 04711 "
        "comes 4712. Numbers that exist already are skipped. Where the counter "
        "restarts, this is that of the current period; the next one starts at 1.",
    )
    next_counter_error = fields.Char(compute="_compute_next_counter_error")

    # Not by the restart: a form would send what a person has not typed, and what is
    # typed would be lost.
    @api.depends_context("uid", "tz")
    def _compute_next_counter(self):
        for number_format, counter in self._peek_next_counters().items():
            number_format.next_counter = counter

    @api.depends("next_counter", "pattern")
    @api.depends_context("lang")
    def _compute_next_counter_error(self):
        for number_format in self:
            try:
                error = number_format._explain_counter(number_format.next_counter)
            except ValidationError:
                error = False  # of the pattern, which says so itself
            number_format.next_counter_error = error

    def _get_counter_to_come(self, counter):
        """A counter that is typed and not saved yet is shown in the preview.

        :param int counter: what is next in the database
        :return: int
        """
        typed = self.next_counter if self != self._origin else counter
        is_typed = typed != self._origin.next_counter if self._origin else True
        return typed if is_typed and typed > 0 else counter

    # ------------------------------------------------------------------
    # Setting it
    # ------------------------------------------------------------------

    def _start_from(self, counters):
        """Let new formats have a first number of their own.

        :param counters: int or False, one for each
        """
        by_counter = {}
        for number_format, counter in zip(self, counters, strict=True):
            if counter and counter != 1:
                by_counter.setdefault(counter, []).append(number_format.id)
        for counter, ids in by_counter.items():
            self.browse(ids)._go_on_from(counter)

    def _go_on_from(self, counter):
        """Let the next numbers of the formats have this counter, and log it.

        :param int counter: of the current period, where the counters restart
        :raise AccessError: by others than inventory managers
        :raise ValidationError: it is no counter of the patterns
        """
        self._check_may_set_counter()
        for number_format in self:
            reason = number_format._explain_counter(counter)
            if reason:
                raise ValidationError(reason)
        before = self._preview()
        periods = self._get_periods(self._get_now().date())
        # sudo: sequences are for administrators; who may set the counter is checked
        sequences = self.sequence_id.sudo()
        names = sequences._get_counter_names(periods)
        for sequence in sequences - self.env["ir.sequence"].union(*names):
            names[sequence] = sequence._open_period(*periods[sequence])
        sequences._set_counters({name: int(counter) for name in names.values()})
        self.invalidate_recordset(["next_counter", "next_name"], flush=False)
        self.modified(["next_counter"])
        self._log_next_number(before)

    def _check_may_set_counter(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._("Only inventory managers set the next number of a format.")
            )

    def _explain_counter(self, counter):
        """:return: str, why the next number cannot have this counter, or False"""
        self.ensure_one()
        if not isinstance(counter, int | float) or counter != int(counter):
            return self.env._(
                "“%(counter)s” is no counter of “%(pattern)s”: enter a whole number.",
                counter=counter,
                pattern=self.pattern,
            )
        if counter < 1:
            return self.env._(
                "The next counter of “%(pattern)s” is %(counter)s: counters start at "
                "1. Enter the one after your last number.",
                counter=int(counter),
                pattern=self.pattern or "",
            )
        digits = self._get_padding() if self.pattern else MAX_PADDING
        # a single zero does not limit the length
        digits = digits if digits > 1 else MAX_PADDING
        if len(str(int(counter))) <= digits:
            return False
        return self.env._(
            "The next counter %(counter)s has more digits than “%(pattern)s” has "
            "zeros: %(digits)s. Add zeros to the pattern, or enter a smaller counter.",
            counter=int(counter),
            pattern=self.pattern or "",
            digits=digits,
        )

    def _log_next_number(self, before):
        """:param dict before: ``{lot.number.format: the number that was next}``"""
        after = self._preview()
        self._message_log_batch(
            bodies={
                number_format.id: self.env._(
                    "Next number set to %(after)s; it was %(before)s.",
                    after=after[number_format],
                    before=before[number_format],
                )
                for number_format in self
            }
        )
