from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lot_number_format import PATTERN_EXAMPLE
from ..number_text import clean_number
from .number_guess import BRACE, NO_DIGITS, guess_pattern, read_number


class ResConfigSettings(models.TransientModel):
    """One number is typed; pattern and next number are proposed, and made on Save."""

    _inherit = "res.config.settings"

    lot_number_example = fields.Char(
        "One Number of Yours",
        help="The last lot or serial number that you have given. The format of the "
        "next ones is proposed from it.",
    )
    # Stored: a person may have edited what was proposed.
    lot_number_example_pattern = fields.Char(
        "Pattern",
        compute="_compute_lot_number_example_pattern",
        store=True,
        readonly=False,
        help="What is proposed; edit what was guessed wrongly.",
    )
    lot_number_example_next = fields.Char(
        "Number That Follows", compute="_compute_lot_number_example_next"
    )
    lot_number_example_error = fields.Char(compute="_compute_lot_number_example_next")

    @api.depends("lot_number_example")
    def _compute_lot_number_example_pattern(self):
        for settings in self:
            settings.lot_number_example_pattern = self._guess_pattern(
                settings.lot_number_example
            ).pattern

    @api.depends("lot_number_example", "lot_number_example_pattern")
    @api.depends_context("lang", "uid", "tz")
    def _compute_lot_number_example_next(self):
        for settings in self:
            settings.lot_number_example_next = settings.lot_number_example_error = False
            if not settings.lot_number_example:
                continue
            try:
                settings.lot_number_example_next = settings._preview_example()
            except UserError as error:
                settings.lot_number_example_error = str(error)

    def _preview_example(self):
        """The number that will be next after Save; consumes nothing (AB-4).

        :return: str
        :raise UserError: see ``_read_example``
        """
        self.ensure_one()
        number_format, counter = self.with_company(self.company_id)._read_example(
            self.lot_number_example, self.lot_number_example_pattern
        )
        return number_format.new(
            {
                "pattern": number_format.pattern,
                "next_counter": max(counter, number_format._origin.next_counter),
            }
        ).next_name

    @api.model
    def _guess_pattern(self, number):
        """:return: :class:`Guess`; none of a number that cannot be one"""
        today = self.env["lot.number.format"]._get_now().date()
        try:
            return guess_pattern(clean_number(self.env, number), today)
        except ValidationError:
            return guess_pattern("", today)

    @api.model
    def _read_example(self, number, pattern):
        """Read a number as one of a pattern.

        :param str number: as a person has typed it
        :param str pattern: as it was proposed, or edited
        :return: ``(lot.number.format, int)``: the one that has the pattern already, or
            one that is not saved; and the counter after that of the number
        :raise UserError: says why it cannot be done, and what to do
        """
        number = clean_number(self.env, number)
        format_model = self.env["lot.number.format"]
        pattern = format_model._clean_pattern({"pattern": pattern})["pattern"]
        if not pattern:
            self._raise_no_pattern(number)
        values = read_number(format_model._split_pattern(pattern), number)
        if not values:
            raise ValidationError(
                self.env._(
                    "“%(number)s” is not a number of the pattern “%(pattern)s”. Change "
                    "the one or the other.",
                    number=number,
                    pattern=pattern,
                )
            )
        found = format_model._find_by_pattern(pattern)
        number_format = found or format_model.new({"pattern": pattern})
        counter = number_format._get_counter_after(values)
        self._raise_fault(number_format._explain_counter(counter))
        return number_format, counter

    def _raise_no_pattern(self, number):
        reasons = {
            BRACE: self.env._(
                "“%(number)s” contains a brace, as patterns do. Type a number as it is "
                "on a label, such as ACME-26-04711.",
                number=number,
            ),
            NO_DIGITS: self.env._(
                "“%(number)s” has no digits that could count on. Type a complete "
                "number, such as ACME-26-04711.",
                number=number,
            ),
        }
        no_pattern = self.env._(
            "Type the pattern of “%(number)s”, such as %(example)s.",
            number=number,
            example=PATTERN_EXAMPLE,
        )
        self._raise_fault(reasons.get(self._guess_pattern(number).fault, no_pattern))

    @api.model
    def _raise_fault(self, reason):
        if reason:
            raise ValidationError(reason)

    # ------------------------------------------------------------------
    # Save
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Odoo saves what is the company's here; its format is one of it.

        Before the rest: orders that get numbers by what is saved get these.
        """
        self.check_access("create")
        return super().create([self._adopt_example(vals) for vals in vals_list])

    @api.model
    def _adopt_example(self, vals):
        """Make the format of the number that was typed, or go on with the one there is.

        :return: ``vals`` with the format in force for the company
        :raise UserError: see ``_read_example``
        """
        number = vals.get("lot_number_example")
        company = self.env["res.company"].browse(vals.get("company_id"))
        company = company or self.env.company
        if not number or not vals.get(
            "lot_prealloc_enabled", company._is_preallocation_on()
        ):
            return vals
        settings = self.with_company(company)
        pattern = vals.get(
            "lot_number_example_pattern", self._guess_pattern(number).pattern
        )
        number_format, counter = settings._read_example(number, pattern)
        if not number_format._origin:
            number_format = number_format.create({"pattern": number_format.pattern})
        if counter > number_format.next_counter:
            number_format.next_counter = counter
        # Odoo knows what has changed of a company that is named
        return {
            **vals,
            "company_id": company.id,
            "lot_number_format_id": number_format.id,
        }
