import datetime
import re
from functools import partial
from itertools import islice

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .number_text import find_unreadable, name_character

DATE_TOKENS = {
    "YY": "%y",
    "YYYY": "%Y",
    "IYY": "%g",
    "IYYY": "%G",
    "MM": "%m",
    "DD": "%d",
    "DOY": "%j",
    "WW": "%V",
}
ORIGIN_TOKENS = ("SKU", "CATEG", "MO")
CALENDAR_YEAR_TOKENS = {"YY", "YYYY"}
# The year that the week {WW} belongs to.
ISO_YEAR_TOKENS = {"IYY", "IYYY"}
YEAR_TOKENS = CALENDAR_YEAR_TOKENS | ISO_YEAR_TOKENS
TOKENS_BY_RESET = {
    "never": None,
    "yearly": YEAR_TOKENS,
    "monthly": {"MM", "DOY"},
    "weekly": {"WW"},
    "daily": {"DD", "DOY"},
}
MAX_PADDING = 10
# GS1 application identifiers 10 and 21 hold twenty characters (BX-1).
GS1_LENGTH = 20
PATTERN_EXAMPLE = "GEN-{YY}-{0000}"


class LotNumberFormat(models.Model):
    """A pattern for lot and serial numbers over a counter of ``ir.sequence``.

    A format knows no order and no lot: values in, names out (AB-5 to AB-8).
    """

    _name = "lot.number.format"
    _inherit = ["mail.thread"]
    _description = "Lot/Serial Number Format"
    _rec_name = "pattern"
    _order = "pattern, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    pattern = fields.Char(
        required=True,
        help="Text with tokens in braces, e.g. GEN-{YY}-{0000}. "
        "The zeros are the counter and set its length.",
    )
    company_id = fields.Many2one("res.company", index=True)
    reset = fields.Selection(
        [
            ("never", "Never"),
            ("yearly", "Every year"),
            ("monthly", "Every month"),
            ("weekly", "Every week"),
            ("daily", "Every day"),
        ],
        string="Restarts",
        compute="_compute_reset",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="When the counter starts again at 1, by the date at which a number is "
        "generated, in the time zone of the user. With {IYY} or {IYYY} a year is that "
        "of the weeks: it starts on a Monday.",
    )
    sequence_id = fields.Many2one(
        "ir.sequence", readonly=True, copy=False, ondelete="restrict"
    )
    next_name = fields.Char(
        "Next Number",
        compute="_compute_next_name",
        help="The number that would be given now. Looking at it consumes nothing.",
    )
    pattern_error = fields.Char(compute="_compute_pattern_error")
    length_warning = fields.Char(compute="_compute_length_warning")
    product_tmpl_ids = fields.One2many(
        "product.template", "lot_number_format_id", "Products"
    )
    categ_ids = fields.One2many(
        "product.category", "lot_number_format_id", "Product Categories"
    )
    company_ids = fields.One2many("res.company", "lot_number_format_id", "Companies")
    used_count = fields.Integer("Used By", compute="_compute_used_count")

    # ------------------------------------------------------------------
    # Pattern
    # ------------------------------------------------------------------

    @api.model
    def _split_pattern(self, pattern):
        """Cut a pattern into literals and tokens.

        :param str pattern: e.g. ``GEN-{YY}-{0000}``
        :return: list of ``(literal, token)``; one of both is empty
        :raise ValidationError: with the reason and an example (AB-5)
        """
        parts = []
        for literal, token in re.findall(r"([^{}]+)|\{([^{}]*)\}", pattern or ""):
            parts.append((literal, token))
        self._raise_pattern_fault(pattern, self._get_pattern_fault(pattern, parts))
        return parts

    @api.model
    def _raise_pattern_fault(self, pattern, reason):
        if reason:
            raise ValidationError(
                self.env._(
                    "The number format “%(pattern)s” cannot be used: %(reason)s\n"
                    "Example: %(example)s",
                    pattern=pattern or "",
                    reason=reason,
                    example=PATTERN_EXAMPLE,
                )
            )

    @api.model
    def _check_readable(self, pattern):
        """Refuse what would make numbers that no list of numbers can name (OD-7).

        Formats that were saved before this rule go on, so it is not part of
        ``_split_pattern``.

        :param str pattern: about to be saved
        :raise ValidationError: with the reason and an example (AB-5)
        """
        character = find_unreadable(pattern)
        self._raise_pattern_fault(
            pattern,
            character
            and self.env._(
                "it contains %(character)s, and lists of such numbers could not be "
                "read.",
                character=name_character(self.env, character),
            ),
        )

    @api.model
    def _clean_pattern(self, vals):
        """:return: ``vals`` with the pattern as it may be saved, without blanks around
        :raise ValidationError: see ``_check_readable``
        """
        if not vals.get("pattern"):
            return vals
        pattern = vals["pattern"].strip()
        self._check_readable(pattern)
        return {**vals, "pattern": pattern}

    def _get_pattern_fault(self, pattern, parts):
        rebuilt = "".join(literal or f"{{{token}}}" for literal, token in parts)
        if rebuilt != (pattern or ""):
            return self.env._("a brace is opened or closed without its counterpart.")
        tokens = [token for literal, token in parts if not literal]
        for token in tokens:
            if self._is_counter(token):
                if len(token) > MAX_PADDING:
                    return self.env._("a counter has at most ten zeros.")
            elif token not in DATE_TOKENS and token not in ORIGIN_TOKENS:
                return self.env._(
                    "{%(token)s} is not a token; known are %(known)s.",
                    token=token,
                    known=" ".join(
                        f"{{{known}}}" for known in (*DATE_TOKENS, *ORIGIN_TOKENS)
                    ),
                )
        counters = sum(map(self._is_counter, tokens))
        if not counters:
            return self.env._("it has no counter, such as {0000}.")
        if counters > 1:
            return self.env._("it has more than one counter.")
        return False

    @api.model
    def _is_counter(self, token):
        return bool(token) and not token.strip("0")

    def _get_tokens(self):
        self.ensure_one()
        return {token for _literal, token in self._split_pattern(self.pattern) if token}

    def _get_padding(self):
        return next(
            len(token) for token in self._get_tokens() if self._is_counter(token)
        )

    @api.constrains("pattern", "reset")
    def _check_pattern(self):
        for number_format in self:
            tokens = number_format._get_tokens()
            needed = TOKENS_BY_RESET[number_format.reset]
            if needed and not tokens & needed:
                raise ValidationError(
                    self.env._(
                        "The number format “%(pattern)s” cannot restart “%(reset)s”: "
                        "the same numbers would come again. Add one of %(tokens)s to "
                        "the pattern, or choose another restart.",
                        pattern=number_format.pattern,
                        reset=dict(
                            self._fields["reset"]._description_selection(self.env)
                        )[number_format.reset],
                        tokens=" ".join(f"{{{token}}}" for token in sorted(needed)),
                    )
                )
        self.env["res.company"]._check_formats_in_force()

    @api.constrains("company_id")
    def _check_company_of_users(self):
        """A product or company that uses the format must still be allowed to."""
        # sudo: also those that the user does not see
        users = self.sudo().with_context(active_test=False)
        users.product_tmpl_ids._check_company(["lot_number_format_id"])
        users.company_ids._check_format_company()

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("pattern")
    def _compute_reset(self):
        for number_format in self:
            try:
                tokens = number_format._get_tokens()
            except ValidationError:
                number_format.reset = number_format.reset or "never"
                continue
            chosen = number_format.reset
            if (
                chosen in ("monthly", "weekly", "daily")
                and tokens & TOKENS_BY_RESET[chosen]
            ):
                continue
            number_format.reset = "yearly" if tokens & YEAR_TOKENS else "never"

    @api.depends("pattern")
    def _compute_pattern_error(self):
        for number_format in self:
            number_format.pattern_error = False
            try:
                number_format._split_pattern(number_format.pattern)
                number_format._check_readable(number_format.pattern.strip())
            except ValidationError as error:
                if number_format.pattern:
                    number_format.pattern_error = str(error)

    @api.depends("pattern", "reset", "next_counter")
    @api.depends_context("uid", "tz")
    def _compute_next_name(self):
        for number_format, name in self._preview().items():
            number_format.next_name = name

    @api.depends("next_name")
    def _compute_length_warning(self):
        for number_format in self:
            length = len(number_format.next_name or "")
            number_format.length_warning = length > GS1_LENGTH and self.env._(
                "%(length)s characters: GS1 labels hold %(limit)s.",
                length=length,
                limit=GS1_LENGTH,
            )

    @api.depends("product_tmpl_ids", "categ_ids", "company_ids")
    def _compute_used_count(self):
        for number_format in self:
            number_format.used_count = (
                len(number_format.product_tmpl_ids)
                + len(number_format.categ_ids)
                + len(number_format.company_ids)
            )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        counters = [vals.get("next_counter") for vals in vals_list]
        vals_list = [
            self._without_counter(self._clean_pattern(vals)) for vals in vals_list
        ]
        number_formats = super().create(vals_list)
        # sudo: formats are made by inventory managers; Odoo keeps the sequences
        # behind them to the administrator, and they hold nothing but a counter.
        sequences = (
            self.env["ir.sequence"]
            .sudo()
            .create([f._prepare_sequence_values() for f in number_formats])
        )
        for number_format, sequence in zip(number_formats, sequences, strict=True):
            number_format.sequence_id = sequence
        number_formats._start_from(counters)
        return number_formats

    def write(self, vals):
        vals = self._clean_pattern(vals)
        result = super().write(self._without_counter(vals))
        if {"pattern", "reset", "company_id"} & vals.keys():
            for number_format in self:
                # sudo: as in create
                number_format.sequence_id.sudo().write(
                    number_format._prepare_sequence_values()
                )
            self.invalidate_recordset(["next_counter"], flush=False)
        if "next_counter" in vals:
            self._go_on_from(vals["next_counter"])
        return result

    @api.model
    def _without_counter(self, vals):
        """The counter is no column: it is set once the pattern is."""
        return {name: value for name, value in vals.items() if name != "next_counter"}

    def unlink(self):
        sequences = self.sequence_id
        result = super().unlink()
        sequences.sudo().unlink()  # sudo: as in create
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: also by what the user does not see
        used = self.filtered(
            lambda f: f.sudo().with_context(active_test=False)._is_used()
        )
        if used:
            raise UserError(
                self.env._(
                    "These number formats are in use and cannot be deleted: "
                    "%(formats)s.\nOpen “Used By” and choose another format there "
                    "first.",
                    formats=", ".join(used.mapped("pattern")),
                )
            )

    def _is_used(self):
        self.ensure_one()
        return bool(self.product_tmpl_ids or self.categ_ids or self.company_ids)

    def _prepare_sequence_values(self):
        self.ensure_one()
        return {
            "name": self.pattern,
            "code": self._name,
            "implementation": "standard",
            "padding": self._get_padding(),
            "use_date_range": self.reset != "never",
            "company_id": self.company_id.id,
        }

    def action_open_users(self):
        """Open what uses the format: a list where it is of one kind.

        :return: an action
        """
        self.ensure_one()
        users = [
            records
            for records in (self.product_tmpl_ids, self.categ_ids, self.company_ids)
            if records
        ]
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Used By %s", self.pattern),
            "view_mode": "list,form",
        }
        if len(users) == 1 and users[0]._name != "res.company":
            return {
                **action,
                "res_model": users[0]._name,
                "domain": [("id", "in", users[0].ids)],
            }
        return {
            **action,
            "name": self.pattern,
            "view_mode": "form",
            "res_model": self._name,
            "res_id": self.id,
        }

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    @api.model
    def _get_now(self):
        """The moment of generation, in the time zone of the user (AB-6)."""
        return datetime.datetime.now(self.env.tz)

    def _is_usable_by(self, company):
        """Whether orders of ``company`` may use the format."""
        self.ensure_one()
        return not self.company_id or self.company_id in company.parent_ids

    def _get_period(self, day):
        """The days between two restarts of the counter.

        :param datetime.date day: a day of the period
        :return: ``(first day, last day)``
        """
        self.ensure_one()
        if self.reset == "daily":
            return day, day
        if self.reset == "monthly":
            first = day.replace(day=1)
            return first, first + relativedelta(months=1, days=-1)
        if self.reset == "weekly":
            monday = day - relativedelta(days=day.weekday())
            return monday, monday + relativedelta(days=6)
        if self._get_tokens() & ISO_YEAR_TOKENS:
            year = day.isocalendar().year
            next_year = datetime.date.fromisocalendar(year + 1, 1, 1)
            return (
                datetime.date.fromisocalendar(year, 1, 1),
                next_year - relativedelta(days=1),
            )
        return day.replace(month=1, day=1), day.replace(month=12, day=31)

    def _get_periods(self, day):
        """:return: ``{ir.sequence: (first day, last day)}``, see ``_get_period``"""
        return {
            number_format.sequence_id: number_format._get_period(day)
            for number_format in self
        }

    def _get_affixes(self, now, values):
        """What stands around the counter.

        :param datetime.datetime now: the moment of generation
        :param dict values: texts for ``SKU``, ``CATEG`` and ``MO``
        :return: ``(prefix, number of digits, suffix)``
        """
        self.ensure_one()
        padding = 0
        affixes = [""]
        for literal, token in self._split_pattern(self.pattern):
            if self._is_counter(token):
                padding = len(token)
                affixes.append("")
            elif token in DATE_TOKENS:
                affixes[-1] += now.strftime(DATE_TOKENS[token])
            else:
                affixes[-1] += literal or values[token].strip()
        prefix, suffix = affixes
        # A number with blanks around could not be typed again.
        return prefix.lstrip(), padding, suffix.rstrip()

    def _check_values(self, values, subject):
        """Refuse to write names with a hole in them, or that cannot be read back.

        :param dict values: as in ``_get_affixes``
        :param subject: record whose number it is, for the message
        :raise UserError: a token of the pattern has no value, or one of no use
        """
        reason = self._explain_values(values, subject)
        if reason:
            raise UserError(reason)

    def _explain_values(self, values, subject):
        """Why no number can be made of these values.

        :param dict values: as in ``_get_affixes``
        :param subject: record whose number it is
        :return: str, or False: one can
        """
        self.ensure_one()
        tokens = self._get_tokens()
        for token in ORIGIN_TOKENS:
            if token not in tokens:
                continue
            if not (values.get(token) or "").strip():
                return self._explain_missing_value(token, subject)
            character = find_unreadable(values[token].strip())
            if character:
                return self._explain_unreadable_value(
                    token, values[token], character, subject
                )
        return False

    def _explain_missing_value(self, token, subject):
        labels = {
            "SKU": self.env._("an internal reference"),
            "CATEG": self.env._("a product category"),
            "MO": self.env._("a manufacturing order"),
        }
        return self.env._(
            "%(subject)s needs %(label)s: its number format “%(pattern)s” "
            "contains {%(token)s}. Enter it, or choose another format.",
            subject=subject.display_name,
            label=labels[token],
            pattern=self.pattern,
            token=token,
        )

    def _explain_unreadable_value(self, token, value, character, subject):
        labels = {
            "SKU": self.env._("internal reference"),
            "CATEG": self.env._("category"),
            "MO": self.env._("manufacturing order"),
        }
        return self.env._(
            "The %(label)s “%(value)s” of %(subject)s contains %(character)s, and "
            "lists of numbers with it could not be read: the format “%(pattern)s” "
            "contains {%(token)s}. Change the one or the other.",
            label=labels[token],
            value=value,
            subject=subject.display_name,
            character=name_character(self.env, character),
            pattern=self.pattern,
            token=token,
        )

    def _preview(self, values=None):
        """Next name of each format; consumes nothing (AB-4, AB-7).

        :param dict values: as in ``_get_affixes``; what has no value stays visible
        :return: ``{format: str or False}``
        """
        return {
            number_format: get_name and get_name(0)
            for number_format, get_name in self._preview_series(values).items()
        }

    def _preview_series(self, values=None):
        """The names that each format would give one after the other.

        :param dict values: as in ``_preview``
        :return: ``{format: function, or False}``; the function says the name that comes
            so many after the next one
        """
        values = {
            token: (values or {}).get(token) or f"{{{token}}}"
            for token in ORIGIN_TOKENS
        }
        now = self._get_now()
        series = {}
        for number_format, counter in self._peek_next_counters().items():
            try:
                affixes = number_format._get_affixes(now, values)
            except ValidationError:
                series[number_format] = False
                continue
            counter = number_format._get_counter_to_come(counter)
            series[number_format] = partial(_format_name_after, affixes, counter)
        return series

    def _peek_next_counters(self):
        """:return: ``{format: int}``, the counter of the next number; consumes none"""
        periods = self._origin._get_periods(self._get_now().date())
        # sudo: sequences are for administrators; only their next counter is read.
        sequences = self._origin.sequence_id.sudo()
        names = sequences._get_counter_names(periods)
        counters = sequences._peek_counters(set(names.values()))
        return {
            number_format: counters.get(names.get(number_format._origin.sequence_id), 1)
            for number_format in self
        }

    @api.model
    def _draw_names(self, requests):
        """Consume numbers (AB-8): one statement however many are wanted.

        :param list requests: ``(format, values, quantity)`` with values as in
            ``_get_affixes``
        :return: list of lists of names, one per request
        """
        now = self._get_now()
        number_formats = self.union(*(request[0] for request in requests))
        # sudo: whoever makes the goods draws the number, see _preview
        sequences = number_formats.sequence_id.sudo()
        periods = number_formats._get_periods(now.date())
        counter_names = sequences._get_counter_names(periods)
        for sequence in sequences:
            if sequence not in counter_names:
                counter_names[sequence] = sequence._open_period(*periods[sequence])
        quantities = {}
        for number_format, _values, quantity in requests:
            counter_name = counter_names[number_format.sequence_id]
            quantities[counter_name] = quantities.get(counter_name, 0) + quantity
        drawn = {
            name: iter(counters)
            for name, counters in sequences._draw_counters(quantities).items()
        }
        names = []
        for number_format, values, quantity in requests:
            affixes = number_format._get_affixes(now, values)
            counters = drawn[counter_names[number_format.sequence_id]]
            names.append(
                [
                    _format_name(affixes, counter)
                    for counter in islice(counters, quantity)
                ]
            )
        return names


def _format_name(affixes, counter):
    prefix, padding, suffix = affixes
    return f"{prefix}{counter:0{padding}d}{suffix}"


def _format_name_after(affixes, counter, ahead):
    return _format_name(affixes, counter + ahead)
