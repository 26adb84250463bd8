"""What is said about numbers, after an action on a list and on an order's form."""

from lxml import etree

from odoo.tests import Form, tagged

from ..common import PreallocCase

HINT = "Numbers are given when production is completed"


@tagged("post_install", "-at_install")
class TestListActions(PreallocCase):
    """UX-11: every list action says what it did."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_trigger = "done"
        cls.pump = cls.make_product("Pump", "serial")
        cls.screw = cls.make_product("Screw")

    def run_from_list(self, name, records):
        """:return: str, what the action says"""
        action = self.env.ref(f"lot_prealloc.{name}").with_env(records.env)
        told = action.with_context(
            active_model=records._name, active_ids=records.ids
        ).run()
        self.assertEqual(told["tag"], "display_notification")
        return told["params"]["message"]

    # UX-11
    def test_preallocate_numbers(self):
        orders = self.make_order(self.pump, 5, user=self.worker)
        orders |= self.make_order(self.screw, 2, user=self.worker)
        orders |= self.make_order(self.screw, 2, user=self.worker)
        self.assertEqual(
            self.run_from_list("action_preallocate_lots", orders),
            "5 numbers for 1 order · 2 skipped: untracked",
        )
        closed = self.make_order(self.pump, 1, user=self.worker)
        closed.action_cancel()
        single = self.make_order(self.pump, 1, user=self.worker)
        self.assertEqual(
            self.run_from_list("action_preallocate_lots", orders | closed | single),
            "1 number for 1 order · 1 skipped: has its numbers · 2 skipped: untracked"
            " · 1 skipped: closed",
        )
        self.assertIn(
            "No new numbers",
            self.run_from_list("action_preallocate_lots", orders),
        )

    # UX-11, AB-3
    def test_inherit_tracking(self):
        category = self.env["product.category"].create(
            {"name": "Pumps", "lot_tracking": "lot"}
        )
        own = self.make_product("Own", "serial", categ_id=category.id)
        inherits = self.make_product("Inherits", None, categ_id=category.id)
        templates = (own | inherits).product_tmpl_id.with_user(self.inventory_manager)
        self.assertEqual(
            self.run_from_list("action_inherit_lot_tracking", templates),
            "1 inherit: By Lots · 1 skipped: inherited before",
        )
        self.assertEqual(own.tracking, "lot")


@tagged("post_install", "-at_install")
class TestOrderForm(PreallocCase):
    """Numbers that come at completion; a part that is produced now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_product("Pump", "serial")
        cls.cheese = cls.make_product("Cheese", "lot")

    def setUp(self):
        super().setUp()
        # a counter of its own for each test: counters don't go back
        self.pump.lot_number_format_id = self.make_format("PMP-{000}")

    # UX-13, AB-9, AB-10: the hint stays as long as numbers are to come
    def test_hint_stays_until_there_are_numbers(self):
        self.company.lot_prealloc_trigger = "done"
        for product in (self.pump, self.cheese):
            with self.subTest(product=product.name):
                order = self.make_order(product, 3, user=self.worker)
                self.assertEqual(order.lot_number_hint, HINT)
                order.action_confirm()
                self.assertEqual(order.lot_number_hint, HINT)
                order.action_preallocate_lots()
                self.assertFalse(order.lot_number_hint)
        order = self.make_order(self.pump, 3, user=self.worker, confirm=True)
        with Form(order) as form:
            form.qty_producing = 2
        self.assertEqual(order.lot_number_hint, HINT)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertFalse(order.lot_number_hint)

    # PF-2: nothing is promised that has come, or does not come
    def test_no_hint(self):
        order = self.make_order(self.pump, 3, user=self.worker, confirm=True)
        self.assertFalse(order.lot_number_hint)
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.pump, 3, user=self.worker, confirm=True)
        self.assertFalse(order.lot_number_hint)

    # UX-4, PF-7: “4 / 10”: which four
    def test_part_says_which(self):
        order = self.make_order(self.pump, 10, user=self.worker, confirm=True)
        self.assertFalse(order.lot_number_progress)
        told = "Now: PMP-001 … 004 (4) · later: PMP-005 … 010 (6)"
        with Form(order) as form:
            form.qty_producing = 4
            self.assertEqual(form.lot_number_progress, told)
        self.assertEqual(order.lot_number_progress, told)
        order.qty_producing = 10
        order.set_qty_producing()
        self.assertFalse(order.lot_number_progress)

    # UX-4: with our settings off, Odoo's own buttons are there as ever
    def test_generate_serial_is_odoos(self):
        view = self.env.ref("mrp.mrp_production_form_view")
        arch = etree.fromstring(
            self.env["mrp.production"].with_user(self.worker).get_view(view.id)["arch"]
        )
        buttons = arch.xpath("//button[@name='action_generate_serial']")
        self.assertEqual(len(buttons), 4)
        secondary = [b for b in buttons if "btn-secondary" in b.get("class")]
        self.assertEqual(len(secondary), 1)
        self.assertIn("not lot_producing_ids", secondary[0].get("invisible"))
        self.assertIn("takes_typed_quantity", secondary[0].get("invisible"))
