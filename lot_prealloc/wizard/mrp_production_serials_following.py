import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.telling import tell
from .batch_lines import parse_lines

# What a person types to have numbers made.
SERIES_FIELDS = ("lot_name", "last_lot_name", "lot_quantity", "quantity_per_lot")


class MrpProductionSerials(models.TransientModel):
    """The list follows first, last and how many (UX-3).

    As long as it is as the dialog has made it, it is made anew. What a person has typed
    into it is never thrown away: then the dialog asks, and no button does anything
    before the answer.

    To make it anew draws no number. What the counter would draw is shown, and drawn
    when a button takes it; if others were faster, their numbers give way to what was
    drawn, and the button waits to be pressed again.
    """

    _inherit = "mrp.production.serials"

    generated_list = fields.Text(
        compute="_compute_generated_list",
        store=True,
        readonly=False,
        help="The list as the dialog has made it.",
    )
    foreseen_names = fields.Text(
        help="Numbers of that list that the counter would draw, and has not drawn yet."
    )
    followed_series = fields.Char(
        compute="_compute_followed_series",
        store=True,
        readonly=False,
        help="First, last and how many, as the list has followed them.",
    )
    is_list_behind = fields.Boolean(
        help="They were changed since, and the list does not follow them."
    )
    series_question = fields.Char(compute="_compute_series_question")

    @api.depends("production_ids")
    def _compute_generated_list(self):
        for wizard in self:
            wizard.generated_list = wizard._list_given_names()

    @api.depends("production_ids")
    def _compute_followed_series(self):
        for wizard in self:
            wizard.followed_series = wizard._tell_series()

    @api.depends("is_list_behind", *SERIES_FIELDS)
    def _compute_series_question(self):
        for wizard in self:
            wizard.series_question = (
                wizard.is_list_behind
                and not wizard._find_series_problem()
                and wizard._ask_about_series()
            )

    def _ask_about_series(self):
        return self.env._(
            "The list was edited and does not follow %(first)s to %(last)s "
            "(%(count)s). Number it anew, or keep it?",
            first=self._get_first_name(),
            last=self._get_last_name(),
            count=self.lot_quantity,
        )

    # ------------------------------------------------------------------
    # Changed on the screen, or by whoever writes
    # ------------------------------------------------------------------

    @api.onchange(*SERIES_FIELDS)
    def _onchange_series(self):
        self._follow_series()

    @api.model_create_multi
    def create(self, vals_list):
        """A list that is given counts; without one, the series that is given does."""
        wizards = super().create(vals_list)
        ours = wizards.filtered("is_batch_production")
        # computed now: later they would follow what is written next
        ours.mapped("followed_series")
        ours.mapped("generated_list")
        for wizard, vals in zip(wizards, vals_list, strict=True):
            is_series_given = vals.keys() & set(SERIES_FIELDS)
            if wizard in ours and is_series_given and "serial_numbers" not in vals:
                wizard.followed_series = False
                wizard._follow_series()
        return wizards

    def write(self, vals):
        """As ``create``; the screen says itself whether the list is behind."""
        result = super().write(vals)
        if "is_list_behind" in vals:
            return result
        for wizard in self.filtered("is_batch_production"):
            if "serial_numbers" in vals:
                wizard._accept_list()
            elif vals.keys() & set(SERIES_FIELDS):
                wizard._follow_series()
        return result

    def _accept_list(self, **vals):
        """The list is as it is meant to be.

        :param vals: written as well
        """
        vals = {
            **vals,
            "followed_series": self._tell_series(),
            "is_list_behind": False,
        }
        if self.id:
            self.write(vals)
        else:
            self.update(vals)

    def _tell_series(self):
        return json.dumps([self[name] for name in SERIES_FIELDS])

    def _follow_series(self):
        if not self.is_batch_production:
            return
        is_followed = self._tell_series() == self.followed_series
        is_wish = not is_followed and bool(self._get_first_name())
        is_behind = is_wish and bool(
            self._find_series_problem() or self._would_lose_lines()
        )
        if is_wish and not is_behind:
            self._renumber_list()
        elif self.is_list_behind != is_behind:
            self.is_list_behind = is_behind

    def _would_lose_lines(self):
        """Whether a person has edited numbers, or the components of lines that go."""
        listed = self._read_list()
        generated = parse_lines(self.generated_list)
        is_edited = [line.finished for line in listed] != [
            line.finished for line in generated
        ]
        surplus = listed[self.lot_quantity :]
        return bool(listed) and (
            is_edited or any(any(line.components) for line in surplus)
        )

    def _renumber_list(self):
        """Each line gets the number that is its turn, and keeps its components."""
        names = self._foresee_names()
        rests = [_get_components(line.text) for line in self._read_list()]
        rests += [""] * (len(names) - len(rests))
        generated = self._format_lines(names)
        at_hand = len(self._get_names_at_hand()) if self._is_proposed() else len(names)
        self._accept_list(
            serial_numbers="\n".join(
                line + rest for line, rest in zip(generated, rests, strict=False)
            ),
            generated_list="\n".join(generated),
            foreseen_names="\n".join(names[at_hand:]),
        )

    def _fill_list(self, names):
        super()._fill_list(names)
        self._accept_list(generated_list=self.serial_numbers, foreseen_names=False)

    # ------------------------------------------------------------------
    # The answer
    # ------------------------------------------------------------------

    def action_follow_series(self):
        """Number the list anew, by first, last and how many (UX-3).

        Component numbers stay with their lines.

        :return: action that shows the wizard again
        :raise UserError: first, last and how many are no series
        """
        self.ensure_one()
        self._check_series()
        self._renumber_list()
        return self._reopen()

    def action_keep_list(self):
        """Keep the list as it was edited; first, last and how many go back (UX-3).

        :return: action that shows the wizard again
        """
        self.ensure_one()
        series = json.loads(self.followed_series or "[]")
        self.write(
            {**dict(zip(SERIES_FIELDS, series, strict=False)), "is_list_behind": False}
        )
        return self._reopen()

    # ------------------------------------------------------------------
    # What every button does first
    # ------------------------------------------------------------------

    def _prepare_orders(self):
        return self.action_draw_shown_numbers() or super()._prepare_orders()

    def action_produce(self):
        return self.action_draw_shown_numbers() or super().action_produce()

    def action_produce_together(self):
        drawn = self.action_draw_shown_numbers()
        return drawn or super().action_produce_together()

    def action_apply(self):
        return self.action_draw_shown_numbers() or super().action_apply()

    def action_print_labels(self):
        return self.action_draw_shown_numbers() or super().action_print_labels()

    def action_draw_shown_numbers(self):
        """Draw what the list shows of the counter (UX-3).

        The screen does so before it presses a button: what was drawn is kept then, even
        if the button is refused.

        :return: None, or an action that says which numbers others have drawn meanwhile,
            and shows the list with those that came instead
        :raise UserError: the list does not follow what was typed
        """
        self.ensure_one()
        if not self.is_batch_production:
            return None
        if self.is_list_behind:
            raise UserError(self._find_series_problem() or self._ask_about_series())
        exchanged = self._draw_foreseen_names()
        if not exchanged:
            return None
        message = self.env._(
            "%(taken)s: taken by others meanwhile. The list has %(drawn)s instead. "
            "Look at it, and press the button again.",
            taken=self._tell_numbers(list(exchanged)),
            drawn=self._tell_numbers(list(exchanged.values())),
        )
        return tell(message, "warning", self._reopen())

    def _draw_foreseen_names(self):
        """:return: ``{name: name}``, numbers of the list that others have drawn, and
        what stands in their place now
        """
        foreseen = (self.foreseen_names or "").splitlines()
        listed = {line.finished.name for line in self._read_list()}
        # They come in a row: what is not listed any more comes before what is.
        while foreseen and foreseen[-1] not in listed:
            foreseen.pop()
        if not foreseen:
            return {}
        drawn = self._draw_names(len(foreseen))
        exchanged = {
            name: other
            for name, other in zip(foreseen, drawn, strict=True)
            if name != other and name in listed
        }
        vals = {"foreseen_names": False, "is_list_behind": False}
        if exchanged:
            vals |= self._exchange_names(exchanged)
        self.write(vals)
        return exchanged

    def _exchange_names(self, exchanged):
        """:return: dict for ``write``, with other names in the place of some"""
        vals = {
            name: _replace_numbers(self[name], exchanged)
            for name in ("serial_numbers", "generated_list")
        }
        first, last = self._get_first_name(), self._get_last_name()
        if self._is_proposed():
            vals["lot_name"] = vals["proposed_name"] = exchanged.get(first, first)
        vals["last_lot_name"] = exchanged.get(last, last)
        series = {**{name: self[name] for name in SERIES_FIELDS}, **vals}
        vals["followed_series"] = json.dumps([series[name] for name in SERIES_FIELDS])
        return vals


def _get_components(line):
    """:return: str, what follows the finished number on a line"""
    separator = re.search(r"[,\t]", line)
    return line[separator.start() :] if separator else ""


def _replace_numbers(text, names):
    """:param dict names: ``{finished number: another}``
    :return: str, the list with the other ones
    """
    lines = []
    for line in (text or "").splitlines():
        number = re.match(r"\s*([^,;\t]*)", line)
        name = names.get(number[1].strip())
        lines.append(name + line[number.end() :] if name else line)
    return "\n".join(lines)
