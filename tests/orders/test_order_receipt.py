"""Which number the finished product gets (section 4)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .order_case import OrderCase


@tagged("post_install", "-at_install")
class TestReceipt(OrderCase):
    """PF-7, PF-8, AB-9, AB-10, OD-9: the receipt, and the ones that follow."""

    def stock_by_lot(self, product):
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "=", product.id),
                ("location_id.usage", "=", "internal"),
            ],
            ["lot_id"],
            ["quantity:sum"],
        )
        return dict(groups)

    def test_lot_receipt_types_nothing(self):
        # PF-7
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids, lot)
        self.assertEqual(self.stock_by_lot(self.lot), {lot: 10})

    def test_lot_receipt_with_components(self):
        # PF-7
        self.make_bom(self.lot, [(self.untracked, 2)])
        self.put_in_stock(self.untracked, 100)
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        order.action_assign()
        lot = order.prealloc_lot_ids
        self.complete(order)
        self.assertEqual(self.stock_by_lot(self.lot), {lot: 10})

    def test_serials_by_quantity(self):
        # PF-7: a quantity is typed, no number
        order = self.make_order(self.serial, 4, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids
        self.complete(order, 4)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids, numbers)
        self.assertEqual(self.stock_by_lot(self.serial), dict.fromkeys(numbers, 1))

    def test_serials_in_the_form(self):
        # PF-7: the quantity is typed in the form, and corrected
        order = self.make_order(self.serial, 4, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids.sorted("id")
        with Form(order) as form:
            form.qty_producing = 3
        self.assertEqual(order.lot_producing_ids, numbers[:3])
        self.assertEqual(order.prealloc_lot_ids, numbers[3:])
        with Form(order) as form:
            form.qty_producing = 2
        self.assertEqual(order.qty_producing, 2)
        self.assertEqual(order.lot_producing_ids, numbers[:2])
        self.assertEqual(order.prealloc_lot_ids, numbers[2:])

    def test_serials_by_the_wizard(self):
        # PF-7 OD-1: Produce All opens the list, filled with the order's numbers
        order = self.make_order(self.serial, 4, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids
        action = order.button_mark_done()
        self.assertEqual(action["res_model"], "mrp.production.serials")
        wizard = Form.from_action(order.env, action)
        self.assertEqual(wizard.serial_numbers.split("\n"), self.names(numbers))
        self.assertEqual(wizard.lot_name, self.names(numbers)[0])
        wizard.save().action_apply()
        self.assertEqual(order.lot_producing_ids, numbers)
        self.assertFalse(order.prealloc_lot_ids)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(self.stock_by_lot(self.serial), dict.fromkeys(numbers, 1))

    def test_several_serial_orders_at_once(self):
        # PF-7: Mark as Done on a selection can ask nobody
        orders = self.make_order(self.serial, 2, confirm=True) | self.make_order(
            self.serial, 3, confirm=True
        )
        numbers = orders.prealloc_lot_ids
        orders.with_user(self.worker).button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(orders.lot_producing_ids, numbers)

    def test_several_orders_with_a_typed_serial(self):
        # PF-7 BX-5: who has typed a serial gets no second one
        orders = self.make_order(self.serial, 1, confirm=True) | self.make_order(
            self.serial, 2, confirm=True
        )
        typed = self.make_lot(self.serial, "TYPED")
        orders[0].lot_producing_ids = typed
        orders.with_user(self.worker).button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(orders[0].lot_producing_ids, typed)
        self.assertFalse(orders.prealloc_lot_ids)
        self.assertEqual(len(orders[1].lot_producing_ids), 2)

    def test_generate_buttons_take_held_numbers(self):
        # OD-9 PF-7: Generate Lot, Generate Serial
        for product in (self.lot, self.serial):
            order = self.make_order(product, 1, user=self.worker, confirm=True)
            number = order.prealloc_lot_ids
            order.action_generate_serial()
            self.assertEqual(order.lot_producing_ids, number)
            self.assertFalse(order.prealloc_lot_ids)
            self.complete(order)
            self.assertEqual(self.stock_by_lot(product), {number: 1})

    def test_clear_gives_the_number_back(self):
        # OD-9: the Clear button
        order = self.make_order(self.lot, 1, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        order.action_generate_serial()
        order.action_clear_lot_producing_ids()
        self.assertFalse(order.lot_producing_ids)
        self.assertEqual(order.prealloc_lot_ids, lot)

    def test_a_person_chooses_another_lot(self):
        # OD-9: choosing or typing a lot; the held one is released
        order = self.make_order(self.lot, 5, user=self.worker, confirm=True)
        held = order.prealloc_lot_ids
        chosen = self.make_lot(self.lot, "CHOSEN")
        with Form(order) as form:
            form.lot_producing_ids.add(chosen)
        self.complete(order)
        self.assertEqual(self.stock_by_lot(self.lot), {chosen: 5})
        self.assertFalse(held.exists())

    def test_native_generation_without_preallocation(self):
        # OD-9 BX-2: off, the order is Odoo's; a format is used where there is one
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.serial, 1, confirm=True)
        order.action_generate_serial()
        self.assertRegex(order.lot_producing_ids.name, r"^ACME-\d\d-\d{5}$")
        order = self.make_order(self.lot, 5, confirm=True)
        order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertTrue(order.lot_producing_ids)

    def test_one_lot_for_all_receipts(self):
        # PF-8: as often as wanted
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        current = order
        for _receipt in range(3):
            self.complete(current, 3)
            self.assertEqual(current.state, "done")
            self.assertEqual(current.lot_producing_ids, lot)
            current = order.production_group_id.production_ids.filtered(
                lambda p: p.state != "done"
            )
            self.assertEqual(current.prealloc_lot_ids, lot)
            self.assertEqual(current.state, "confirmed")
        self.complete(current)
        self.assertEqual(self.stock_by_lot(self.lot), {lot: 10})
        self.assertEqual(
            self.env["stock.lot"].search_count([("product_id", "=", self.lot.id)]), 1
        )

    def test_a_typed_lot_is_kept_as_well(self):
        # PF-8
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        typed = self.make_lot(self.lot, "TYPED")
        order.lot_producing_ids = typed
        self.complete(order, 4)
        backorder = self.backorders_of(order)
        self.complete(backorder)
        self.assertEqual(self.stock_by_lot(self.lot), {typed: 10})

    def test_serials_move_to_the_backorder_in_order(self):
        # PF-8
        order = self.make_order(self.serial, 10, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids.sorted("id")
        self.complete(order, 5)
        backorder = self.backorders_of(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids, numbers[:5])
        self.assertFalse(order.prealloc_lot_ids)
        self.assertEqual(backorder.prealloc_lot_ids, numbers[5:])
        self.complete(backorder, 2)
        last = self.backorders_of(order) - backorder
        self.assertEqual(last.prealloc_lot_ids, numbers[7:])
        self.complete(last, 3)
        self.assertEqual(self.stock_by_lot(self.serial), dict.fromkeys(numbers, 1))

    def test_backorder_by_the_wizard(self):
        # PF-8 OD-9: five of the ten lines are left in the list
        order = self.make_order(self.serial, 10, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids.sorted("id")
        wizard = Form.from_action(order.env, order.action_generate_serial())
        wizard.serial_numbers = "\n".join(self.names(numbers[:5]))
        wizard.save().action_apply()
        self.complete(order)
        backorder = self.backorders_of(order)
        self.assertEqual(order.lot_producing_ids, numbers[:5])
        self.assertEqual(backorder.prealloc_lot_ids, numbers[5:])

    def test_done_serials_without_asking(self):
        # AB-9: one serial per completed unit, none for the others
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.serial, 4, user=self.worker, confirm=True)
        self.assertFalse(order.prealloc_lot_ids)
        action = order.button_mark_done()
        self.assertEqual(action["res_model"], "lot.label.layout")  # AB-19
        self.assertEqual(order.state, "done")
        self.assertConsecutive(order.lot_producing_ids, 4)

    def test_done_serials_of_a_part(self):
        # AB-9
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.serial, 10, user=self.worker, confirm=True)
        self.complete(order, 3)
        backorder = self.backorders_of(order)
        self.assertConsecutive(order.lot_producing_ids, 3)
        self.assertEqual(order.product_qty, 3)
        self.assertFalse(backorder.prealloc_lot_ids)
        self.assertEqual(backorder.product_qty, 7)

    def test_done_lot_is_asked_for_once(self):
        # AB-10 AB-4: the next number is proposed and only then consumed
        self.company.lot_prealloc_trigger = "done"
        self.lot.lot_number_format_id = self.make_format("CHZ-{0000}")
        order = self.make_order(self.lot, 40, user=self.worker, confirm=True)
        action = order.button_mark_done()
        self.assertEqual(action["res_model"], "mrp.production.lot.prompt")
        prompt = Form.from_action(order.env, action)
        self.assertEqual(prompt.lot_name, "CHZ-0001")
        self.assertIn("40.00", prompt.title)
        prompt.save().action_produce()
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids.name, "CHZ-0001")
        self.assertEqual(self.stock_by_lot(self.lot), {order.lot_producing_ids: 40})
        self.assertEqual(self.lot.product_tmpl_id.lot_number_next, "CHZ-0002")

    def test_done_lot_typed(self):
        # AB-10
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.lot, 5, user=self.worker, confirm=True)
        prompt = Form.from_action(order.env, order.button_mark_done())
        prompt.lot_name = " TYPED-1 "
        prompt.save().action_produce()
        self.assertEqual(order.lot_producing_ids.name, "TYPED-1")

    def test_done_lot_used_again_on_a_later_order(self):
        # AB-10
        self.company.lot_prealloc_trigger = "done"
        orders = self.env["mrp.production"]
        for _order in range(2):
            order = self.make_order(self.lot, 5, user=self.worker, confirm=True)
            prompt = Form.from_action(order.env, order.button_mark_done())
            if orders:
                prompt.lot_id = orders.lot_producing_ids
                self.assertEqual(prompt.lot_name, orders.lot_producing_ids.name)
            prompt.save().action_produce()
            orders |= order
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(self.stock_by_lot(self.lot), {orders.lot_producing_ids: 10})

    def test_done_lot_refused(self):
        # AB-10 10: held by another order, or none at all
        holder = self.make_order(self.lot, 5, confirm=True)
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.lot, 5, user=self.worker, confirm=True)
        prompt = Form.from_action(order.env, order.button_mark_done()).save()
        prompt.lot_name = holder.prealloc_lot_ids.name
        with self.assertRaisesRegex(UserError, rf"held by {holder.name}"):
            prompt.action_produce()
        prompt.lot_name = "  "
        with self.assertRaisesRegex(UserError, rf"{order.name} needs a lot number"):
            prompt.action_produce()
        self.assertNotEqual(order.state, "done")

    def test_done_lots_of_a_selection(self):
        # AB-10: many orders at once can ask nobody
        self.company.lot_prealloc_trigger = "done"
        orders = self.make_order(self.lot, 5, confirm=True) | self.make_order(
            self.lot, 6, confirm=True
        )
        orders.with_user(self.worker).button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(len(orders.lot_producing_ids), 2)

    def test_done_allows_tokens_of_the_order(self):
        # PF-3 AB-5: with trigger done, {MO} and {CATEG} are known
        self.company.lot_prealloc_trigger = "done"
        category = self.env["product.category"].create({"name": "Dairy"})
        self.serial.write(
            {
                "categ_id": category.id,
                "lot_number_format_id": self.make_format("{CATEG}-{MO}-{00}").id,
            }
        )
        order = self.make_order(self.serial, 2, user=self.worker, confirm=True)
        order.button_mark_done()
        self.assertEqual(
            self.names(order.lot_producing_ids),
            [f"Dairy-{order.name}-01", f"Dairy-{order.name}-02"],
        )
