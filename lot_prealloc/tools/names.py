"""Many names in few words: a run by its ends, of others the first ones."""

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

# Runs that a line has room for.
MAX_RUNS = 4
# What may count: more digits than any counter has are no number.
DIGITS = re.compile("(?<![0-9])[0-9]{1,30}(?![0-9])")


class Run(NamedTuple):
    """Names that follow one another, or one that stands alone.

    ``prefix`` and ``suffix`` are what they share, ``first`` and ``last`` are digits.
    """

    prefix: str
    first: str
    last: str
    suffix: str
    names: tuple

    def tell(self, previous):
        """:param previous: the :class:`Run` before it, or None
        :return: e.g. ``A-001 … 003``; what is as in the run before is left out
        """
        first = self.first + self.suffix
        if not previous or not self._goes_on(previous):
            first = self.prefix + first
        last = self.last + self.suffix
        return first if len(self.names) == 1 else f"{first} … {last}"

    def _goes_on(self, previous):
        # A short number alone would not be taken for one: “A-5, 7”.
        return (
            (self.prefix, self.suffix) == (previous.prefix, previous.suffix)
            and len(self.first) == len(previous.last)
            and len(self.first) > 1
        )


def summarize_names(names, env=None, most=MAX_RUNS):
    """Say a series of numbers in one line, without hiding a gap (UX-5).

    The one way in which numbers are summed up, on screens and on paper.

    :param list names: e.g. serial numbers, in the order in which they are told
    :param env: in whose language it is said how many are not told
    :param most: how many runs are told; None: all of them
    :return: e.g. ``ACME-26-00685 … 00690, 00697 … 00710 (20)``, or False
    """
    if len(names) < 2:
        return names[0] if names else False
    text, rest = _tell_runs(names, most)
    total = len(names)
    if rest and env:
        return env._(
            "%(numbers)s, … and %(rest)s more (%(total)s)",
            numbers=text,
            rest=rest,
            total=total,
        )
    return f"{text}, … ({total})" if rest else f"{text} ({total})"


def tell_runs(names):
    """Say a series of numbers as ``summarize_names``, where it was said how many.

    :param list names: as for ``summarize_names``
    :return: str, e.g. ``ACME-26-00685 … 00690, 00697 … 00710``
    """
    text, rest = _tell_runs(names, MAX_RUNS)
    return f"{text}, …" if rest else text


def _tell_runs(names, most):
    """:return: the first runs in words, and how many names are not among them"""
    counts = Counter(names)
    told = list(islice(_find_runs(counts), most))
    text = ", ".join(
        run.tell(previous) for run, previous in zip(told, [None, *told], strict=False)
    )
    return text, len(names) - sum(counts[name] for run in told for name in run.names)


def _find_runs(names):
    """:param names: each of them once
    :return: iterator of :class:`Run`, in the order of the first name that each has
    """
    left = set(names)
    run = None
    for name in names:
        if name not in left:
            continue
        run = _align(_find_run(name, left), run)
        left.difference_update(run.names)
        yield run


def _find_run(name, names):
    """:return: the longest :class:`Run` of ``names`` that ``name`` is in"""
    longest = Run(name, "", "", "", (name,))
    # The last digits first: of two that count, they are more likely the counter.
    for digits in reversed(list(DIGITS.finditer(name))):
        prefix, suffix = name[: digits.start()], name[digits.end() :]

        def compose(counter, prefix=prefix, suffix=suffix):
            return f"{prefix}{counter}{suffix}"

        before = _walk(digits[0], _get_previous, compose, names)
        after = _walk(digits[0], _get_next, compose, names)
        counters = [*reversed(before), digits[0], *after]
        if not longest.first or len(counters) > len(longest.names):
            found = tuple(compose(counter) for counter in counters)
            longest = Run(prefix, counters[0], counters[-1], suffix, found)
    return longest


def _walk(counter, get_neighbours, compose, names):
    """:return: list of the counters that follow, as long as there is such a name"""
    found = []
    while True:
        counter = next(
            (near for near in get_neighbours(counter) if compose(near) in names), None
        )
        if counter is None:
            return found
        found.append(counter)


def _get_next(counter):
    return [str(int(counter) + 1).zfill(len(counter))]


def _get_previous(counter):
    value = int(counter) - 1
    if value < 0:
        return []
    # before 10 comes 09, or 9
    candidates = dict.fromkeys([str(value).zfill(len(counter)), str(value)])
    return [near for near in candidates if _get_next(near) == [counter]]


def _align(run, previous):
    """A name that stands alone is read as the run before it."""
    if not previous or len(run.names) > 1:
        return run
    [name] = run.names
    prefix, suffix = previous.prefix, previous.suffix
    counter = name[len(prefix) : len(name) - len(suffix)]
    if name == f"{prefix}{counter}{suffix}" and DIGITS.fullmatch(counter):
        return Run(prefix, counter, counter, suffix, run.names)
    return run


def name_few(names, most, ending=" … ({total})"):
    """Name the first of many in a sentence.

    :param list names: all of them, or at least one more than are named
    :param int most: how many are named
    :param str ending: what follows where there are more; ``{total}`` in it is how many
        there are
    :return: e.g. ``A-1, A-2, A-3 … (7)``
    """
    named = ", ".join(names[:most])
    return named + ending.format(total=len(names)) if len(names) > most else named


def list_few(lines, most, ending, total=None):
    """The first of many lines.

    :param list lines: all of them, or the first ones of ``total``
    :param int most: how many are shown
    :param str ending: the line that says how many more there are
    :return: str
    """
    shown = list(lines[:most])
    has_more = (len(lines) if total is None else total) > most
    return "\n".join([*shown, ending] if has_more else shown)
