from odoo import api, fields, models

from .number_series import can_count_up, count_between, name_series


class LotNumberSeriesMixin(models.AbstractModel):
    """Numbers that a dialog asks for: first and last, or first and how many.

    The first number is proposed, or a person types it. What is proposed comes from
    numbers that are at hand, then from the counter, and is drawn when it is taken
    (OD-2, MM-7). What is typed is counted up from it.

    A dialog has the three fields under names of its own, and says where its numbers
    come from: ``_compute_proposed_name``, ``_preview_names``, ``_draw_names`` and,
    where some need not be drawn, ``_get_names_at_hand``.
    """

    _name = "lot.number.series.mixin"
    _description = "Series of Lot/Serial Numbers"

    # The dialog's fields. The last name is computed by ``_compute_last_name``, with
    # ``_inverse_last_name``; its onchange is ``_follow_last_name``.
    _first_name_field = "first_name"
    _last_name_field = "last_name"
    _count_field = "count"

    # kept by the dialog: what was proposed there counts, not what would be by now
    proposed_name = fields.Char(
        compute="_compute_proposed_name", store=True, readonly=False
    )

    # ------------------------------------------------------------------
    # Where the numbers come from: made to be extended
    # ------------------------------------------------------------------

    def _compute_proposed_name(self):
        self.proposed_name = False

    def _get_names_at_hand(self):
        """:return: list of names that are taken before any is drawn"""
        return []

    def _preview_names(self, count):
        """:return: list of the next ``count`` names of the counter; draws none"""
        raise NotImplementedError

    def _draw_names(self, count):
        """:return: list of ``count`` names that are consumed"""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # First, last and how many (MM-2, MM-7)
    # ------------------------------------------------------------------

    def _get_first_name(self):
        """:return: str, the first number, or an empty one"""
        return (self[self._first_name_field] or "").strip()

    def _get_last_name(self):
        """:return: str, the last number, or an empty one"""
        return (self[self._last_name_field] or "").strip()

    def _is_proposed(self):
        """Whether the numbers are those at hand and of the counter."""
        first = self[self._first_name_field]
        return bool(self.proposed_name) and first == self.proposed_name

    def _get_typed_names(self):
        """:return: list of names, the series that a person names"""
        first, count = self._get_first_name(), self[self._count_field]
        return name_series(self.env["stock.lot"], first, count)

    def _take_names(self):
        """:return: list of names, the series; of a proposed one, the rest is drawn"""
        if not self._is_proposed():
            return self._get_typed_names()
        count = self[self._count_field]
        names = self._get_names_at_hand()[:count]
        missing = count - len(names)
        return names + self._draw_names(missing) if missing > 0 else names

    def _foresee_names(self):
        """:return: list of names, the series as it would be taken now; draws none"""
        if not self._is_proposed():
            return self._get_typed_names()
        count = self[self._count_field]
        names = self._get_names_at_hand()[:count]
        missing = count - len(names)
        return names + self._preview_names(missing) if missing > 0 else names

    def _foresee_last_name(self):
        """:return: str, the last of as many numbers as are wanted, or False"""
        count = self[self._count_field]
        if count <= 0 or not self._get_first_name():
            return False
        if not self._is_proposed():
            return (self._get_typed_names() or [False])[-1]
        names = self._get_names_at_hand()
        if count <= len(names):
            return names[count - 1]
        return (self._preview_names(count - len(names)) or [False])[-1]

    @api.depends(lambda self: (self._first_name_field, self._count_field))
    def _compute_last_name(self):
        for wizard in self:
            wizard[self._last_name_field] = wizard._foresee_last_name()

    def _inverse_last_name(self):
        """First and last number fix how many there are."""
        for wizard in self:
            count = wizard._count_to_last()
            if count:
                wizard[self._count_field] = count

    def _follow_last_name(self):
        """Its onchange: say at once that a last number fits no series.

        :return: a warning, or None
        """
        if not (self._get_first_name() and self._get_last_name()):
            return None
        count = self._count_to_last()
        if count:
            self[self._count_field] = count
            return None
        field = self._fields[self._last_name_field]
        return {
            "warning": {
                "title": field._description_string(self.env),
                "message": self._explain_last_name(),
            }
        }

    def _count_to_last(self):
        """:return: how many numbers first to last are, or 0: they don't match"""
        self.ensure_one()
        last = self._get_last_name()
        names = self._get_names_at_hand() if self._is_proposed() else []
        if last in names:
            return names.index(last) + 1
        if last and last == self._foresee_last_name():
            return self[self._count_field]
        return count_between(self._get_first_name(), last)

    # ------------------------------------------------------------------
    # Why it is no series
    # ------------------------------------------------------------------

    def _find_series_problem(self):
        """:return: str, why first, last and how many are no series, or False"""
        if self[self._count_field] <= 0:
            return self.env._("Type how many numbers are wanted, one at least.")
        if problem := self._explain_first_name_alone():
            return problem
        if self._get_last_name() and not self._count_to_last():
            return self._explain_last_name()
        return False

    def _explain_first_name_alone(self):
        """:return: str, why the first number starts no series of several, or False"""
        if self[self._count_field] == 1:
            return False
        return self._explain_missing_digits()

    def _explain_missing_digits(self):
        first = self._get_first_name()
        if self._is_proposed() or can_count_up(first):
            return False
        return self.env._(
            "“%(first)s” has no digits to count up: type a number such as "
            "%(first)s-001.",
            first=first,
        )

    def _explain_last_name(self):
        """:return: str, why the last number does not belong to the first one"""
        return self._explain_missing_digits() or self.env._(
            "“%(last)s” does not continue the series that starts with “%(first)s”.",
            last=self[self._last_name_field] or "",
            first=self[self._first_name_field] or "",
        )
