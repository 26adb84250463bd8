"""Patterns: what cannot be read back, weeks and their year, twins."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.lot_prealloc.wizard.batch_lines import parse_lines

from .test_number_formats import FormatCase


@tagged("post_install", "-at_install")
class TestReadableNumbers(FormatCase):
    # AB-5, OD-7: what a format gives, Batch Production reads back as it was

    REFUSED = {
        "a,b-{000}": "“,”",
        "a;{000}": "“;”",
        "{000}|b": "“|”",
        "a,b;{000}": "“,”",
        "a\tb{000}": r"TAB \(U\+0009\)",
        "a\nb{000}": "LINE BREAK",
        "a\r\nb{000}": "LINE BREAK",
        "a\u2028b{000}": "LINE BREAK",
        "a\x85b{000}": "LINE BREAK",
        "a\x00b{000}": r"U\+0000",
        "a\x1bb{000}": r"U\+001B",
        "a\u200bb{000}": r"U\+200B",
        "\ufeffa{000}": r"U\+FEFF",
        "a\u00adb{000}": r"U\+00AD",
    }

    def test_refused_when_saved(self):
        number_format = self.make_format("OK{0}")
        for pattern, character in self.REFUSED.items():
            message = rf"(?s){character}.*Example: GEN-\{{YY\}}-\{{0000\}}"
            with self.subTest(pattern=pattern):
                with self.assertRaisesRegex(ValidationError, message):
                    self.make_format(pattern)
                with self.assertRaisesRegex(ValidationError, message):
                    number_format.pattern = pattern
                with self.assertRaisesRegex(ValidationError, message):
                    self.env["lot.number.format"].name_create(pattern)

    def test_form_says_so_before_saving(self):
        model = self.env["lot.number.format"].with_user(self.inventory_manager)
        with Form(model) as form:
            form.pattern = "a;{000}"
            self.assertIn("“;”", form.pattern_error)
            form.pattern = "a-{000}"
            self.assertFalse(form.pattern_error)

    def test_blanks_around_are_taken_off(self):
        for pattern in ("  B-{000}", "B-{000} \u00a0", "\tB-{000}\n"):
            with self.subTest(pattern=pattern):
                number_format = self.make_format(pattern)
                self.assertEqual(number_format.pattern, "B-{000}")
        number_format.pattern = " C {000} "
        self.assertEqual(number_format.pattern, "C {000}")
        _id, name = self.env["lot.number.format"].name_create(" D-{000} ")
        self.assertEqual(name, "D-{000}")
        self.assertEqual(
            self.draw(self.make_format("{SKU} {0}"), 1, {"SKU": " S "}), ["S 1"]
        )

    def test_what_is_drawn_is_read_back(self):
        patterns = ["a%(y)s ä/100%.{00}", "“{000}” #1: (b)", "{SKU}_{0}", "é-{YY}'{0}"]
        for pattern in patterns:
            [name] = self.draw(self.make_format(pattern), 1, {"SKU": "A 1"})
            [line] = parse_lines(f"{name}, {name}|{name};2")
            self.assertEqual(line.finished.name, name)
            self.assertEqual([n.name for n in line.components[0]], [name, name])

    def test_a_format_of_old_goes_on(self):
        """What was saved before keeps drawing; changing it has to mend it."""
        number_format = self.make_format("OLD-{000}")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE lot_number_format SET pattern = 'a,b;{000}' WHERE id = %s",
            [number_format.id],
        )
        number_format.invalidate_recordset()
        self.assertEqual(self.draw(number_format), ["a,b;001"])
        self.assertIn("“,”", number_format.pattern_error)
        with self.assertRaisesRegex(ValidationError, "“,”"):
            number_format.pattern = "a,c;{000}"

    def test_texts_of_product_and_category(self):
        category = self.env["product.category"].create({"name": "Nuts, bolts"})
        product = self.make_product(
            "Bolt", "lot", default_code="A,B", categ_id=category.id
        )
        cases = {
            "{SKU}-{000}": r"internal reference “A,B” of .*Bolt.*“,”",
            "{CATEG}-{000}": r"category “Nuts, bolts” of .*Bolt.*“,”",
        }
        self.company.lot_prealloc_trigger = "done"
        for pattern, message in cases.items():
            product.lot_number_format_id = self.make_format(pattern)
            order = self.make_order(product, user=self.worker, confirm=True)
            with self.subTest(pattern=pattern):
                with self.assertRaisesRegex(UserError, f"(?s){message}"):
                    order.action_generate_serial()
                with self.assertRaisesRegex(UserError, f"(?s){message}"):
                    order.action_preallocate_lots()


@tagged("post_install", "-at_install")
class TestWeeks(FormatCase):
    # AB-5, AB-6

    def test_tokens(self):
        number_format = self.make_format("{IYY}.{IYYY}.{WW}.{YY}.{0}", reset="never")
        days = {
            "2026-12-27": "26.2026.52.26",
            "2026-12-28": "26.2026.53.26",
            "2027-01-01": "26.2026.53.27",
            "2027-01-03": "26.2026.53.27",
            "2027-01-04": "27.2027.01.27",
            "2020-12-31": "20.2020.53.20",
            "2021-01-03": "20.2020.53.21",
            "2021-01-04": "21.2021.01.21",
            "2024-12-30": "25.2025.01.24",
            "2009-12-31": "09.2009.53.09",
        }
        for day, expected in days.items():
            with self.subTest(day=day), freeze_time(f"{day} 12:00:00"):
                [name] = self.draw(number_format)
                self.assertEqual(name.rpartition(".")[0], expected)

    def test_iso_year_restarts(self):
        number_format = self.make_format("{IYY}{WW}-{000}")
        self.assertEqual(number_format.reset, "yearly")
        self.assert_names(
            number_format,
            {
                "2026-12-27 12:00:00": "2652-001",
                "2026-12-28 00:00:00": "2653-002",
                "2026-12-31 23:59:59": "2653-003",
                "2027-01-01 00:00:00": "2653-004",
                "2027-01-03 23:59:59": "2653-005",
                "2027-01-04 00:00:00": "2701-001",
                "2028-01-02 12:00:00": "2752-002",
                "2028-01-03 12:00:00": "2801-001",
            },
        )
        self.assertEqual(
            number_format._get_period(date(2027, 1, 2)),
            (date(2025, 12, 29), date(2027, 1, 3)),
        )

    def test_iso_year_of_53_weeks(self):
        self.assert_names(
            self.make_format("{IYYY}-{0}"),
            {
                "2020-12-31 12:00:00": "2020-1",
                "2021-01-03 12:00:00": "2020-2",
                "2021-01-04 12:00:00": "2021-1",
            },
        )

    def test_weekly(self):
        self.assert_names(
            self.make_format("{IYY}{WW}-{000}", reset="weekly"),
            {
                "2026-12-27 12:00:00": "2652-001",
                "2026-12-28 00:00:00": "2653-001",
                "2027-01-01 12:00:00": "2653-002",
                "2027-01-03 23:59:59": "2653-003",
                "2027-01-04 00:00:00": "2701-001",
                "2027-01-10 12:00:00": "2701-002",
                "2027-01-11 12:00:00": "2702-001",
            },
        )

    def test_weekly_with_the_calendar_year(self):
        """{WW} beside {YY} keeps giving what it gave; no number comes twice."""
        self.assert_names(
            self.make_format("{YY}{WW}-{000}"),
            {
                "2026-12-31 12:00:00": "2653-001",
                "2027-01-01 12:00:00": "2753-001",
                "2027-01-04 12:00:00": "2701-002",
            },
        )
        self.assert_names(
            self.make_format("{YY}{WW}-{000}", reset="weekly"),
            {"2026-12-31 12:00:00": "2653-001", "2027-01-01 12:00:00": "2753-002"},
        )

    def test_the_users_time_zone(self):
        number_format = self.make_format("{IYY}{WW}-{000}", reset="weekly")
        tokyo = self.make_user("tokyo", "mrp.group_mrp_user", tz="Asia/Tokyo")
        with freeze_time("2027-01-03 16:00:00"):
            self.assertEqual(self.draw(number_format, user=self.worker), ["2653-001"])
            self.assertEqual(self.draw(number_format, user=tokyo), ["2701-001"])
            self.assertEqual(self.draw(number_format, user=self.worker), ["2653-002"])
            self.assertEqual(number_format.with_user(tokyo).next_name, "2701-002")
        yearly = self.make_format("{IYY}-{000}")
        new_york = self.make_user("york", "mrp.group_mrp_user", tz="America/New_York")
        with freeze_time("2027-01-04 03:00:00"):
            self.assertEqual(self.draw(yearly, user=new_york), ["26-001"])
            self.assertEqual(self.draw(yearly, user=self.worker), ["27-001"])

    def test_weekly_needs_a_week(self):
        for pattern in ("{000}", "{IYY}-{000}", "{YY}{MM}-{000}"):
            with self.subTest(pattern=pattern):
                with self.assertRaisesRegex(ValidationError, r"\{WW\}"):
                    self.make_format(pattern, reset="weekly")

    def test_restart_follows_the_pattern_in_the_form(self):
        with Form(self.env["lot.number.format"]) as form:
            form.pattern = "{WW}-{000}"
            self.assertEqual(form.reset, "never")
            form.reset = "weekly"
            form.pattern = "{IYY}{WW}-{000}"
            self.assertEqual(form.reset, "weekly")
            form.pattern = "{IYY}-{000}"
            self.assertEqual(form.reset, "yearly")
        self.assertTrue(form.record.sequence_id.use_date_range)

    @freeze_time("2026-03-01 12:00:00")
    def test_mixed_years_are_warned_of(self):
        mixed = {
            "{YY}{WW}-{000}": r"\{IYY\}.*01/01/2027.*2753-001",
            "{YYYY}W{WW}-{0}": r"\{IYYY\}.*01/01/2027.*2027W53-1",
            "{WW}-{YY}-{0}": r"\{IYY\}.*01/01/2027.*53-27-1",
            "{IYY}{MM}-{000}": r"\{YY\}.*01/01/2027.*2601-001",
            "{IYYY}-{MM}-{DD}-{0}": r"\{YYYY\}.*01/01/2027.*2026-01-01-1",
            "{IYY}{DOY}-{0}": r"\{YY\}.*01/01/2027.*26001-1",
        }
        for pattern, message in mixed.items():
            with self.subTest(pattern=pattern):
                self.assertRegex(self.make_format(pattern).year_warning, message)
        for pattern in (
            "{000}",
            "{YY}-{000}",
            "{WW}-{000}",
            "{YY}{MM}{DD}-{000}",
            "{IYY}{WW}-{000}",
            "{IYY}-{000}",
            "{IYY}W{WW}.{YY}{MM}{DD}-{0}",
        ):
            with self.subTest(pattern=pattern):
                self.assertFalse(self.make_format(pattern).year_warning)

    def test_form_warns_while_typing(self):
        with Form(self.env["lot.number.format"].with_user(self.planner)) as form:
            form.pattern = "{YY}{WW}-{000}"
            self.assertIn("{IYY}", form.year_warning)
            form.pattern = "{IYY}{WW}-{000}"
            self.assertFalse(form.year_warning)


@tagged("post_install", "-at_install")
class TestTwins(FormatCase):
    # AB-5: two formats with one pattern

    def test_display_names_tell_them_apart(self):
        first = self.make_format("TWIN-{YY}-{000}")
        self.assertEqual(first.display_name, "TWIN-{YY}-{000}")
        own = self.make_format("TWIN-{YY}-{000}", company_id=self.company.id)
        never = self.make_format("TWIN-{YY}-{000}", reset="never")
        first.invalidate_recordset()
        names = (first + own + never).mapped("display_name")
        self.assertEqual(len(set(names)), 3)
        for name in names:
            self.assertTrue(name.startswith("TWIN-{YY}-{000} ("), name)
        self.assertIn(self.company.name, names[1])
        self.assertIn("Never", names[2])
        exact = self.make_format("TWIN-{YY}-{000}")
        (first + exact).invalidate_recordset()
        self.assertNotEqual(first.display_name, exact.display_name)
        found = dict(self.env["lot.number.format"].name_search("TWIN-{YY}"))
        self.assertEqual(len(set(found.values())), 4)
        (own + never + exact).unlink()
        first.invalidate_recordset()
        self.assertEqual(first.display_name, "TWIN-{YY}-{000}")

    def test_typing_the_pattern_of_a_format_uses_it(self):
        number_format = self.make_format("AGAIN-{000}")
        model = self.env["lot.number.format"].with_user(self.inventory_manager)
        self.assertEqual(model.name_create(" AGAIN-{000} ")[0], number_format.id)
        self.assertNotEqual(model.name_create("again-{000}")[0], number_format.id)

    def test_typing_uses_only_what_the_company_may_use(self):
        other = self.make_company("Other works")
        others = self.make_format("THEIRS-{000}", company_id=other.id)
        model = self.env["lot.number.format"]
        format_id, _name = model.name_create("THEIRS-{000}")
        self.assertNotEqual(format_id, others.id)
        own = self.make_format("OURS-{000}", company_id=self.company.id)
        self.assertEqual(model.name_create("OURS-{000}")[0], own.id)
        shared = self.make_format("OURS-{000}")
        self.assertEqual(model.name_create("OURS-{000}")[0], shared.id)

    def test_a_twin_by_hand_is_warned_of(self):
        number_format = self.make_format("HAND-{000}")
        self.assertFalse(number_format.twin_warning)
        model = self.env["lot.number.format"].with_user(self.inventory_manager)
        with Form(model) as form:
            form.pattern = "HAND-{000}"
            self.assertIn("HAND-{000}", form.twin_warning)
            form.pattern = "HAND-{0000}"
            self.assertFalse(form.twin_warning)
        copy = number_format.copy()
        self.assertTrue(copy.twin_warning)
