"""Number formats: patterns, counters, previews, what may be in force."""

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import PreallocCase


class FormatCase(PreallocCase):
    def draw(self, number_format, quantity=1, values=None, user=None):
        """:return: list of names, consumed"""
        number_format = number_format.with_user(user or self.env.user)
        [names] = number_format._draw_names([(number_format, values or {}, quantity)])
        return names

    def assert_names(self, number_format, names_by_time, user=None):
        for time, name in names_by_time.items():
            with self.subTest(time=time), freeze_time(time):
                number_format.invalidate_recordset()
                self.assertEqual(number_format.with_user(user or 1).next_name, name)
                self.assertEqual(self.draw(number_format, user=user), [name])


@tagged("post_install", "-at_install")
class TestPattern(FormatCase):
    # AB-5

    @freeze_time("2026-02-03 10:00:00")
    def test_date_tokens(self):
        number_format = self.make_format("{YY}.{YYYY}.{MM}.{DD}.{DOY}.{WW}.{00}")
        self.assertEqual(self.draw(number_format), ["26.2026.02.03.034.06.01"])

    def test_origin_tokens(self):
        number_format = self.make_format("{MO}_{SKU}_{000}_{CATEG}")
        values = {"MO": "WH/MO/7", "SKU": "AB 1", "CATEG": "Bolts"}
        self.assertEqual(
            self.draw(number_format, values=values), ["WH/MO/7_AB 1_001_Bolts"]
        )

    def test_everything_else_is_literal(self):
        number_format = self.make_format("a%(y)s-%s ä/100%-{00}-YY")
        self.assertEqual(self.draw(number_format), ["a%(y)s-%s ä/100%-01-YY"])

    def test_zeros_set_the_padding(self):
        for zeros in range(1, 11):
            with self.subTest(zeros=zeros):
                number_format = self.make_format("N{%s}" % ("0" * zeros))
                self.assertEqual(self.draw(number_format), ["N" + "1".zfill(zeros)])

    def test_counter_outgrows_its_padding(self):
        number_format = self.make_format("N{0}")
        self.assertEqual(self.draw(number_format, 11)[-3:], ["N9", "N10", "N11"])

    def test_display_name_is_the_pattern(self):
        self.assertEqual(
            self.make_format("GEN-{YY}-{0000}").display_name, "GEN-{YY}-{0000}"
        )

    def test_typing_a_pattern_in_a_many2one_creates_it(self):
        product = self.make_product("Typed", "lot")
        format_id, name = self.env["lot.number.format"].name_create("GEN-{YYYY}-{00}")
        self.assertEqual(name, "GEN-{YYYY}-{00}")
        product.lot_number_format_id = format_id
        order = self.make_order(product, confirm=True)
        self.assertRegex(order.prealloc_lot_ids.name, r"^GEN-20\d\d-01$")
        with self.assertRaisesRegex(ValidationError, "has no counter"):
            self.env["lot.number.format"].name_create("LOT")

    def test_bad_patterns_are_refused_with_reason_and_example(self):
        reasons = {
            "": "has no counter",
            "GEN": "has no counter",
            "GEN-{YY}": "has no counter",
            "GEN-0000": "has no counter",
            "{00}-{0000}": "more than one counter",
            "{0}{0}": "more than one counter",
            "GEN-{YEAR}-{0000}": r"\{YEAR\} is not a token",
            "GEN-{yy}-{0000}": r"\{yy\} is not a token",
            "GEN-{0001}": r"\{0001\} is not a token",
            "GEN-{}-{0000}": r"\{\} is not a token",
            "GEN-{ 0000 }": r"\{ 0000 \} is not a token",
            "GEN-{00000000000}": "at most ten zeros",
            "GEN-{YY-{0000}": "a brace",
            "GEN-YY}-{0000}": "a brace",
            "GEN-{0000": "a brace",
            "GEN-{{0000}}": "a brace",
        }
        for pattern, reason in reasons.items():
            message = rf"(?s){reason}.*GEN-\{{YY\}}-\{{0000\}}"
            with self.subTest(pattern=pattern):
                with self.assertRaisesRegex(ValidationError, message):
                    self.make_format(pattern)
                number_format = self.make_format("OK{0}")
                with self.assertRaisesRegex(ValidationError, message):
                    number_format.pattern = pattern

    def test_form_says_what_is_wrong_before_saving(self):
        with Form(self.env["lot.number.format"]) as form:
            form.pattern = "GEN-{YEAR}-{0000}"
            self.assertIn("{YEAR} is not a token", form.pattern_error)
            form.pattern = "GEN-{0000}"
            self.assertFalse(form.pattern_error)

    def test_product_without_internal_reference(self):
        product = self.make_product("Nameless", "lot")
        product.lot_number_format_id = self.make_format("{SKU}-{000}")
        order = self.make_order(product, user=self.worker)
        with self.assertRaisesRegex(UserError, "Nameless needs an internal reference"):
            order.action_preallocate_lots()
        product.default_code = "N1"
        order.action_confirm()
        self.assertEqual(self.names(order.prealloc_lot_ids), ["N1-001"])

    def test_variants_have_their_own_reference(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Size",
                "value_ids": [(0, 0, {"name": "S"}), (0, 0, {"name": "L"})],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Sized",
                "is_storable": True,
                "tracking": "lot",
                "lot_number_format_id": self.make_format("{SKU}-{000}").id,
                "attribute_line_ids": [
                    (
                        0,
                        0,
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [(6, 0, attribute.value_ids.ids)],
                        },
                    )
                ],
            }
        )
        small, large = template.product_variant_ids
        small.default_code, large.default_code = "S", "L"
        orders = self.make_order(small) + self.make_order(large)
        orders.action_confirm()
        self.assertEqual(self.names(orders.prealloc_lot_ids), ["S-001", "L-002"])

    def test_classification_and_order_of_a_completed_order(self):
        # {CATEG} and {MO} are allowed where numbers are given at completion (PF-3)
        self.company.lot_prealloc_trigger = "done"
        category = self.env["product.category"].create({"name": "Gears"})
        product = self.make_product("Gear", "serial", categ_id=category.id)
        product.lot_number_format_id = self.make_format("{CATEG}/{MO}/{00}")
        order = self.make_order(product, 2, user=self.worker, confirm=True)
        self.complete(order)
        self.assertEqual(
            self.names(order.lot_producing_ids),
            [f"Gears/{order.name}/01", f"Gears/{order.name}/02"],
        )

    def test_longer_than_gs1_allows(self):
        # BX-1
        self.assertFalse(self.make_format("A" * 16 + "{0000}").length_warning)
        warning = self.make_format("A" * 17 + "{0000}").length_warning
        self.assertIn("21 characters", warning)
        with Form(self.env["lot.number.format"]) as form:
            form.pattern = "A" * 30 + "{0000}"
            self.assertIn("34 characters", form.length_warning)

    def test_used_format_is_not_deleted(self):
        number_format = self.make_format("USED-{000}")
        product = self.make_product(
            "User", "lot", lot_number_format_id=number_format.id
        )
        product.product_tmpl_id.active = False
        with self.assertRaisesRegex(UserError, "in use.*USED-"):
            number_format.unlink()
        product.lot_number_format_id = False
        sequence = number_format.sequence_id
        number_format.with_user(self.inventory_manager).unlink()
        self.assertFalse(sequence.exists())

    def test_copy_has_a_counter_of_its_own(self):
        number_format = self.make_format("C-{000}")
        self.draw(number_format, 5)
        copy = number_format.copy()
        self.assertNotEqual(copy.sequence_id, number_format.sequence_id)
        self.assertEqual(copy.next_name, "C-001")


