"""A series of numbers as a person names it: first and last, or first and how many."""

import re


def can_count_up(first):
    """:return: whether a series can start with a number: it has digits"""
    return bool(re.search(r"\d", first or ""))


def name_series(lot_model, first, count):
    """The numbers of a series, counted up in the last run of digits (OD-2).

    :param lot_model: ``stock.lot``
    :param str first: the first number
    :param int count: how many
    :return: list of str, empty where the first number cannot be counted up
    """
    if count == 1:
        return [first]
    if not can_count_up(first):
        return []
    return [series["lot_name"] for series in lot_model.generate_lot_names(first, count)]


def count_between(first, last):
    """How many numbers a series has (MM-2, MM-7).

    :param str first: the first number
    :param str last: the last one; it differs in one run of digits
    :return: int, 0 if the names are of no series
    """
    first_runs, last_runs = re.split(r"(\d+)", first), re.split(r"(\d+)", last)
    differing = [
        pair for pair in zip(first_runs, last_runs, strict=False) if pair[0] != pair[1]
    ]
    if not first or len(first_runs) != len(last_runs) or len(differing) > 1:
        return 0
    if not differing:
        return 1
    low, high = differing[0]
    is_series = low.isdecimal() and high.isdecimal() and len(low) <= len(high)
    return max(int(high) - int(low) + 1, 0) if is_series else 0
