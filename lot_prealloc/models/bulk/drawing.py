"""Barcodes as vectors: a path instead of a picture.

The bars are reportlab's own, which Odoo paints as well. Painting them costs Python
milliseconds for each number, and whoever prints the page must unpack the picture again.
"""

from functools import lru_cache

from markupsafe import Markup
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.ecc200datamatrix import ECC200DataMatrix

SYMBOLOGIES = {"Code128": Code128, "ECC200DataMatrix": ECC200DataMatrix}
# Filled as one shape: bars that touch each other have no seam.
SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%(label)s"'
    ' style="%(style)s" viewBox="0 0 %(width)s %(height)s"'
    ' preserveAspectRatio="none"><path d="%(path)s"/></svg>'
)


def draw_barcode(symbology, value, quiet, **attributes):
    """
    :param str symbology: one of ``SYMBOLOGIES``
    :param bool quiet: with the blank margins that a scanner wants
    :param attributes: ``label`` and ``style`` of the element
    :return: Markup; stretched to the size that the style gives it
    """
    code = SYMBOLOGIES[symbology](value, quiet=quiet)
    bars = []
    # What the canvas would be told. Not all of them have a place without one.
    code.x = code.y = 0
    code.rect = lambda *bar: bars.append(bar)
    # It would be encoded anew for each of the three questions.
    code._calculate()
    code._calculate = lambda: None
    width, height = code.width, code.height
    code.draw()
    unit = code.barWidth
    return SVG % {
        **attributes,
        "width": _shorten(width / unit),
        "height": _shorten(height / unit),
        "path": "".join(
            _draw_bar(
                left / unit, (height - bottom - tall) / unit, wide / unit, tall / unit
            )
            for left, bottom, wide, tall in _join_bars(bars)
        ),
    }


def _join_bars(bars):
    """:return: iterator over bars, those that touch in a row as one"""
    joined = None
    for left, bottom, wide, tall in bars:
        if joined and joined[1] == bottom and joined[0] + joined[2] == left:
            joined = (joined[0], bottom, joined[2] + wide, tall)
            continue
        if joined:
            yield joined
        joined = (left, bottom, wide, tall)
    if joined:
        yield joined


def _draw_bar(left, top, wide, tall):
    left, top, wide, tall = map(_shorten, (left, top, wide, tall))
    return f"M{left} {top}h{wide}v{tall}h-{wide}z"


@lru_cache(maxsize=4096)  # the modules of all barcodes have the same places
def _shorten(number):
    return f"{number:.3f}".rstrip("0").rstrip(".")
