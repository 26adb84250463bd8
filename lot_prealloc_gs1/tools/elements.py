"""Element strings: Application Identifiers (AI) with what they identify.

Numbers in parentheses are sections of the GS1 General Specifications.

Elements are a list of pairs of AI and value, e.g. ``[("01", "09506000134352")]``.
"""

import re

GTIN, PRODUCED, EXPIRES, LOT, SERIAL, COUNT = "01", "11", "17", "10", "21", "30"
# The separator in text, and what a scanner makes of the one in a symbol (7.8).
GROUP_SEPARATOR = "\x1d"
# What has a length that scanners know, by the first two digits. All else
# ends with a separator, unless it is the last (7.8).
PREDEFINED = re.compile("0[0-4]|1[1-9]|20|3[1-6]|41")
# The 82 characters of AI 10 and 21 (7.11).
CHARACTERS = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)
NAME_LENGTH = 20
# Of a GS1-128, with AIs and separators (5.4).
GS1_128_LENGTH = 48
LARGEST_COUNT = 99_999_999
YEARS_BACK, YEARS_AHEAD = 49, 50


def find_strange_characters(name):
    """:return: str, the characters of a name that GS1 does not have, each once"""
    return "".join(dict.fromkeys(c for c in name if c not in CHARACTERS))


def is_date_told(date, today):
    """Whether a year of two digits is read as this one (7.12)."""
    return -YEARS_BACK <= date.year - today.year <= YEARS_AHEAD


def write_date(date):
    """:return: str, a date as YYMMDD"""
    return date.strftime("%y%m%d")


def is_count(quantity):
    """Whether AI 30 can say a quantity: a whole number, of eight digits at most."""
    return 0 < quantity <= LARGEST_COUNT and quantity == int(quantity)


def sort_elements(elements):
    """What has a predefined length first, so that fewer separators are needed (7.8).

    :return: list, otherwise in the order in which they were given
    """
    return sorted(elements, key=lambda element: not PREDEFINED.match(element[0]))


def write_elements(elements, separator=GROUP_SEPARATOR):
    """:return: str, one element after the other, separated where that is needed"""
    parts = []
    for ai, value in sort_elements(elements):
        parts += (ai, value, "" if PREDEFINED.match(ai) else separator)
    return "".join(parts[:-1])


def tell_elements(elements):
    """:return: str, as it is written for people"""
    return "".join("({}){}".format(*element) for element in sort_elements(elements))
