"""The pattern that one number was made of: guessed from its digits, and read back.

Pure functions: texts and a day in, texts out. What is guessed is a proposal that a
person can edit; that a number is one of the pattern is certain (``read_number``).
"""

import datetime
import re
from typing import NamedTuple

from ..lot_number_format import DATE_TOKENS, MAX_PADDING

NO_DIGITS = "no digits"
BRACE = "brace"

# How dates are written in one run of digits, by its length; the likelier first.
DATES_BY_LENGTH = {
    8: (("%Y%m%d", "{YYYY}{MM}{DD}"), ("%d%m%Y", "{DD}{MM}{YYYY}")),
    7: (("%Y%j", "{YYYY}{DOY}"),),
    6: (
        ("%Y%m", "{YYYY}{MM}"),
        ("%y%m%d", "{YY}{MM}{DD}"),
        ("%d%m%y", "{DD}{MM}{YY}"),
        ("%G%V", "{IYYY}{WW}"),
    ),
    5: (("%y%j", "{YY}{DOY}"),),
    4: (("%Y", "{YYYY}"), ("%y%m", "{YY}{MM}"), ("%g%V", "{IYY}{WW}")),
    2: (("%y", "{YY}"),),
}
# A date that the counter follows at once: its length, and how many digits must be left.
DATES_BEFORE_COUNTER = ((8, 2), (6, 2), (4, 3))
IS_WEEK = re.compile(r"(?:^|[^A-Za-z])(?:[KC]?W|WK)[ ._-]?$", re.IGNORECASE)
# The two digits of last year alone are still its year until then.
LAST_YEAR_UNTIL_MONTH = 3
COUNTER = "counter"


class Guess(NamedTuple):
    """A pattern, or why there is none: ``NO_DIGITS``, ``BRACE``; or nothing at all."""

    pattern: str = ""
    fault: str = ""


def guess_pattern(number, today):
    """Propose the pattern that a number was made of.

    The counter is the last run of digits, with its zeros; a year that stands last is
    none. Digits before it are a date where they can be one of this or last year that
    has been. All else is literal.

    :param str number: e.g. ``ACME-26-04711``
    :param datetime.date today: what years are guessed by
    :return: :class:`Guess`, e.g. of ``ACME-{YY}-{00000}``
    """
    if not number:
        return Guess()
    if "{" in number or "}" in number:
        return Guess(fault=BRACE)
    texts, runs = _split(number)
    if not runs:
        return Guess(fault=NO_DIGITS)
    place = _find_counter(runs, today)
    dates = _find_dates(texts, runs, place, today)
    before = ""
    counter = runs[place]
    if not dates:
        before, counter = _split_run(counter, today)
    dates[place] = before + _write_counter(counter)
    tokens = [dates.get(index, run) for index, run in enumerate(runs)]
    pieces = [texts[0]]
    for token, text in zip(tokens, texts[1:], strict=True):
        pieces += [token, text]
    return Guess("".join(pieces))


def read_number(parts, number):
    """Read a number as one of a pattern.

    :param list parts: ``(literal, token)``, see ``lot.number.format._split_pattern``
    :param str number: e.g. ``ACME-26-04711``
    :return: dict, e.g. ``{"YY": "26", "counter": "04711"}``, or None: it is none of it
    """
    found, expression = set(), []
    for literal, token in parts:
        name = COUNTER if token and not token.strip("0") else token
        if literal:
            expression.append(re.escape(literal))
        elif name in found:
            expression.append(f"(?P={name})")
        else:
            found.add(name)
            expression.append(f"(?P<{name}>{_get_expression(name)})")
    match = re.fullmatch("".join(expression), number or "")
    return match and match.groupdict()


def _get_expression(name):
    if name == COUNTER:
        return "[0-9]{1,18}"
    if name in DATE_TOKENS:
        digits = len(datetime.date(2000, 1, 1).strftime(DATE_TOKENS[name]))
        return f"[0-9]{{{digits}}}"
    return ".+?"


def _split(number):
    """:return: texts and the runs of digits between them"""
    pieces = re.split("([0-9]+)", number)
    return pieces[::2], pieces[1::2]


def _find_counter(runs, today):
    """:return: index of the run that counts"""
    last = len(runs) - 1
    before = runs[:last]
    if not last or any(_is_year(run, today) for run in before):
        return last
    longest = max(range(last), key=lambda index: (len(runs[index]), index))
    is_behind = _is_year(runs[last], today) and (
        len(runs[last]) == 4
        # 4711-26, 0042-26; but the counter of MODEL500-26 is 26
        or len(runs[longest]) > 3
        or re.match("0..", runs[longest])
    )
    return longest if is_behind else last