@tagged("post_install", "-at_install")
class TestCounter(FormatCase):
    # AB-6

    def test_counter_is_a_standard_sequence(self):
        sequence = self.make_format("S-{0000}").sequence_id
        self.assertEqual(sequence._name, "ir.sequence")
        self.assertEqual(sequence.implementation, "standard")
        self.assertEqual(sequence.padding, 4)

    def test_default_reset(self):
        resets = {
            "{000}": "never",
            "{MM}{DD}-{000}": "never",
            "{WW}-{000}": "never",
            "{YY}-{000}": "yearly",
            "{YYYY}-{000}": "yearly",
            "{YY}{MM}{DD}-{000}": "yearly",
        }
        for pattern, reset in resets.items():
            with self.subTest(pattern=pattern):
                self.assertEqual(self.make_format(pattern).reset, reset)

    def test_default_follows_the_pattern(self):
        with Form(self.env["lot.number.format"]) as form:
            form.pattern = "{000}"
            self.assertEqual(form.reset, "never")
            form.pattern = "{YY}-{000}"
            self.assertEqual(form.reset, "yearly")
        number_format = form.record
        self.assertTrue(number_format.sequence_id.use_date_range)
        number_format.pattern = "{000}"
        self.assertEqual(number_format.reset, "never")
        self.assertFalse(number_format.sequence_id.use_date_range)

    def test_yearly(self):
        self.assert_names(
            self.make_format("{YY}-{000}"),
            {
                "2026-05-01 08:00:00": "26-001",
                "2026-12-31 23:59:59": "26-002",
                "2027-01-01 00:00:00": "27-001",
                "2027-06-01 08:00:00": "27-002",
            },
        )

    def test_never(self):
        self.assert_names(
            self.make_format("{YY}-{000}", reset="never"),
            {"2026-12-31 12:00:00": "26-001", "2027-01-01 12:00:00": "27-002"},
        )

    def test_monthly(self):
        self.assert_names(
            self.make_format("{YY}{MM}-{000}", reset="monthly"),
            {
                "2027-02-27 12:00:00": "2702-001",
                "2027-02-28 12:00:00": "2702-002",
                "2027-03-01 12:00:00": "2703-001",
                "2028-02-29 12:00:00": "2802-001",
            },
        )

    def test_daily(self):
        self.assert_names(
            self.make_format("{YY}{DOY}-{000}", reset="daily"),
            {
                "2028-12-30 12:00:00": "28365-001",
                "2028-12-30 13:00:00": "28365-002",
                "2028-12-31 12:00:00": "28366-001",
            },
        )

    def test_date_is_the_users(self):
        number_format = self.make_format("{YY}-{000}")
        tokyo = self.make_user("tokyo", "mrp.group_mrp_user", tz="Asia/Tokyo")
        with freeze_time("2026-12-31 23:30:00"):
            self.assertEqual(self.draw(number_format, user=self.worker), ["26-001"])
            self.assertEqual(self.draw(number_format, user=tokyo), ["27-001"])
            self.assertEqual(self.draw(number_format, user=self.worker), ["26-002"])
            self.assertEqual(number_format.with_user(tokyo).next_name, "27-002")
            self.assertEqual(number_format.with_user(self.worker).next_name, "26-003")

    def test_date_is_the_moment_of_generation(self):
        product = self.make_product("Late", "lot")
        product.lot_number_format_id = self.make_format("{YY}-{000}")
        order = self.make_order(product, date_start="2026-12-31 10:00:00")
        with freeze_time("2027-01-01 12:00:00"):
            order.action_confirm()
        self.assertEqual(order.prealloc_lot_ids.name, "27-001")

    def test_finer_reset_needs_its_token(self):
        refused = {
            ("{YY}-{000}", "monthly"): r"\{DOY\} \{MM\}",
            ("{YY}{MM}-{000}", "daily"): r"\{DD\} \{DOY\}",
            ("{000}", "yearly"): r"\{YY\}",
        }
        for (pattern, reset), tokens in refused.items():
            with self.subTest(pattern=pattern, reset=reset):
                with self.assertRaisesRegex(ValidationError, tokens):
                    self.make_format(pattern, reset=reset)

    def test_reset_is_changed_within_its_period(self):
        number_format = self.make_format("{YY}{MM}-{000}")
        with freeze_time("2026-05-10 12:00:00"):
            self.draw(number_format, 7)
            number_format.reset = "monthly"
            self.assertEqual(self.draw(number_format), ["2605-001"])
        with freeze_time("2026-06-10 12:00:00"):
            self.assertEqual(self.draw(number_format), ["2606-001"])
            number_format.reset = "yearly"
            self.assertEqual(self.draw(number_format), ["2606-008"])

    def test_formats_are_shared_with_their_counter(self):
        number_format = self.make_format("SHARED-{000}")
        category = self.env["product.category"].create(
            {"name": "Sharing", "lot_number_format_id": number_format.id}
        )
        products = [
            self.make_product("One", "serial", lot_number_format_id=number_format.id),
            self.make_product("Two", "serial", categ_id=category.id),
        ]
        names = []
        for product in products * 2:
            names += self.names(
                self.make_order(product, 2, confirm=True).prealloc_lot_ids
            )
        self.assertEqual(names, [f"SHARED-00{index}" for index in range(1, 9)])

    def test_existing_names_are_skipped(self):
        product = self.make_product("Typed before", "serial")
        product.lot_number_format_id = self.make_format("T-{000}")
        for name in ("T-001", "T-003"):
            self.make_lot(product, name)
        order = self.make_order(product, 2, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["T-002", "T-004"])

    def test_no_format_means_the_native_sequence(self):
        # BX-2
        product = self.make_product("Native", "serial")
        product.serial_prefix_format = "NAT-"
        sequence = product.lot_sequence_id
        order = self.make_order(product, 3, user=self.worker, confirm=True)
        self.assertEqual(
            self.names(order.prealloc_lot_ids),
            ["NAT-0000001", "NAT-0000002", "NAT-0000003"],
        )
        self.assertEqual(sequence.number_next_actual, 4)
        self.assertEqual(sequence.next_by_id(), "NAT-0000004")

    def test_native_default_sequence(self):
        # BX-2
        product = self.make_product("Native", "lot")
        sequence = self.env.ref("stock.sequence_production_lots")
        self.assertEqual(product.lot_sequence_id, sequence)
        expected = sequence.get_next_char(sequence.number_next_actual)
        order = self.make_order(product, 3, user=self.worker, confirm=True)
        self.assertEqual(order.prealloc_lot_ids.name, expected)

    @freeze_time("2026-05-10 12:00:00")
    def test_native_sequence_by_year_and_without_gaps(self):
        # BX-2
        sequence = self.env["ir.sequence"].create(
            {
                "name": "By year",
                "prefix": "%(range_year)s/",
                "padding": 3,
                "use_date_range": True,
            }
        )
        product = self.make_product("Native", "serial", lot_sequence_id=sequence.id)
        order = self.make_order(product, 2, user=self.worker, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["2026/001", "2026/002"])
        sequence = self.env["ir.sequence"].create(
            {"name": "No gap", "prefix": "G", "implementation": "no_gap"}
        )
        product = self.make_product("Native", "serial", lot_sequence_id=sequence.id)
        order = self.make_order(product, 2, user=self.worker, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["G1", "G2"])


