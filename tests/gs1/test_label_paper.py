"""Labels on paper, read by a scanner and parsed by others (GS-1)."""

import re
import subprocess

import zxingcpp
from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase, tagged

from ..common import PreallocCase
from ..labels.test_reports import read_pdf
from .gs1_case import (
    DATAMATRIX,
    GS1_128,
    GS1_GROUP,
    GTIN,
    PLAIN,
    PLAIN_DATAMATRIX,
    QR,
    Gs1Mixin,
    take_pictures,
)
from .zpl_reader import read_labels

MORNING = "2026-03-15 09:00:00"


@tagged("post_install", "-at_install")
class TestLabelPaper(Gs1Mixin, PreallocCase):
    """Real PDFs, without a web server and its styles."""

    def read(self, pdf, identifier):
        """:return: list of what the symbols say, parsed"""
        # thin bars, which are even thinner where wkhtmltopdf shrinks the page
        found = self.scan(pdf, 600 if identifier == GS1_128 else 300)
        self.assertEqual({symbology for symbology, _text in found}, {identifier})
        return [self.parse(text) for _symbology, text in found]

    # GS-1: before production and after it, serials and lots, on each paper
    def test_datamatrix(self):
        with freeze_time(MORNING):
            lots = self.make_produced(self.widget, 2)
        lots |= self.make_numbers(self.widget, 2)
        lots |= self.make_numbers(self.cheese, 40)
        said = [
            {"01": GTIN, "11": "260315", "21": lots[0].name},
            {"01": GTIN, "11": "260315", "21": lots[1].name},
            {"01": GTIN, "21": lots[2].name},
            {"01": GTIN, "21": lots[3].name},
            {"01": "04006381333931", "10": lots[4].name},
        ]
        for size, pages in (("4x12", 1), ("2x7", 1), ("dymo", 5)):
            with self.subTest(size=size):
                pdf = self.print_labels(lots, gs1_size=size)
                self.assertEqual(len(read_pdf(pdf)), pages)
                read = self.read(pdf, DATAMATRIX)
                self.assertCountEqual(read, said)

    # GS-1: with all that there is, and a number as long as it may be
    def test_everything(self):
        name = 'A(B)_>"%&+/?:;<=>012'
        self.assertEqual(len(name), 20)
        lot = self.make_lot(self.cheese, name, 40)
        said = {"01": "04006381333931", "10": name, "30": "40"}
        if "expiration_date" in lot:
            self.cheese.use_expiration_date = True
            lot.expiration_date = "2027-04-05 10:00:00"
            said["17"] = "270405"
        for size in ("4x12", "2x7", "dymo"):
            with self.subTest(size=size):
                pdf = self.print_labels(lot, gs1_size=size, gs1_quantity=True)
                self.assertEqual(self.read(pdf, DATAMATRIX), [said])

    # GS-1 GS-3: nothing of the text is cut off, which the paper's text does not tell
    def test_everything_is_seen(self):
        kilograms = self.env.ref("uom.product_uom_kgm")
        weighed = self.make_numbered(
            "Weighed", "lot", "KG-{0000}", uom_id=kilograms.id, barcode=GTIN[1:]
        )
        for product, name, quantity, told in (
            (self.cheese, "ABCDEFGHIJKLMNOPQRST", 1234, "1234"),
            (weighed, "W" * 20, 12.35, "12.35"),
        ):
            with freeze_time(MORNING):
                lot = self.make_produced(product, quantity)
            lot.name = name
            if "expiration_date" in lot:
                product.use_expiration_date = True
                lot.expiration_date = "2027-04-05 10:00:00"
            for size in ("4x12", "2x7", "dymo"):
                with self.subTest(product=product.name, size=size):
                    pdf = self.print_labels(lot, gs1_size=size, gs1_quantity=True)
                    words = read_words(pdf)
                    self.assertLessEqual({told, lot.production_id.name}, words.keys())
                    self.assertLess(max(words.values()), find_bottom(pdf))

    # GS-1: the alternative
    def test_gs1_128(self):
        with freeze_time(MORNING):
            lots = self.make_produced(self.widget, 3)
        pdf = self.print_labels(lots, gs1_symbol="code128")
        self.assertCountEqual(
            self.read(pdf, GS1_128),
            [{"01": GTIN, "11": "260315", "21": lot.name} for lot in lots],
        )

    # GS-1: too wide for the label in one piece
    def test_gs1_128_in_two(self):
        lot = self.make_lot(self.cheese, "ABCDEFGHIJKLMNOPQRST", 40)
        said = [{"01": "04006381333931"}, {"10": lot.name, "30": "40"}]
        pdf = self.print_labels(lot, gs1_symbol="code128", gs1_quantity=True)
        self.assertEqual(self.read(pdf, GS1_128), said)

    # GS-1: a GS1-128 has at most 48 characters, however narrow pairs of digits are
    def test_gs1_128_of_many_characters(self):
        with freeze_time(MORNING):
            lot = self.make_produced(self.cheese)
        lot.name = "12345678901234567890"
        gtin = "04006381333931"
        said = [{"01": gtin, "11": "260315", "10": lot.name}]
        if "expiration_date" in lot:
            pdf = self.print_labels(lot, gs1_symbol="code128")
            self.assertEqual(self.read(pdf, GS1_128), said)  # 46
            self.cheese.use_expiration_date = True
            lot.expiration_date = "2027-04-05 10:00:00"
            said = [{"01": gtin, "11": "260315", "17": "270405"}, {"10": lot.name}]
        pdf = self.print_labels(lot, gs1_symbol="code128")
        self.assertEqual(self.read(pdf, GS1_128), said)
        for _symbology, text in self.scan(pdf, 600):
            self.assertLessEqual(len(text), 48)

    # GS-1: two symbols are what a label has room for
    def test_quantity_without_room_in_bars(self):
        chosen = {"gs1_symbol": "code128", "gs1_quantity": True}
        for letter, size, quantity, is_in_bars in (
            ("A", "zpl", 40, True),
            ("B", "zpl", 1234567, False),
            ("C", "2x7", 123456, True),
            ("D", "2x7", 1234567, False),
        ):
            with self.subTest(size=size, quantity=quantity):
                lot = self.make_lot(self.cheese, letter * 20, quantity)
                label = self.choose(lot, gs1_size=size, **chosen)._get_labels()[0]
                self.assertEqual(label.parts[0], [("01", "04006381333931")])
                counted = [("30", f"{quantity}")] if is_in_bars else []
                self.assertEqual(label.parts[1:], [[("10", lot.name), *counted]])
                self.assertIn(f"Qty {quantity} Units", label.facts)

    # GS-1
    def test_digital_link(self):
        lots = self.make_numbers(self.widget, 3)
        for size in ("4x12", "2x7", "dymo"):
            with self.subTest(size=size):
                pdf = self.print_labels(lots, gs1_symbol="digital_link", gs1_size=size)
                self.assertCountEqual(
                    self.scan(pdf),
                    [(QR, lot.gs1_digital_link) for lot in lots],
                )

    # GS-2: a number that does not fit, beside one that does
    def test_plain(self):
        lots = self.make_numbers(self.bare, 1) | self.make_numbers(self.widget, 1)
        pdf = self.print_labels(lots, gs1_misfits="plain")
        self.assertCountEqual(
            self.scan(pdf),
            [
                (PLAIN, lots[0].name),
                (DATAMATRIX, lots[1].gs1_element_string),
            ],
        )

    # GS-3: hundreds, with what is on them
    def test_hundreds(self):
        lots = self.make_numbers(self.widget, 200)
        pdf = self.print_labels(lots)
        pages = read_pdf(pdf)
        self.assertEqual(len(pages), 5)
        said = self.read(pdf, DATAMATRIX)
        self.assertEqual(sorted(data["21"] for data in said), lots.mapped("name"))

    # AB-19 GS-1: and for people
    def test_text(self):
        with freeze_time(MORNING):
            lot = self.make_produced(self.widget)
        for size, told in (
            ("4x12", ""),
            ("2x7", "Prod. 03/15/2026"),
            ("dymo", "Prod."),
        ):
            with self.subTest(size=size):
                [page] = read_pdf(self.print_labels(lot, gs1_size=size))
                text = " ".join(page.extract_text().split())
                for part in (
                    "Acme Widget",
                    f"(01){GTIN}",
                    "(11)260315",
                    f"(21){lot.name}",
                    lot.production_id.name,
                    told,
                ):
                    self.assertIn(part, text)
        [page] = read_pdf(self.print_labels(lot, gs1_production_date=False))
        self.assertNotIn("260315", page.extract_text())

    # GS-1: drawn in the page, nothing is fetched for each
    def test_no_pictures(self):
        lots = self.make_numbers(self.widget, 3)
        action = self.choose(lots).process()
        ids = action["context"]["active_ids"]
        sheet = self.reports._render_qweb_html(action["report_name"], ids)[0]
        tree = html.fromstring(sheet)
        self.assertEqual(len(tree.xpath("//div[@name='symbol']/svg/path")), 3)
        self.assertFalse(tree.xpath("//img"))

    # GS-1: Odoo's own labels, printed from the Print menu or by themselves
    def test_native_labels(self):
        lots = self.make_numbers(self.widget, 2)
        sheet = self.reports._render_qweb_pdf("stock.action_report_lot_label", lots.ids)
        self.assertCountEqual(
            self.scan(sheet[0]),
            [(DATAMATRIX, lot.gs1_element_string) for lot in lots],
        )
        zpl = self.reports._render_qweb_text("stock.label_lot_template", lots.ids)
        for lot in lots:
            self.assertIn(
                f"^BXN,8,200,,,,_,1^FD_101{GTIN}21{lot.name}^FS", zpl[0].decode()
            )

    # GS-2: nobody was asked before they were printed
    def test_misfits_of_native_labels_are_told(self):
        told = []
        self.patch(
            type(self.worker), "_bus_send", lambda *message: told.append(message)
        )
        fits = self.make_numbers(self.widget)
        bare = self.make_lot(self.bare, "X-01") | self.make_lot(self.bare, "X-02")
        report = "stock.action_report_lot_label"
        self.reports._render_qweb_pdf(report, fits.ids)
        self.print_labels(fits | bare, gs1_misfits="plain")  # was asked
        self.assertFalse(told)
        self.reports._render_qweb_pdf(report, (fits | bare).ids)
        self.reports._render_qweb_text("stock.label_lot_template", bare[0].id)
        self.assertIn("X-01", told.pop()[2]["message"])
        [(user, kind, message)] = told
        self.assertEqual((user, kind), (self.worker, "simple_notification"))
        self.assertEqual(
            message["message"],
            "X-01 … 02 (2): Bare Product has no GTIN: enter it as the product's "
            "barcode.",
        )
        # off, labels are Odoo's
        self.env.ref("base.group_user").implied_ids -= self.env.ref(GS1_GROUP)
        self.reports._render_qweb_pdf(report, bare.ids)
        self.assertEqual(len(told), 1)


