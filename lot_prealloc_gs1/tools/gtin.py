"""Global Trade Item Numbers; AI 01 has fourteen digits."""

import re

from stdnum import ean

DIGITS = re.compile("[0-9]+")
LENGTHS = (8, 12, 13, 14)
# Restricted circulation: kept for use within a region or a company, of thirteen digits
# and of eight.
RESTRICTED = re.compile("[0-9](02|04|2[0-9])|0{6}[02]")


def find_gtin_mistake(barcode):
    """What keeps a barcode from being a GTIN.

    :param barcode: str, or False
    :return: None, or ``missing``, ``digits``, ``length``, ``check`` or ``restricted``
    """
    if not barcode:
        return "missing"
    if not DIGITS.fullmatch(barcode):
        return "digits"
    if len(barcode) not in LENGTHS:
        return "length"
    if not ean.is_valid(barcode):
        return "check"
    gtin = pad_gtin(barcode)
    return "restricted" if RESTRICTED.match(gtin) else None


def pad_gtin(barcode):
    """:param str barcode: a GTIN-8, GTIN-12, GTIN-13 or GTIN-14
    :return: str, the same as fourteen digits
    """
    return barcode.rjust(14, "0")


def get_check_digit(barcode):
    """:return: str, the last digit that a barcode of digits should have"""
    return ean.calc_check_digit(barcode[:-1])