@tagged("post_install", "-at_install")
class TestPreview(FormatCase):
    # AB-4, AB-7

    def test_looking_consumes_nothing(self):
        number_format = self.make_format("P-{000}")
        self.assertEqual(self.draw(number_format), ["P-001"])
        for _look in range(3):
            number_format.invalidate_recordset()
            self.assertEqual(number_format.with_user(self.worker).next_name, "P-002")
        self.assertEqual(self.draw(number_format), ["P-002"])

    @freeze_time("2026-05-10 12:00:00")
    def test_looking_opens_no_period(self):
        number_format = self.make_format("P-{YY}-{000}")
        self.assertEqual(number_format.next_name, "P-26-001")
        self.assertFalse(number_format.sequence_id.date_range_ids)
        self.assertEqual(self.draw(number_format), ["P-26-001"])

    def test_preview_on_every_form(self):
        number_format = self.make_format("{SKU}/P-{000}")
        category = self.env["product.category"].create({"name": "Seen"})
        product = self.make_product(
            "Seen", "lot", default_code="X9", categ_id=category.id
        )
        with Form(product.product_tmpl_id) as form:
            form.lot_number_format_id = number_format
            self.assertEqual(form.lot_number_next, "X9/P-001")
        self.company.lot_config_scope = "category"
        with Form(category) as form:
            form.lot_number_format_id = number_format
            self.assertEqual(form.lot_number_next, "{SKU}/P-001")
        with Form(self.env["res.config.settings"]) as form:
            form.lot_number_format_id = number_format
            self.assertEqual(form.lot_number_next, "{SKU}/P-001")
        self.assertEqual(number_format.next_name, "{SKU}/P-001")
        order = self.make_order(product, confirm=True)
        self.assertEqual(order.prealloc_lot_ids.name, "X9/P-001")

    def test_preview_while_typing(self):
        draft = self.env["lot.number.format"].new({"pattern": "N-{00}"})
        self.assertEqual(draft.next_name, "N-01")
        draft.pattern = "N-{YEAR}-{00}"
        self.assertFalse(draft.next_name)
        number_format = self.make_format("N-{00}")
        self.draw(number_format, 5)
        draft = number_format.new({"pattern": "M-{000}"}, origin=number_format)
        self.assertEqual(draft.next_name, "M-006")

    def test_preview_of_an_inherited_format(self):
        category = self.env["product.category"].create(
            {"name": "C", "lot_number_format_id": self.make_format("INH-{00}").id}
        )
        product = self.make_product("Heir", "lot", categ_id=category.id)
        self.assertEqual(product.product_tmpl_id.lot_number_next, "INH-01")


