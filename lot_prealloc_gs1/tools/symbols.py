"""Barcodes, made by zxing-cpp."""

import zxingcpp

from .elements import sort_elements, tell_elements
from .symbol import Symbol

DATAMATRIX = zxingcpp.BarcodeFormat.DataMatrix
CODE_128 = zxingcpp.BarcodeFormat.Code128
QR = zxingcpp.BarcodeFormat.QRCode
# Blank modules around a symbol, as its standard wants them.
QUIET = {DATAMATRIX: 1, CODE_128: 10, QR: 4}


def make_datamatrix(elements):
    """:return: :class:`Symbol`, a GS1 DataMatrix: FNC1 comes first in it"""
    return _make_gs1("GS1 DataMatrix", DATAMATRIX, elements, force_square=True)


def make_plain_datamatrix(text):
    """:return: :class:`Symbol`, a DataMatrix that is not GS1's"""
    return _make(text, DATAMATRIX, text, force_square=True)


def make_gs1_128(elements):
    """:return: :class:`Symbol`, a GS1-128: FNC1 comes first in it"""
    return _make_gs1("GS1-128", CODE_128, elements)


def make_code_128(text):
    """:param str text: ASCII without control characters
    :return: :class:`Symbol`, a barcode that is not GS1's
    """
    return _make(text, CODE_128, text)


def make_qr(text):
    """:return: :class:`Symbol`, a QR code"""
    return _make(text, QR, text, ec_level="M")


def _make_gs1(name, symbology, elements, **options):
    label = f"{name} {tell_elements(elements)}"
    # As the library wants it; names have no such brackets.
    content = "".join("[{}]{}".format(*element) for element in sort_elements(elements))
    return _make(content, symbology, label, gs1=True, **options)


def _make(content, symbology, label, **options):
    barcode = zxingcpp.create_barcode(content, symbology, **options)
    is_linear = symbology == CODE_128
    return Symbol.from_barcode(barcode, label, QUIET[symbology], is_linear)
