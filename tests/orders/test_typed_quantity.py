"""A part of a serial order, typed on its form before it has numbers (AB-9, PF-2)."""

from odoo.tests import Form, tagged

from ..common import PreallocCase

LATE_TRIGGERS = ("to_close", "done")


@tagged("post_install", "-at_install")
class TestTypedQuantity(PreallocCase):
    """With “all units are produced” and “production is completed” nothing is held."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Pump", "serial")
        cls.screw = cls.make_product("Screw")
        cls.make_bom(cls.product, [(cls.screw, 2)])
        cls.put_in_stock(cls.screw, 100)

    def setUp(self):
        super().setUp()
        # a counter of its own for each test: counters don't go back
        self.product.lot_number_format_id = self.make_format("PMP-{000}")

    def make_confirmed(self, trigger, quantity=3):
        self.company.lot_prealloc_trigger = trigger
        order = self.make_order(self.product, quantity, user=self.worker, confirm=True)
        order.action_assign()
        self.assertFalse(order.prealloc_lot_ids)
        return order

    def type_quantity(self, order, quantity):
        """What a worker does: the field must not be read-only."""
        with Form(order) as form:
            form.qty_producing = quantity

    def complete_part(self, order, backorder=True):
        action = order.button_mark_done()
        self.assertEqual(action["res_model"], "mrp.production.backorder")
        question = Form.from_action(order.env, action).save()
        return question.action_backorder() if backorder else question.action_close_mo()

    def assertPartDone(self, order, produced, left):
        self.assertEqual(order.state, "done")
        self.assertEqual(order.qty_producing, produced)
        self.assertEqual(len(order.lot_producing_ids), produced)
        self.assertEqual(order.lot_producing_ids.mapped("product_qty"), [1] * produced)
        self.assertEqual(order.move_raw_ids.quantity, 2 * produced)
        backorder = self.backorders_of(order)
        self.assertEqual(backorder.product_qty, left)
        self.assertFalse(backorder.prealloc_lot_ids)
        self.assertEqual(
            self.env["stock.lot"].search_count([("product_id", "=", self.product.id)]),
            produced,
        )
        return backorder

    def test_part_by_form(self):
        # AB-9 PF-2 PF-8
        for trigger in LATE_TRIGGERS:
            with self.subTest(trigger=trigger), self.env.cr.savepoint() as savepoint:
                order = self.make_confirmed(trigger)
                self.type_quantity(order, 2)
                self.assertEqual(order.qty_producing, 2)
                self.assertEqual(order.state, "progress")
                self.assertEqual(order.move_raw_ids.quantity, 4)
                self.assertFalse(order.lot_producing_ids | order.prealloc_lot_ids)
                self.complete_part(order)
                backorder = self.assertPartDone(order, 2, 1)
                self.complete(backorder)
                self.assertEqual(backorder.state, "done")
                self.assertEqual(len(backorder.lot_producing_ids), 1)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_part_by_rpc(self):
        # AB-9 PF-2 PF-8: written, with or without what the form computes
        for trigger in LATE_TRIGGERS:
            for method in ("set_qty_producing", "read"):
                with (
                    self.subTest(trigger=trigger, method=method),
                    self.env.cr.savepoint() as savepoint,
                ):
                    order = self.make_confirmed(trigger)
                    order.write({"qty_producing": 2})
                    getattr(order, method)()
                    self.assertEqual(order.qty_producing, 2)
                    self.complete_part(order)
                    self.assertPartDone(order, 2, 1)
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_typed_quantity_is_corrected(self):
        # AB-9: nothing is drawn by typing
        order = self.make_confirmed("done", 5)
        self.type_quantity(order, 4)
        with Form(order) as form:
            form.qty_producing = 3
            form.qty_producing = 2
        self.assertEqual(order.qty_producing, 2)
        self.assertEqual(order.move_raw_ids.quantity, 4)
        self.type_quantity(order, 0)
        self.assertEqual(order.qty_producing, 0)
        self.type_quantity(order, 2)
        self.assertEqual(self.product.product_tmpl_id.lot_number_next, "PMP-001")
        self.complete_part(order)
        self.assertPartDone(order, 2, 3)

    def test_whole_quantity(self):
        # AB-9 PF-2
        for trigger in LATE_TRIGGERS:
            order = self.make_confirmed(trigger)
            self.type_quantity(order, 3)
            order.button_mark_done()
            self.assertEqual(order.state, "done")
            self.assertEqual(len(order.lot_producing_ids), 3)

    def test_part_without_backorder(self):
        # AB-9 BX-5
        order = self.make_confirmed("to_close")
        self.type_quantity(order, 2)
        self.complete_part(order, backorder=False)
        self.assertEqual(order.state, "done")
        self.assertEqual(len(order.lot_producing_ids), 2)
        self.assertEqual(
            self.env["stock.lot"].search_count([("product_id", "=", self.product.id)]),
            2,
        )

    def test_more_than_planned(self):
        # AB-9 PF-4: one serial per completed unit
        for trigger in (*LATE_TRIGGERS, "confirmed"):
            self.company.lot_prealloc_trigger = trigger
            order = self.make_order(self.product, 2, user=self.worker, confirm=True)
            order.action_assign()
            self.type_quantity(order, 3)
            self.assertEqual(order.qty_producing, 3)
            order.with_context(skip_consumption=True).button_mark_done()
            self.assertEqual(order.state, "done")
            self.assertEqual(len(order.lot_producing_ids), 3)
            self.assertEqual(order.lot_producing_ids.mapped("product_qty"), [1, 1, 1])

    def test_trigger_production_starts(self):
        # PF-2: typing a part starts production
        self.company.lot_prealloc_trigger = "progress"
        order = self.make_order(self.product, 3, user=self.worker, confirm=True)
        order.action_assign()
        self.type_quantity(order, 2)
        self.assertEqual((order.state, order.qty_producing), ("progress", 2))
        self.assertEqual(len(order.prealloc_lot_ids | order.lot_producing_ids), 3)
        self.complete_part(order)
        self.assertEqual(self.names(order.lot_producing_ids), ["PMP-001", "PMP-002"])
        backorder = self.backorders_of(order)
        self.assertEqual(self.names(backorder.prealloc_lot_ids), ["PMP-003"])

    def test_part_of_a_held_order_is_typed_twice(self):
        # PF-7: a second quantity, before the first is saved
        self.company.lot_prealloc_trigger = "confirmed"
        order = self.make_order(self.product, 5, user=self.worker, confirm=True)
        with Form(order) as form:
            form.qty_producing = 2
            form.qty_producing = 4
            self.assertEqual(form.qty_producing, 4)
        self.assertEqual(order.qty_producing, 4)
        self.assertEqual(
            self.names(order.lot_producing_ids),
            ["PMP-001", "PMP-002", "PMP-003", "PMP-004"],
        )

    def test_work_order(self):
        # AB-9: the quantity of a work order's screen
        workcenter = self.env["mrp.workcenter"].create({"name": "Bench"})
        product = self.make_product("Valve", "serial")
        self.make_bom(
            product,
            [(self.screw, 2)],
            operation_ids=[
                (0, 0, {"name": "Assemble", "workcenter_id": workcenter.id})
            ],
        )
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(product, 3, user=self.worker, confirm=True)
        order.action_assign()
        order.workorder_ids.button_start()
        order.qty_producing = 2
        order.set_qty_producing()
        self.assertEqual(order.qty_producing, 2)
        self.assertFalse(order.lot_producing_ids)

    def test_preallocation_off(self):
        # PF-1: the form is Odoo's
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.product, 3, user=self.worker, confirm=True)
        with Form(order) as form, self.assertRaisesRegex(AssertionError, "readonly"):
            form.qty_producing = 2
        order.qty_producing = 2
        order.set_qty_producing()
        self.assertEqual(order.qty_producing, 0)
