"""``gs1_element_string`` and ``gs1_digital_link`` of a number (GS-1, GS-2)."""

from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from ..common import PreallocCase
from .gs1_case import GTIN, Gs1Mixin

MORNING = "2026-03-15 09:00:00"


@tagged("post_install", "-at_install")
class TestGs1Lots(Gs1Mixin, PreallocCase):
    # GS-1: before production
    def test_held_number(self):
        lot = self.make_numbers(self.widget)
        lot = lot.with_user(self.worker)
        self.assertEqual(lot.gs1_element_string, f"01{GTIN}21{lot.name}")
        self.assertEqual(
            lot.gs1_digital_link, f"https://id.gs1.org/01/{GTIN}/21/{lot.name}"
        )
        self.assertFalse(lot.gs1_obstacle)

    # GS-1: after production, a lot
    def test_produced_lot(self):
        with freeze_time(MORNING):
            lot = self.make_produced(self.cheese)
        self.assertEqual(
            self.parse(lot.gs1_element_string),
            {"01": "04006381333931", "11": "260315", "10": lot.name},
        )
        self.assertEqual(
            lot.gs1_digital_link,
            f"https://id.gs1.org/01/04006381333931/10/{lot.name}?11=260315",
        )
        parsed = GS1DigitalLinkURI.parse(lot.gs1_digital_link)
        self.assertEqual(
            {e.ai.ai: e.value for e in parsed.element_strings},
            self.parse(lot.gs1_element_string),
        )

    # GS-1: the day on which it is that time for the user
    def test_time_zone(self):
        with freeze_time("2026-12-31 23:30:00"):
            lot = self.make_produced(self.cheese)
        for zone, date in (("UTC", "261231"), ("Europe/Berlin", "270101")):
            text = lot.with_context(tz=zone).gs1_element_string
            self.assertEqual(self.parse(text)["11"], date)

    # GS-1: where the database has expiration dates
    def test_expiration_date(self):
        lots = self.env["stock.lot"]
        if "expiration_date" not in lots:
            self.skipTest("product_expiry is not installed")
        self.cheese.use_expiration_date = True
        lot = self.make_lot(self.cheese, "A", expiration_date="2030-04-05 10:00:00")
        self.assertEqual(self.parse(lot.gs1_element_string)["17"], "300405")
        self.assertTrue(lot.gs1_element_string.endswith("10A"))
        self.assertIn("?17=300405", lot.gs1_digital_link)
        # GS-2: a year of two digits says another one
        lot.expiration_date = "2099-04-05 10:00:00"
        self.assertFalse(lot.gs1_element_string)
        self.assertIn("2099-04-05", lot.gs1_obstacle)

    # GS-1: a GTIN of any length has fourteen digits here
    def test_lengths(self):
        self.widget.barcode = False
        lot = self.make_lot(self.cheese, "A")
        for barcode in ("96385074", "614141999996", "9506000134352", GTIN):
            self.cheese.barcode = barcode
            self.assertEqual(
                self.parse(lot.gs1_element_string)["01"], barcode.rjust(14, "0")
            )

    # GS-2: what is wrong, on which record, and that nothing is half there
    def test_obstacles(self):
        self.widget.barcode = False
        lot = self.make_lot(self.cheese, "NEW")
        for barcode, name, *told in (
            (False, "A", "Gouda Cheese", "no GTIN"),
            ("9506000134353", "A", "Gouda Cheese", "9506000134353", "should be 2"),
            ("CHEESE", "A", "CHEESE", "digits"),
            ("123456", "A", "123456", "8, 12, 13 or 14"),
            ("2000000000008", "A", "2000000000008", "within a company"),
            (GTIN, "A" * 21, "A" * 21, "21 characters", "20"),
            (GTIN, "Ä B#", "Ä B#", "Ä blank #"),
            (False, "Ä", "no GTIN", "does not have: Ä"),
        ):
            with self.subTest(barcode=barcode, name=name):
                self.cheese.barcode = barcode
                lot.name = name
                for text in told:
                    self.assertIn(text, lot.gs1_obstacle)
                self.assertFalse(lot.gs1_element_string)
                self.assertFalse(lot.gs1_digital_link)
        self.cheese.barcode = GTIN
        lot.name = "A" * 20
        self.assertTrue(lot.gs1_element_string)

    # GS-1: the address of the company whose number it is
    def test_resolver(self):
        lot = self.make_lot(self.cheese, "A/B")
        with Form(self.env["res.config.settings"]) as settings:
            settings.gs1_resolver = "https://trace.example.com/gs1/"
            settings.gs1_symbol = "digital_link"
        settings.record.execute()
        self.assertEqual(self.company.gs1_symbol, "digital_link")
        self.assertEqual(
            lot.gs1_digital_link,
            "https://trace.example.com/gs1/01/04006381333931/10/A%2FB",
        )
        other = self.make_company("Other", gs1_resolver="https://other.example.com")
        theirs = self.make_lot(self.cheese, "B", company_id=other.id)
        self.assertTrue(theirs.gs1_digital_link.startswith("https://other.example.com"))
        for address in ("id.gs1.org", "https://example.com?a", "javascript:alert(1)"):
            with self.assertRaisesRegex(ValidationError, "https://id.gs1.org"):
                self.company.gs1_resolver = address

    # GS-1: nobody writes them, nor what was printed
    def test_written_by_nobody(self):
        lot = self.make_lot(self.cheese, "A")
        values = {
            "gs1_element_string": "01",
            "gs1_digital_link": "https://evil.example.com",
            "gs1_obstacle": "none",
            "label_printed_on": "2026-01-01 00:00:00",
            "label_print_count": 3,
        }
        for user in (self.worker, self.storekeeper, self.inventory_manager):
            for name, value in values.items():
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(AccessError):
                        call_kw(
                            lot.with_user(user).browse(),
                            "write",
                            [lot.ids, {name: value}],
                            {},
                        )
                    with self.assertRaises(AccessError):
                        call_kw(
                            lot.with_user(user).browse(),
                            "create",
                            [
                                {
                                    "name": "B",
                                    "product_id": lot.product_id.id,
                                    name: value,
                                }
                            ],
                            {},
                        )
        defaults = {f"default_{name}": value for name, value in values.items()}
        made = lot.with_user(self.storekeeper).with_context(**defaults)
        made = made.create({"name": "C", "product_id": lot.product_id.id})
        self.assertFalse(made.label_printed_on or made.label_print_count)
        self.assertEqual(self.parse(made.gs1_element_string)["10"], "C")

    # GS-1: however many are read
    def test_statements(self):
        lots = self.make_numbers(self.widget, 60)
        counts = []
        for some in (lots[:5], lots[:5], lots):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.browse(some.ids).mapped("gs1_digital_link")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