@tagged("post_install", "-at_install")
class TestStyledLabelPaper(Gs1Mixin, HttpCase):
    """The same with the styles of the web server."""

    # GS-1 GS-3
    def test_all(self):
        lots = self.make_numbers(self.widget, 50)
        for size, pages in (("4x12", 2), ("2x7", 4), ("dymo", 50)):
            with self.subTest(size=size):
                pdf = self.print_labels(lots, gs1_size=size)
                self.assertEqual(len(read_pdf(pdf)), pages)
                self.assertCountEqual(
                    self.scan(pdf),
                    [(DATAMATRIX, lot.gs1_element_string) for lot in lots],
                )

    # GS-2: Odoo's symbol of what does not fit begins as GS1's does, and is none
    def test_native_labels_of_misfits(self):
        lots = self.make_lot(self.bare, "BARE-1")
        for name in ("LONG-" + "0" * 20, "A B#1", "^X~A_5E\\7E"):
            lots |= self.make_lot(self.widget, name)
        lots |= self.make_lot(self.cheese, "ÄCME 1")
        sheet = self.reports._render_qweb_pdf("stock.action_report_lot_label", lots.ids)
        self.assertCountEqual(
            self.scan(sheet[0]), [(PLAIN_DATAMATRIX, lot.name) for lot in lots]
        )
        zpl = self.reports._render_qweb_text("stock.label_lot_template", lots.ids)
        labels = read_labels(zpl[0].decode())
        symbols = [
            [field for field in fields if field[0] != "text"] for fields in labels
        ]
        # a printer cannot draw the last one
        self.assertEqual(symbols, [[("plain", lot.name)] for lot in lots[:-1]] + [[]])

    # GS-3: a label is where the native sheet has it
    def test_place(self):
        lots = self.make_numbers(self.widget, 48)
        native = self.reports._render_qweb_pdf(
            "stock.action_report_lot_label", lots.ids
        )
        theirs, ours = find_symbols(native[0]), find_symbols(self.print_labels(lots))
        self.assertEqual(theirs.keys(), ours.keys())
        for text, place in theirs.items():
            for there, here in zip(place, ours[text], strict=True):
                self.assertAlmostEqual(there, here, delta=12)  # a millimetre


def read_words(pdf):
    """:return: ``{word: how far down it reaches}``, in points"""
    page = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return {
        text: float(y) for y, text in re.findall(r'yMax="(.*?)">(.*?)</word>', page)
    }


def find_bottom(pdf):
    """:return: float, where the only label ends, in points: a blank module below its
    symbol. The box of a word, too, is a little larger than what is seen.
    """
    [picture] = take_pictures(pdf)
    [code] = zxingcpp.read_barcodes(picture)
    corners = code.position
    height = corners.bottom_left.y - corners.top_left.y
    return (corners.bottom_left.y + height / 16) * 72 / 300


def find_symbols(pdf):
    """:return: ``{text: (x, y)}`` of the only page, in pixels at 300 dpi"""
    [picture] = take_pictures(pdf)
    return {
        code.text: (code.position.top_left.x, code.position.top_left.y)
        for code in zxingcpp.read_barcodes(picture)
    }
