"""Faults of stock Odoo that a plain user meets in our flows, healed there."""

from odoo.exceptions import AccessError

from .batch_case import BatchCase


class TestWorkOrderWithoutTime(BatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bom(
            cls.plain,
            operation_ids=cls.make_workcenter_operations("Assemble", minutes=0),
        )

    def order_of_no_time(self, quantity):
        order = self.confirmed(self.plain, quantity)
        for workorder in order.workorder_ids:
            workorder.button_start()
            workorder.button_finish()
        order.workorder_ids.sudo().time_ids.unlink()
        order.workorder_ids.sudo().write({"duration": 0, "duration_expected": 0})
        order.env.invalidate_all()
        return order

    def test_01_completed_by_a_plain_worker(self):
        # PF-7
        order = self.order_of_no_time(1)
        numbers = order.prealloc_lot_ids
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids, numbers)

    def test_02_nobody_writes_what_he_may_not(self):
        order = self.order_of_no_time(1)
        with self.assertRaises(AccessError):
            order.workorder_ids.with_user(self.storekeeper).write({"duration": 9})

    def test_03_the_whole_batch(self):
        # OD-4
        order = self.confirmed(self.plain, 3)
        self.open_dialog(order).save().action_produce()
        self.assertEqual(self.parts_of(order).mapped("state"), ["done"] * 3)

    def test_04_never_started(self):
        order = self.confirmed(self.plain, 1)
        self.complete(order)
        self.assertEqual(order.state, "done")


class TestSubcontractingReceipt(BatchCase):
    def receive(self, user, quantity=2, confirm=True):
        product = self.make_product(
            "Part", "serial", lot_number_format_id=self.number_format.id
        )
        subcontractor = self.make_subcontracted(product, self.make_product("Blank"))
        return self.make_receipt(
            (product, quantity),
            user=user,
            confirm=confirm,
            partner_id=subcontractor.id,
        )

    def test_01_confirmed_by_a_plain_storekeeper(self):
        # PF-7: and received, with the numbers that the subcontractor's order holds
        receipt = self.receive(self.storekeeper)
        self.assertEqual(receipt.state, "assigned")
        self.assertFalse(receipt.env.su)
        order = receipt.sudo().move_ids.move_orig_ids.production_id
        numbers = order.prealloc_lot_ids
        self.assertEqual(len(numbers), 2)
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(receipt.move_ids.move_line_ids.lot_id, numbers)

    def test_02_off_it_is_as_in_stock_odoo(self):
        self.company.lot_prealloc_enabled = False
        with self.assertRaises(AccessError):
            self.receive(self.storekeeper)

    def test_03_nobody_confirms_what_he_may_not_write(self):
        receipt = self.receive(self.planner, confirm=False)
        stranger = self.make_user("stranger", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            receipt.with_user(stranger).action_confirm()
