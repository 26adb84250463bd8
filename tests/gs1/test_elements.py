"""GS1 as the standard has it: numbers, element strings, links (GS-1, GS-2)."""

import string
from datetime import date

from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin

from odoo.tests import BaseCase, tagged

from odoo.addons.lot_prealloc_gs1.tools import digital_link, elements, gtin

from .gs1_case import GTIN

SEPARATOR = "\x1d"


@tagged("post_install", "-at_install")
class TestGtin(BaseCase):
    # GS-1: examples of GS1, and of each length
    def test_valid(self):
        for barcode in (
            GTIN,
            "9506000134352",
            "6291041500213",
            "614141999996",
            "96385074",
            "10614141543219",
        ):
            with self.subTest(barcode=barcode):
                self.assertIsNone(gtin.find_gtin_mistake(barcode))
                padded = gtin.pad_gtin(barcode)
                self.assertEqual(len(padded), 14)
                self.assertEqual(Gtin.parse(padded).as_gtin_14(), padded)

    # GS-2
    def test_mistakes(self):
        for barcode, mistake in (
            (False, "missing"),
            ("", "missing"),
            ("9506000134353", "check"),
            ("950600013435", "check"),
            ("9506 000134352", "digits"),
            ("950600013435X", "digits"),
            ("٩٥٠٦٠٠٠١٣٤٣٥٢", "digits"),
            ("12345", "length"),
            ("009506000134352", "length"),
            ("2000000000008", "restricted"),
            ("0212345678909", "restricted"),
            ("20000004", "restricted"),
        ):
            with self.subTest(barcode=barcode):
                self.assertEqual(gtin.find_gtin_mistake(barcode), mistake)

    # GS-2: any digit that is wrong, and any two that changed places
    def test_check_digit(self):
        for index in range(14):
            for digit in string.digits.replace(GTIN[index], ""):
                wrong = GTIN[:index] + digit + GTIN[index + 1 :]
                self.assertEqual(gtin.find_gtin_mistake(wrong), "check")
        self.assertEqual(gtin.get_check_digit("9506000134359"), "2")


@tagged("post_install", "-at_install")
class TestElementStrings(BaseCase):
    # GS-1: what has a length of its own first, a separator only where it is needed
    def test_order_and_separators(self):
        given = [
            ("30", "40"),
            ("21", "A-1"),
            ("17", "271231"),
            ("01", GTIN),
            ("11", "261126"),
        ]
        self.assertEqual(
            elements.write_elements([("01", GTIN), *given[1:3], given[0]]),
            f"01{GTIN}1727123121A-1{SEPARATOR}3040",
        )
        self.assertEqual(
            elements.write_elements([("01", GTIN), ("10", "ABC-123")]),
            f"01{GTIN}10ABC-123",
        )
        self.assertEqual(
            elements.write_elements([("10", "ABC"), ("01", GTIN)]), f"01{GTIN}10ABC"
        )
        self.assertEqual(elements.write_elements([]), "")
        self.assertEqual(
            elements.tell_elements(given[1:]), f"(17)271231(01){GTIN}(11)261126(21)A-1"
        )
        message = GS1Message.parse(elements.write_elements(given))
        self.assertEqual(
            {e.ai.ai: e.value for e in message.element_strings}, dict(given)
        )

    # GS-2: the 82 characters of the standard, and no other, as others read it
    def test_characters(self):
        self.assertEqual(len(elements.CHARACTERS), 82)
        for character in string.printable + "äß№\x1d":
            is_known = character in elements.CHARACTERS
            self.assertEqual(
                elements.find_strange_characters(f"A{character}B{character}"),
                "" if is_known else character,
            )
            for ai in ("10", "21"):
                try:
                    element = GS1ElementString.parse(f"{ai}A{character}B")
                except Exception:
                    element = None
                self.assertEqual(bool(element), is_known, repr(character))

    # GS-1: years of two digits
    def test_dates(self):
        self.assertEqual(elements.write_date(date(2026, 3, 5)), "260305")
        today = date(2026, 11, 26)
        for year, is_told in ((1976, 0), (1977, 1), (2026, 1), (2076, 1), (2077, 0)):
            with self.subTest(year=year):
                self.assertEqual(
                    elements.is_date_told(date(year, 1, 1), today), bool(is_told)
                )
        # the same as others read it
        today = date.today()
        for year in (today.year - 49, today.year + 49):
            written = elements.write_date(date(year, 1, 31))
            self.assertEqual(
                GS1ElementString.parse(f"17{written}").date, date(year, 1, 31)
            )

    # GS-1: AI 30 has whole numbers
    def test_counts(self):
        for quantity, is_count in (
            (1, True),
            (40.0, True),
            (99_999_999, True),
            (0, False),
            (-1, False),
            (2.5, False),
            (100_000_000, False),
        ):
            with self.subTest(quantity=quantity):
                self.assertEqual(elements.is_count(quantity), is_count)


@tagged("post_install", "-at_install")
class TestDigitalLinks(BaseCase):
    # GS-1
    def test_link(self):
        link = digital_link.write_digital_link(
            "https://id.gs1.org",
            [("01", GTIN), ("11", "261126"), ("17", "271231"), ("10", "ABC-123")],
        )
        self.assertEqual(
            link,
            f"https://id.gs1.org/01/{GTIN}/10/ABC-123?11=261126&17=271231",
        )

    # GS-1: whatever is in a number
    def test_every_character(self):
        characters = "".join(sorted(elements.CHARACTERS))
        for start in range(0, len(characters), 20):
            name = characters[start : start + 20]
            given = [("01", GTIN), ("21", name)]
            link = digital_link.write_digital_link("https://example.com/a/", given)
            self.assertTrue(link.startswith(f"https://example.com/a/01/{GTIN}/21/"))
            self.assertEqual(link.count("/"), 7)
            parsed = GS1DigitalLinkURI.parse(link)
            self.assertEqual(
                [(e.ai.ai, e.value) for e in parsed.element_strings], given
            )

    # GS-1
    def test_resolver(self):
        for address in (
            "https://id.gs1.org",
            "http://localhost:8069/gs1",
            "https://example.com/",
        ):
            self.assertTrue(digital_link.is_resolver(address), address)
        for address in (
            "",
            "id.gs1.org",
            "ftp://id.gs1.org",
            "javascript:alert(1)",
            "https://",
            "https://example.com?a=1",
            "https://example.com/#a",
            "https://exa mple.com",
            "https://user@example.com",
            "https://example.com/^XZ",
            "https://example.com\n",
            "https://example.com:",
            "https://example.com:port",
        ):
            self.assertFalse(digital_link.is_resolver(address), address)