@tagged("post_install", "-at_install")
class TestAtomicDraw(FormatCase):
    # AB-8; for transactions that run at once see test_concurrency.py

    def test_as_many_statements_for_one_as_for_thousands(self):
        number_format = self.make_format("B-{YY}-{0000}")
        self.draw(number_format)
        costs = []
        for quantity in (1, 1000, 5000):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            names = self.draw(number_format, quantity)
            costs.append(self.cr.sql_log_count - before)
            self.assertEqual(len(set(names)), quantity)
        self.assertEqual(len(set(costs)), 1, costs)

    def test_several_formats_in_one_draw(self):
        first, second = self.make_format("F-{0}"), self.make_format("S-{0}")
        self.assertEqual(
            first._draw_names([(first, {}, 2), (second, {}, 1), (first, {}, 1)]),
            [["F-1", "F-2"], ["S-1"], ["F-3"]],
        )
        self.assertEqual(first._draw_names([]), [])

    def test_duplicate_number_is_refused(self):
        product = self.make_product("Twice", "lot")
        self.make_lot(product, "ONE")
        with self.assertRaisesRegex(ValidationError, "(?s)unique.*ONE"):
            self.make_lot(product, "ONE")


@tagged("post_install", "-at_install")
class TestCompletionTokens(FormatCase):
    # PF-3: on, and before completion, a format with {CATEG} or {MO} cannot be in force

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_order = cls.make_format("{MO}-{00}")
        cls.by_category = cls.make_format("{CATEG}-{00}")
        cls.category = cls.env["product.category"].create({"name": "Cogs"})
        cls.product = cls.make_product("Cog", "lot")

    def assert_refused(self, pattern, *names):
        """The message names the format and where it is used."""
        message = "".join(f"(?=.*{name})" for name in (pattern, *names))
        return self.assertRaisesRegex(ValidationError, f"(?s)^{message}")

    def test_choosing_is_refused(self):
        for number_format in (self.by_order, self.by_category):
            pattern = number_format.pattern.replace("{", r"\{")
            with self.subTest(pattern=number_format.pattern):
                self.company.lot_config_scope = "product"
                with self.assert_refused(pattern, "Cog"):
                    with Form(self.product.product_tmpl_id) as form:
                        form.lot_number_format_id = number_format
                self.company.lot_config_scope = "category"
                with self.assert_refused(pattern, "Cogs"):
                    with Form(self.category) as form:
                        form.lot_number_format_id = number_format
                with self.assert_refused(pattern, self.company.name):
                    with Form(self.env["res.config.settings"]) as form:
                        form.lot_number_format_id = number_format

    def test_choosing_at_creation_is_refused(self):
        with self.assert_refused("MO", "New cog"):
            self.make_product("New cog", "lot", lot_number_format_id=self.by_order.id)
        with self.assert_refused("MO", "New cogs"):
            self.env["product.category"].create(
                {"name": "New cogs", "lot_number_format_id": self.by_order.id}
            )

    def test_switching_on_is_refused_while_in_use(self):
        self.company.lot_prealloc_enabled = False
        for user in (self.product, self.category, self.company):
            with self.subTest(user=user):
                user.lot_number_format_id = self.by_category
                with self.assert_refused("CATEG", user.name):
                    with Form(self.env["res.config.settings"]) as form:
                        form.lot_prealloc_enabled = True
                user.lot_number_format_id = False
        with Form(self.env["res.config.settings"]) as form:
            form.lot_prealloc_enabled = True
        self.assertTrue(self.company.lot_prealloc_enabled)

    def test_all_uses_are_named(self):
        self.company.lot_prealloc_enabled = False
        self.product.lot_number_format_id = self.by_category
        self.category.lot_number_format_id = self.by_order
        with self.assert_refused("CATEG", "MO", "Cog", "Cogs"):
            self.company.lot_prealloc_enabled = True

    def test_an_earlier_trigger_is_refused_while_in_use(self):
        self.company.lot_prealloc_trigger = "done"
        self.product.lot_number_format_id = self.by_order
        for trigger in ("draft", "confirmed", "progress", "to_close"):
            with self.subTest(trigger=trigger), self.assert_refused("MO", "Cog"):
                with Form(self.env["res.config.settings"]) as form:
                    form.lot_prealloc_trigger = trigger
        self.company.lot_prealloc_enabled = False
        self.company.lot_prealloc_trigger = "confirmed"

    def test_pattern_of_a_used_format(self):
        number_format = self.make_format("OK-{00}")
        self.product.lot_number_format_id = number_format
        with self.assert_refused("MO", "Cog"):
            with Form(number_format) as form:
                form.pattern = "OK-{MO}-{00}"
        self.company.lot_prealloc_trigger = "done"
        number_format.pattern = "OK-{MO}-{00}"

    def test_archived_users(self):
        self.company.lot_prealloc_enabled = False
        self.product.lot_number_format_id = self.by_order
        self.product.product_tmpl_id.active = False
        self.company.lot_prealloc_enabled = True
        with self.assert_refused("MO", "Cog"):
            self.product.product_tmpl_id.active = True

    def test_companies_by_themselves(self):
        other = self.make_company("Other works")
        other.lot_number_format_id = self.by_order
        with self.assert_refused("MO", "Other works"):
            other.lot_prealloc_enabled = True
        with self.assert_refused("MO", self.company.name):
            self.company.lot_number_format_id = self.by_order

    def test_branch_uses_its_parents_products(self):
        self.company.lot_prealloc_enabled = False
        self.product.company_id = self.company
        self.product.lot_number_format_id = self.make_format(
            "{MO}-B{0}", company_id=self.company.id
        )
        branch = self.make_company("Branch", parent_id=self.company.id)
        with self.assert_refused("MO", "Cog"):
            branch.lot_prealloc_enabled = True


