"""What is said, and refused, where a format or a default tracking is chosen."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from .test_tiers import TierCase


@tagged("post_install", "-at_install")
class TestMissingReferences(TierCase):
    # AB-3, AB-5: {SKU} is chosen for products without an internal reference

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_reference = cls.make_format("{SKU}-{000}")
        cls.harmless = cls.make_format("H-{000}")
        cls.template.lot_tracking = "lot"

    def test_product(self):
        template = self.template.with_user(self.inventory_manager)
        with Form(template) as form:
            form.lot_number_format_id = self.by_reference
            self.assertIn("internal reference", form.lot_number_format_warning)
            form.default_code = "P1"
            self.assertFalse(form.lot_number_format_warning)
            form.default_code = False
        self.assertTrue(template.lot_number_format_warning)
        template.lot_number_format_id = self.harmless
        self.assertFalse(template.lot_number_format_warning)
        template.lot_number_format_id = False
        self.parent.lot_number_format_id = self.by_reference
        template.invalidate_recordset()
        self.assertTrue(template.lot_number_format_warning)
        template.lot_tracking = "none"
        self.assertFalse(template.lot_number_format_warning)

    def test_category(self):
        self.company.lot_config_scope = "category"
        manager = self.inventory_manager
        decided = self.make_product("Decided", "lot", categ_id=self.category.id)
        decided.lot_number_format_id = self.harmless
        self.make_product("Named", "lot", categ_id=self.category.id, default_code="N")
        self.make_product("Untracked", "none", categ_id=self.category.id)
        with Form(self.parent.with_user(manager)) as form:
            form.lot_number_format_id = self.by_reference
            self.assertRegex(form.lot_number_format_warning, "^1 product .*Pump$")
            form.lot_number_format_id = self.harmless
            self.assertFalse(form.lot_number_format_warning)
        for index in range(4):
            self.make_product(f"More {index}", "lot", categ_id=self.category.id)
        with Form(self.parent.with_user(manager)) as form:
            form.lot_number_format_id = self.by_reference
            self.assertRegex(form.lot_number_format_warning, "^5 products .*More.* …$")
        self.category.lot_number_format_id = self.harmless
        self.parent.invalidate_recordset()
        self.assertFalse(self.parent.lot_number_format_warning)

    def test_company(self):
        with Form(self.env["res.config.settings"]) as form:
            form.lot_number_format_id = self.by_reference
            before = form.lot_number_format_warning
        self.assertIn("no internal reference", before)
        count = int(before.split()[0])
        self.make_product("One more", "lot")
        self.company.invalidate_recordset()
        self.assertTrue(
            self.company.lot_number_format_warning.startswith(f"{count + 1} products")
        )
        with Form(self.env["res.config.settings"]) as form:
            self.assertTrue(form.lot_number_format_warning)
            form.lot_number_format_id = self.harmless
            self.assertFalse(form.lot_number_format_warning)

    def test_format(self):
        used = self.make_format("U-{000}")
        self.template.lot_number_format_id = used
        heir = self.make_product("Heir", "lot", categ_id=self.category.id)
        self.category.lot_number_format_id = used
        with Form(used.with_user(self.inventory_manager)) as form:
            self.assertFalse(form.reference_warning)
            form.pattern = "{SKU}-{000}"
            self.assertRegex(form.reference_warning, "^2 products .*(Pump|Heir)")
        self.product.default_code = heir.default_code = "X"
        used.invalidate_recordset()
        self.assertFalse(used.reference_warning)
        with Form(self.env["lot.number.format"]) as form:
            form.pattern = "{SKU}-{000}"
            self.assertFalse(form.reference_warning)


@tagged("post_install", "-at_install")
class TestReceiptFormats(TierCase):
    # LN-5, PF-3: a receipt has no manufacturing order

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False
        cls.by_order = cls.make_format("{MO}-{000}")
        cls.template.lot_tracking = "lot"

    def assert_refused(self):
        return self.assertRaisesRegex(
            ValidationError, r"(?s)on receipt.*\{MO\}-\{000\}: .*Pump"
        )

    def test_format_first(self):
        for tier in (self.template, self.category, self.parent, self.company):
            with self.subTest(tier=tier._name):
                tier.lot_number_format_id = self.by_order
                with self.assert_refused():
                    with Form(self.template) as form:
                        form.lot_auto_generate = True
                self.template.invalidate_recordset()
                tier.lot_number_format_id = False
        self.template.lot_auto_generate = True

    def test_receipts_first(self):
        self.template.lot_auto_generate = True
        for tier in (self.template, self.category, self.parent, self.company):
            with self.subTest(tier=tier._name), self.assert_refused():
                tier.lot_number_format_id = self.by_order
        self.template.lot_number_format_id = self.make_format("OK-{000}")
        for tier in (self.category, self.parent, self.company):
            tier.lot_number_format_id = self.by_order

    def test_settings(self):
        self.template.lot_auto_generate = True
        with self.assert_refused():
            with Form(self.env["res.config.settings"]) as form:
                form.lot_number_format_id = self.by_order

    def test_pattern_category_and_parent(self):
        number_format = self.make_format("X-{000}")
        self.template.lot_auto_generate = True
        self.template.lot_number_format_id = number_format
        with self.assert_refused():
            number_format.pattern = "{MO}-{000}"
        self.template.lot_number_format_id = False
        other = self.env["product.category"].create(
            {"name": "By order", "lot_number_format_id": self.by_order.id}
        )
        with self.assert_refused():
            self.template.categ_id = other
        with self.assert_refused():
            self.category.parent_id = other

    def test_another_company(self):
        other = self.make_company("Other works")
        own = self.make_product("Own", "lot", company_id=self.company.id)
        own.lot_auto_generate = True
        other.lot_number_format_id = self.by_order
        with self.assert_refused():
            self.template.lot_auto_generate = True

    def test_typed_or_by_range_it_is_not_proposed(self):
        # MM-7
        self.template.lot_number_format_id = self.by_order
        self.assertFalse(self.product._preview_lot_name(self.company))


@tagged("post_install", "-at_install")
class TestDefaultTracking(TierCase):
    # AB-3: the company tier of shared products, where companies disagree

    def read_conflict(self, tracking=None):
        with Form(self.env["res.config.settings"]) as form:
            if tracking is not None:
                form.lot_tracking = tracking
            return form.lot_tracking_conflict

    def test_companies_disagree(self):
        self.set_company_tracking(False)
        self.assertFalse(self.read_conflict())
        others = self.everybody - self.company
        others.lot_tracking = "lot"
        other = self.make_company("Other works", lot_tracking="serial")
        message = self.read_conflict("lot")
        self.assertIn("Other works: By Unique Serial Number", message)
        self.assertIn(self.company.name, message)
        self.assertEqual(self.product.tracking, "none")
        other.lot_tracking = False
        self.assertIn("Other works: By Quantity", self.read_conflict("lot"))
        other.lot_tracking = "lot"
        self.assertFalse(self.read_conflict("lot"))
        self.assertEqual(self.product.tracking, "lot")

    def test_nothing_and_by_quantity_are_the_same(self):
        self.set_company_tracking("none")
        self.make_company("Other works", lot_tracking=False)
        self.assertFalse(self.read_conflict())

    def test_own_products_follow(self):
        self.set_company_tracking(False)
        self.make_company("Other works", lot_tracking="serial")
        own = self.make_product("Own", None, company_id=self.company.id)
        self.read_conflict("lot")
        self.company.lot_tracking = "lot"
        self.assertEqual((own.tracking, self.product.tracking), ("lot", "none"))


@tagged("post_install", "-at_install")
class TestSeriesWithoutDigits(PreallocCase):
    # OD-2, MM-2, MM-7: no last number is filled in that is refused

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_trigger = "done"
        cls.product = cls.make_product("Counted", "serial")

    def open_dialog(self, quantity=3):
        order = self.make_order(self.product, quantity, user=self.worker, confirm=True)
        return order, Form.from_action(order.env, order.action_generate_serial())

    def test_first_number_without_digits(self):
        _order, dialog = self.open_dialog()
        dialog.lot_name = "ABC"
        self.assertFalse(dialog.last_lot_name)
        self.assertIn("ABC-001", dialog.series_problem)
        wizard = dialog.save()
        with self.assertRaisesRegex(UserError, "no digits.*ABC-001"):
            wizard.action_generate_serial_numbers()
        wizard.last_lot_name = "ABC2"
        with self.assertRaisesRegex(UserError, "no digits.*ABC-001"):
            wizard.action_generate_serial_numbers()
        dialog = Form(wizard)
        dialog.lot_name = "ABC-001"
        self.assertEqual(dialog.last_lot_name, "ABC-003")
        self.assertFalse(dialog.series_problem)
        wizard = dialog.save()
        wizard.action_generate_serial_numbers()
        self.assertEqual(
            wizard.serial_numbers.splitlines(), ["ABC-001", "ABC-002", "ABC-003"]
        )

    def test_one_number_needs_no_digits(self):
        order, dialog = self.open_dialog()
        dialog.lot_name = "ABC"
        dialog.lot_quantity = 1
        self.assertEqual(dialog.last_lot_name, "ABC")
        self.assertFalse(dialog.series_problem)
        wizard = dialog.save()
        wizard.action_generate_serial_numbers()
        self.assertEqual(wizard.serial_numbers, "ABC")

    def test_last_number_that_does_not_continue(self):
        _order, dialog = self.open_dialog()
        dialog.lot_name = "A-1"
        dialog.last_lot_name = "B-4"
        self.assertIn("B-4", dialog.series_problem)
        dialog.last_lot_name = "A-3"
        self.assertFalse(dialog.series_problem)
        self.assertEqual(dialog.lot_quantity, 3)

    def test_what_is_proposed_is_never_a_problem(self):
        _order, dialog = self.open_dialog()
        self.assertTrue(dialog.lot_name)
        self.assertFalse(dialog.series_problem)
