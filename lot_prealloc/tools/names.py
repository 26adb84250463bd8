"""Many names in few words: a run by its ends, of others the first ones."""

import re


def summarize_names(names):
    """Say a series of numbers in one line.

    :param list names: e.g. ten serial numbers
    :return: e.g. ``ACME-26-00143 … 00152 (10)``, or False
    """
    if len(names) < 2:
        return names[0] if names else False
    first, last = names[0], names[-1]
    series = re.fullmatch(r"(.*?)(\d+)", last)
    if series and re.fullmatch(re.escape(series[1]) + r"\d+", first):
        last = series[2]
    return f"{first} … {last} ({len(names)})"


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