@tagged("post_install", "-at_install")
class TestCompanies(FormatCase):
    # section 10: rules and check_company

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_company("Other works", lot_prealloc_enabled=True)
        cls.own_format = cls.make_format("OWN-{00}", company_id=cls.company.id)
        cls.other_format = cls.make_format("OTHER-{00}", company_id=cls.other.id)
        cls.shared_format = cls.make_format("SHARED-{00}")
        cls.product = cls.make_product("Everybody's", "lot")
        cls.ours = cls.own_format + cls.other_format + cls.shared_format

    def test_formats_of_another_company_are_hidden(self):
        seen = self.env["lot.number.format"].with_user(self.worker)
        seen = seen.search([("id", "in", self.ours.ids)])
        self.assertEqual(
            seen, (self.own_format + self.shared_format).with_user(self.worker)
        )
        self.worker.company_ids += self.other
        both = self.worker.company_ids.ids
        seen = seen.with_context(allowed_company_ids=both)
        self.assertEqual(seen.search_count([("id", "in", self.ours.ids)]), 3)

    def test_a_branch_sees_its_parents_formats(self):
        branch = self.make_company("Branch", parent_id=self.company.id)
        user = self.make_user(
            "branch",
            "mrp.group_mrp_user",
            company_id=branch.id,
            company_ids=[(6, 0, branch.ids)],
        )
        seen = self.env["lot.number.format"].with_user(user)
        self.assertEqual(
            seen.search([("id", "in", self.ours.ids)]).mapped("pattern"),
            ["OWN-{00}", "SHARED-{00}"],
        )

    def test_format_of_another_company_is_refused(self):
        with self.assertRaisesRegex(
            ValidationError, r"OTHER-\{00\}.*belongs to Other works"
        ):
            self.company.lot_number_format_id = self.other_format
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            self.product.lot_number_format_id = self.other_format
        self.product.product_tmpl_id.company_id = self.company
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            self.product.lot_number_format_id = self.other_format
        self.product.lot_number_format_id = self.own_format

    def test_used_format_does_not_move_to_another_company(self):
        self.product.lot_number_format_id = self.shared_format
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            self.shared_format.company_id = self.other
        self.company.lot_number_format_id = self.own_format
        with self.assertRaisesRegex(ValidationError, "belongs to Other works"):
            self.own_format.company_id = self.other

    def test_the_orders_company_decides(self):
        self.company.lot_number_format_id = self.own_format
        self.other.lot_number_format_id = self.other_format
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.other.id)], limit=1
        )
        order = self.make_order(
            self.product,
            company_id=self.other.id,
            picking_type_id=warehouse.manu_type_id.id,
        )
        # run by the scheduler, as superuser in another company
        order.with_user(SUPERUSER_ID).with_company(self.company).action_confirm()
        self.assertEqual(order.prealloc_lot_ids.name, "OTHER-01")
        self.assertEqual(
            self.make_order(self.product, confirm=True).prealloc_lot_ids.name, "OWN-01"
        )

    def test_category_format_of_another_company_does_not_count(self):
        parent = self.env["product.category"].create(
            {"name": "Parent", "lot_number_format_id": self.own_format.id}
        )
        child = self.env["product.category"].create(
            {
                "name": "Child",
                "parent_id": parent.id,
                "lot_number_format_id": self.other_format.id,
            }
        )
        self.product.categ_id = child
        template = self.product.product_tmpl_id
        self.assertEqual(template._get_lot_number_format(self.company), self.own_format)
        self.assertEqual(template._get_lot_number_format(self.other), self.other_format)
