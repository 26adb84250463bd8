"""Symbols are read by a scanner as what they are (GS-1)."""

import re

import zxingcpp
from lxml import etree
from PIL import Image, ImageDraw

from odoo.tests import BaseCase, tagged

from odoo.addons.lot_prealloc_gs1.tools import symbols, zpl
from odoo.addons.lot_prealloc_gs1.tools.elements import CHARACTERS, write_elements
from odoo.addons.lot_prealloc_gs1.tools.label import Label

from .gs1_case import DATAMATRIX, GS1_128, GTIN, PLAIN, QR
from .zpl_reader import read_code128, read_datamatrix, read_labels

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1H\1z")
SCALE = 4
NAMES = "".join(sorted(CHARACTERS))
ELEMENTS = [("01", GTIN), ("11", "261126"), ("17", "271231"), ("21", "ACME-26-00143")]
COUNTED = [("01", GTIN), ("10", "A(B)_>1"), ("30", "40")]


def paint(drawing):
    """:return: picture of what an inline drawing shows"""
    svg = etree.fromstring(drawing)
    left, top, width, height = map(int, svg.get("viewBox").split())
    [path] = svg
    runs = RUN.findall(path.get("d"))
    assert "".join(run.group() for run in RUN.finditer(path.get("d"))) == path.get("d")
    tall = height if height > 1 else 20
    picture = Image.new("L", (width * SCALE, tall * SCALE), 255)
    draw = ImageDraw.Draw(picture)
    for column, row, length in (map(int, run) for run in runs):
        x, y = (column - left) * SCALE, (row - top) * SCALE
        bottom = y + SCALE if height > 1 else tall * SCALE
        draw.rectangle((x, y, x + length * SCALE - 1, bottom - 1), fill=0)
    return picture


@tagged("post_install", "-at_install")
class TestSymbols(BaseCase):
    def read(self, symbol):
        [barcode] = zxingcpp.read_barcodes(
            paint(symbol.draw("20mm", "20mm")), text_mode=zxingcpp.TextMode.Plain
        )
        return barcode.symbology_identifier, barcode.text

    # GS-1
    def test_datamatrix(self):
        for elements in (ELEMENTS, COUNTED, [("01", GTIN), ("10", "1")]):
            symbol = symbols.make_datamatrix(elements)
            self.assertEqual(self.read(symbol), (DATAMATRIX, write_elements(elements)))
            self.assertEqual(symbol.columns, symbol.rows)

    # GS-1
    def test_gs1_128(self):
        for elements in (ELEMENTS, COUNTED, [("21", "X")]):
            symbol = symbols.make_gs1_128(elements)
            self.assertEqual(self.read(symbol), (GS1_128, write_elements(elements)))

    # GS-1: all that a number may have in it
    def test_every_character(self):
        for start in range(0, len(NAMES), 20):
            elements = [("01", GTIN), ("10", NAMES[start : start + 20]), ("30", "7")]
            for make, identifier in (
                (symbols.make_datamatrix, DATAMATRIX),
                (symbols.make_gs1_128, GS1_128),
            ):
                with self.subTest(elements=elements, identifier=identifier):
                    read = self.read(make(elements))
                    self.assertEqual(read, (identifier, write_elements(elements)))

    # GS-1
    def test_others(self):
        link = f"https://id.gs1.org/01/{GTIN}/10/A%2FB?11=261126"
        self.assertEqual(self.read(symbols.make_qr(link)), (QR, link))
        for text in ("ACME-26-00143", "a [b] (c) ~^", "[01]1"):
            self.assertEqual(self.read(symbols.make_code_128(text)), (PLAIN, text))

    # GS-1: the blank margin that each standard wants
    def test_quiet_zones(self):
        for symbol, quiet in (
            (symbols.make_datamatrix(ELEMENTS), 1),
            (symbols.make_gs1_128(ELEMENTS), 10),
            (symbols.make_qr("https://id.gs1.org"), 4),
        ):
            drawing = etree.fromstring(symbol.draw("2mm", "2mm"))
            left, top, width, _height = map(int, drawing.get("viewBox").split())
            self.assertEqual(left, -quiet)
            self.assertEqual(width, symbol.columns + 2 * quiet)
            self.assertEqual(top, 0 if symbol.rows == 1 else -quiet)

    # GS-1: names are text
    def test_markup(self):
        drawing = symbols.make_code_128('"><b>&').draw("2mm", "2mm")
        self.assertEqual(etree.fromstring(drawing).get("aria-label"), '"><b>&')


@tagged("post_install", "-at_install")
class TestZpl(BaseCase):
    """The same for label printers: read by what their commands mean."""

    # GS-1
    def test_every_character(self):
        for start in range(0, len(NAMES), 20):
            for elements in (
                [("01", GTIN), ("11", "261126"), ("21", NAMES[start : start + 20])],
                [("01", GTIN), ("10", NAMES[start : start + 20]), ("30", "40")],
            ):
                text = write_elements(elements)
                data = zpl.write_datamatrix(elements).removeprefix("^FD")
                self.assertEqual(read_datamatrix(data), text)
                data = zpl.write_gs1_128(elements).removeprefix("^FD")
                self.assertEqual(read_code128(data), f"]C1{text}")

    # GS-1: the width of the symbol is known before it is printed
    def test_modules(self):
        for name in ("A", "ABC-DEF-GHI", "a>b"):
            elements = [("01", GTIN), ("10", name)]
            made = symbols.make_gs1_128(elements).total_columns
            self.assertEqual(zpl.count_modules(elements), made)
        self.assertLessEqual(made, zpl.count_modules(ELEMENTS))

    def make_label(self, **vals):
        return Label(
            **{
                "title": "Acme",
                "facts": ["WH/MO/1"],
                "name": "A-1",
                "parts": [ELEMENTS],
                "link": "",
                "count": 1,
                **vals,
            }
        )

    # GS-1 GS-3: nothing that a record says is a command
    def test_texts(self):
        evil = "^XZ^XA~JA_5E\n^FD"
        label = self.make_label(title=evil, facts=[evil])
        for symbol in ("datamatrix", "code128"):
            [fields] = read_labels(zpl.write_label(label, symbol))
            texts = [text for kind, text in fields if kind == "text"]
            self.assertIn("^XZ^XA~JA_5E ^FD", texts)
        [fields] = read_labels(
            zpl.write_label(self.make_label(parts=[], name="A>1^~"), "datamatrix")
        )
        self.assertIn(("code128", "A>1^~"), fields)

    # GS-3
    def test_copies(self):
        self.assertIn("^PQ3^XZ", zpl.write_label(self.make_label(count=3), "code128"))
        self.assertNotIn("^PQ", zpl.write_label(self.make_label(), "code128"))