def _find_dates(texts, runs, place, today):
    """:return: ``{index of a run: tokens}`` of those that are dates or parts of one"""
    found = {}
    for index, run in enumerate(runs):
        if index == place:
            continue
        tokens = _read_date(run, today, is_week=bool(IS_WEEK.search(texts[index])))
        if tokens and (not found or len(run) > len(runs[min(found)])):
            found = {index: tokens}
    for index, tokens in list(found.items()):
        if tokens in ("{YY}", "{YYYY}"):
            found.update(_find_parts(texts, runs, index, place, today))
    return found


def _find_parts(texts, runs, index, place, today):
    """Month and day, day of the year, or week, beside a year that stands alone.

    :param int index: of the year
    :param int place: of the counter
    :return: ``{index of a run: tokens}``
    """

    def get(position):
        is_free = 0 <= position < len(runs) and position != place
        return runs[position] if is_free else ""

    year, after = runs[index], index + 1
    year_format = "%Y" if len(year) == 4 else "%y"
    if get(after) and IS_WEEK.search(texts[after]):
        iso_format, token = ("%G", "{IYYY}") if len(year) == 4 else ("%g", "{IYY}")
        if _parse(year + get(after), iso_format + "%V", today):
            return {index: token, after: "{WW}"}
    if len(get(after)) == 3 and _parse(year + get(after), year_format + "%j", today):
        return {after: "{DOY}"}
    for month, day in ((after, after + 1), (index - 1, index - 2)):
        if len(get(month)) != 2:
            continue
        if not _parse(year + get(month), year_format + "%m", today):
            continue
        whole = year + get(month) + get(day)
        if len(get(day)) == 2 and _parse(whole, year_format + "%m%d", today):
            return {month: "{MM}", day: "{DD}"}
        return {month: "{MM}"}
    return {}


def _split_run(run, today):
    """A date that stands right before the counter: 2611260042, 202600042, 2604711.

    :return: tokens, and the digits that count
    """
    for length, least in DATES_BEFORE_COUNTER:
        head, counter = run[:length], run[length:]
        tokens = len(counter) >= least and _read_date(head, today)
        # two digits of a year are there by chance more often than not
        if tokens and "{WW}" not in tokens and (length > 4 or tokens == "{YYYY}"):
            return tokens, counter
    if run[2:3] == "0" and len(run) > 4 and _is_year(run[:2], today):
        return "{YY}", run[2:]
    return "", run


def _is_year(run, today):
    return _read_date(run, today) in ("{YY}", "{YYYY}")


def _read_date(run, today, is_week=False):
    """:return: tokens for a run of digits that can be a date of late, or None"""
    formats = DATES_BY_LENGTH.get(len(run), ())
    if is_week:
        formats = sorted(formats, key=lambda pair: "WW" not in pair[1])
    for date_format, tokens in formats:
        day = _parse(run, date_format, today)
        if day and (is_week or _is_likely(tokens, run, day, today)):
            return tokens
    return None


def _is_likely(tokens, run, day, today):
    if tokens == "{YY}":
        return day.year == today.year or today.month <= LAST_YEAR_UNTIL_MONTH
    # else it looks like a month that has not come yet
    return "{WW}" not in tokens or int(run[-2:]) > 12


def _parse(digits, date_format, today):
    """:return: the first day that is meant, if it was this year or last; or None"""
    try:
        if "%V" in date_format:
            year = int(digits[:-2])
            year += 2000 if date_format.startswith("%g") else 0
            day = datetime.date.fromisocalendar(year, int(digits[-2:]), 1)
            year = day.isocalendar().year
        else:
            day = datetime.datetime.strptime(digits, date_format).date()
            year = day.year
    except ValueError:
        return None
    return day if day <= today and year >= today.year - 1 else None


def _write_counter(digits):
    """:return: the counter's token for these digits, after others that are literal"""
    rest, digits = digits[:-MAX_PADDING], digits[-MAX_PADDING:]
    zeros = len(digits)
    if not digits.strip("9") and 1 < zeros < MAX_PADDING:
        zeros += 1  # the next one is longer
    return f"{rest}{{{'0' * zeros}}}"
