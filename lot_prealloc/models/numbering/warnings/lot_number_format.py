import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.names import name_few
from ..lot_number_format import (
    CALENDAR_YEAR_TOKENS,
    ISO_YEAR_TOKENS,
    ORIGIN_TOKENS,
    _format_name,
)

CALENDAR_DAY_TOKENS = {"MM", "DD", "DOY"}
CALENDAR_YEARS_BY_ISO = {"IYY": "YY", "IYYY": "YYYY"}
# So many products are named.
FEW = 3


class LotNumberFormat(models.Model):
    """What a format can be saved with, and a person should know; and its twins."""

    _inherit = "lot.number.format"

    year_warning = fields.Char(compute="_compute_year_warning")
    twin_warning = fields.Char(compute="_compute_twin_warning")

    # ------------------------------------------------------------------
    # The year of a week is not always the calendar's
    # ------------------------------------------------------------------

    @api.depends("pattern")
    @api.depends_context("lang", "tz", "uid")
    def _compute_year_warning(self):
        for number_format in self:
            try:
                tokens = number_format._get_tokens()
            except ValidationError:
                tokens = set()
            number_format.year_warning = number_format._explain_mixed_years(tokens)

    def _explain_mixed_years(self, tokens):
        calendar = tokens & CALENDAR_YEAR_TOKENS
        iso = tokens & ISO_YEAR_TOKENS
        if calendar and not iso and "WW" in tokens:
            year = min(calendar)
            return self.env._(
                "{WW} is a week of the ISO year: use {%(iso)s}. With {%(year)s}, "
                "%(day)s gives “%(name)s”.",
                iso={v: k for k, v in CALENDAR_YEARS_BY_ISO.items()}[year],
                year=year,
                **self._get_example_of_mixed_years(),
            )
        if iso and not calendar and tokens & CALENDAR_DAY_TOKENS:
            year = min(iso)
            return self.env._(
                "{%(iso)s} is the year of the week. Beside {MM}, {DD} or {DOY} use "
                "{%(year)s}: %(day)s gives “%(name)s”.",
                iso=year,
                year=CALENDAR_YEARS_BY_ISO[year],
                **self._get_example_of_mixed_years(),
            )
        return False

    def _get_example_of_mixed_years(self):
        """:return: dict, the next day on which both years differ, and its number"""
        self.ensure_one()
        now = self._get_now()
        while now.isocalendar().year == now.year:
            now += datetime.timedelta(days=1)
        affixes = self._get_affixes(now, {t: f"{{{t}}}" for t in ORIGIN_TOKENS})
        return {
            "day": format_date(self.env, now.date()),
            "name": _format_name(affixes, 1),
        }

    # ------------------------------------------------------------------
    # Twins: formats with the same pattern, each with its counter
    # ------------------------------------------------------------------

    @api.depends("pattern", "reset", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The pattern (AB-5), and what tells the format from its twins."""
        twins = self.search([("pattern", "in", self.mapped("pattern"))])
        by_pattern = twins.grouped("pattern")
        for number_format in self:
            number_format.display_name = number_format.pattern
            others = by_pattern.get(number_format.pattern, twins.browse())
            others -= number_format._origin
            if others and number_format._origin:
                number_format.display_name = (
                    f"{number_format.pattern} ({number_format._describe(others)})"
                )

    def _describe(self, others):
        """:return: str, company and restart; where that is not enough, more"""
        self.ensure_one()
        restarts = dict(self._fields["reset"]._description_selection(self.env))
        # sudo: only the name, of a company whose format the user may see
        company = self.company_id.sudo().name
        details = [company or self.env._("all companies"), restarts[self.reset]]
        if any(
            (other.company_id, other.reset) == (self.company_id, self.reset)
            for other in others
        ):
            details += [self.next_name, f"#{self.id}"]
        return " · ".join(filter(None, details))

    @api.depends("pattern", "company_id")
    def _compute_twin_warning(self):
        for number_format in self:
            twins = number_format._find_twins()
            number_format.twin_warning = bool(twins) and self.env._(
                "This pattern exists already: %(twins)s. Each format has a counter of "
                "its own and skips the numbers that exist. To go on with that counter, "
                "choose the format that exists.",
                twins=", ".join(twins.mapped("display_name")),
            )

    def _find_twins(self):
        """:return: ``lot.number.format`` that the same orders might use"""
        self.ensure_one()
        pattern = (self.pattern or "").strip()
        if not pattern:
            return self.browse()
        twins = self.search(
            [("pattern", "=", pattern), ("id", "!=", self._origin.id)], limit=5
        )
        company = self.company_id
        return twins.filtered(
            lambda twin: (
                not company or not twin.company_id or twin.company_id == company
            )
        )

    @api.model
    def name_create(self, name):
        """A pattern that is typed where a format is chosen (AB-5).

        :param str name: the pattern; a format that has it already is used
        """
        pattern = self._clean_pattern({"pattern": name})["pattern"]
        found = self._find_by_pattern(pattern)
        if found:
            return found.id, found.display_name
        return super().name_create(pattern)

    @api.model
    def _find_by_pattern(self, pattern):
        """:return: of the formats with this pattern the one a company goes on with"""
        company_ids = self.env.company.parent_ids.ids
        existing = self.search(
            [("pattern", "=", pattern), ("company_id", "in", [False, *company_ids])]
        )
        # the shared one, as a new one would be
        return existing.sorted(lambda f: (bool(f.company_id), f.id))[:1]

    reference_warning = fields.Char(compute="_compute_reference_warning")

    @api.depends("pattern")
    @api.depends_context("company", "lang")
    def _compute_reference_warning(self):
        for number_format in self:
            number_format.reference_warning = number_format._explain_missing_references(
                number_format._origin._get_products_domain()
            )

    def _get_products_domain(self):
        """:return: ``Domain`` of the ``product.product`` that it is in force for"""
        return Domain.OR(
            [
                Domain("product_tmpl_id.lot_number_format_id", "in", self.ids),
                *(users._get_products_domain() for users in self.categ_ids),
                *(users._get_products_domain() for users in self.company_ids),
            ]
        )

    def _is_made_of_reference(self):
        """Whether a number cannot be made without an internal reference."""
        try:
            return bool(self) and "SKU" in self._get_tokens()
        except ValidationError:
            return False

    def _explain_missing_references(self, domain):
        """Name the products that would get no numbers (a warning, not an error).

        :param domain: of ``product.product`` that the format is in force for
        :return: str or False
        """
        if not self._is_made_of_reference():
            return False
        domain &= Domain("default_code", "in", [False, ""])
        domain &= Domain("tracking", "!=", "none")
        products = self.env["product.product"].search(domain, limit=FEW + 1)
        if not products:
            return False
        names = name_few(products.mapped("display_name"), FEW, ending=" …")
        if len(products) == 1:
            return self.env._(
                "1 product has no internal reference and will get no numbers: %(name)s",
                name=names,
            )
        return self.env._(
            "%(count)s products have no internal reference and will get no numbers: "
            "%(names)s",
            count=products.search_count(domain),
            names=names,
        )
