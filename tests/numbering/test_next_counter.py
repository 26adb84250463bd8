"""A company goes on from its own last number (UX-9)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .test_number_formats import FormatCase


@tagged("post_install", "-at_install")
class TestNextCounter(FormatCase):
    def setUp(self):
        super().setUp()
        self.format = self.make_format("ACME-{00000}").with_user(self.inventory_manager)

    # UX-9
    def test_goes_on(self):
        self.assertEqual(self.format.next_counter, 1)
        self.draw(self.format, 3)
        self.format.invalidate_recordset()
        self.assertEqual(self.format.next_counter, 4)
        self.format.next_counter = 4712
        self.assertEqual(self.format.next_counter, 4712)
        self.assertEqual(self.format.next_name, "ACME-04712")
        self.assertEqual(self.draw(self.format, 2), ["ACME-04712", "ACME-04713"])

    # UX-9: what exists already is skipped, whichever way the counter goes
    def test_existing_numbers_are_skipped(self):
        product = self.make_product("Widget", "serial")
        product.lot_number_format_id = self.format
        self.make_order(product, 2, user=self.worker, confirm=True)
        self.make_lot(product, "ACME-00004")
        self.format.next_counter = 1
        order = self.make_order(product, 2, user=self.worker, confirm=True)
        self.assertEqual(
            self.names(order.prealloc_lot_ids), ["ACME-00003", "ACME-00005"]
        )

    # UX-9: set with the format, and with another pattern
    def test_with_the_pattern(self):
        made = self.format.create({"pattern": "NEW-{000}", "next_counter": 42})
        self.assertEqual(self.draw(made), ["NEW-042"])
        made.write({"pattern": "NEW-{0000}", "next_counter": 1042})
        self.assertEqual(self.draw(made), ["NEW-1042"])

    # UX-9, AB-6: the current period; the next one starts at 1
    def test_period(self):
        with freeze_time("2026-11-02"):
            number_format = self.make_format("Y-{YY}-{0000}")
            number_format = number_format.with_user(self.inventory_manager)
            number_format.next_counter = 712
            self.assertEqual(number_format.next_name, "Y-26-0712")
            self.assertEqual(self.draw(number_format), ["Y-26-0712"])
        with freeze_time("2027-01-02"):
            number_format.invalidate_recordset()
            self.assertEqual(number_format.next_counter, 1)
            self.assertEqual(self.draw(number_format), ["Y-27-0001"])
            number_format.next_counter = 5
            self.assertEqual(self.draw(number_format), ["Y-27-0005"])
        with freeze_time("2026-12-31"):
            self.assertEqual(self.draw(number_format), ["Y-26-0713"])

    # UX-9, section 10
    def test_refused(self):
        for counter, reason in {
            0: "counters start at 1",
            -5: "counters start at 1",
            100000: r"more digits than “ACME-\{00000\}” has zeros: 5",
            1.5: "whole number",
            "many": "whole number",
        }.items():
            with self.subTest(counter=counter):
                with self.assertRaisesRegex(ValidationError, reason):
                    self.format.write({"next_counter": counter})
                self.assertEqual(self.format.next_counter, 1)
        # nothing half done: another mistake in the same form
        with self.assertRaises(ValidationError):
            self.format.write({"next_counter": 9, "pattern": "ACME"})
        self.assertEqual(self.draw(self.format), ["ACME-00001"])
        # one zero is no limit
        unpadded = self.make_format("N{0}")
        unpadded.next_counter = 4712
        self.assertEqual(self.draw(unpadded), ["N4712"])

    # UX-9
    def test_logged(self):
        self.format.next_counter = 4712
        message = self.format.message_ids[0]
        self.assertEqual(message.author_id, self.inventory_manager.partner_id)
        self.assertIn("ACME-04712", message.body)
        self.assertIn("ACME-00001", message.body)

    # UX-9: nobody else, whatever he sends
    def test_rights(self):
        for user in (self.worker, self.storekeeper, self.planner):
            number_format = self.format.with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(number_format.next_counter, 1)
                with self.assertRaises(AccessError):
                    number_format.next_counter = 9
                with self.assertRaises(AccessError):
                    number_format.create({"pattern": "X{0}", "next_counter": 7})
        self.assertEqual(self.draw(self.format), ["ACME-00001"])
        # a manufacturing manager changes formats, as before
        self.format.with_user(self.planner).pattern = "ACNE-{00000}"
        self.assertEqual(self.format.next_name, "ACNE-00002")

    # UX-9: another company's format
    def test_other_company(self):
        other = self.make_company("Elsewhere")
        theirs = self.make_format("T{000}", company_id=other.id)
        with self.assertRaises(AccessError):
            theirs.with_user(self.inventory_manager).next_counter = 9
        self.assertEqual(self.draw(theirs), ["T001"])

    # UX-9, AB-4: the preview follows what is typed
    def test_form(self):
        self.draw(self.format, 3)
        self.format.invalidate_recordset()
        with Form(self.format) as form:
            self.assertEqual(form.next_counter, 4)
            form.next_counter = 4712
            self.assertEqual(form.next_name, "ACME-04712")
            form.next_counter = 123456
            self.assertIn("more digits", form.next_counter_error)
            form.next_counter = 4712
            self.assertFalse(form.next_counter_error)
            form.pattern = "BETA-{00000}"
            self.assertEqual(form.next_name, "BETA-04712")
        self.assertEqual(self.draw(self.format), ["BETA-04712"])
        # what a person has not typed is not set: others may have drawn meanwhile
        form = Form(self.format)
        form.pattern = "GAMMA-{00000}"
        self.draw(self.format, 5)
        form.save()
        self.assertEqual(self.draw(self.format), ["GAMMA-04718"])

    # UX-9: the counter of another period
    def test_restart_in_form(self):
        number_format = self.make_format("R-{YY}-{000}")
        number_format = number_format.with_user(self.inventory_manager)
        number_format.next_counter = 30
        with Form(number_format) as form:
            form.reset = "never"
        self.assertEqual(number_format.next_counter, 1)

    # UX-9, AB-4: a new format
    def test_new_format_in_form(self):
        with Form(self.format.browse()) as form:
            form.pattern = "F-{000}"
            self.assertEqual(form.next_counter, 1)
            form.next_counter = 17
            self.assertEqual(form.next_name, "F-017")
        self.assertEqual(self.draw(form.record), ["F-017"])

    # UX-9: many at once
    def test_several(self):
        formats = self.format + self.format.create({"pattern": "B-{YY}-{000}"})
        formats.next_counter = 7
        self.assertEqual(formats.mapped("next_counter"), [7, 7])
