"""The numbers that an order holds, and how many (section 4)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .order_case import OrderCase


@tagged("post_install", "-at_install")
class TestPool(OrderCase):
    """PF-4, PF-5, PF-9, BX-3, BX-4, BX-5: what an order holds."""

    def test_one_lot_many_serials_nothing(self):
        # PF-4
        lot_order = self.make_order(self.lot, 10, confirm=True)
        serial_order = self.make_order(self.serial, 10, confirm=True)
        untracked_order = self.make_order(self.untracked, 10, confirm=True)
        self.assertEqual(len(lot_order.prealloc_lot_ids), 1)
        self.assertConsecutive(serial_order.prealloc_lot_ids, 10)
        self.assertFalse(untracked_order.prealloc_lot_ids)
        self.assertEqual(serial_order.prealloc_lot_ids.product_id, self.serial)

    def test_units_in_another_unit_of_measure(self):
        # PF-4: two dozens are twenty-four units, in draft already
        self.company.lot_prealloc_trigger = "draft"
        order = self.make_order(self.serial, 2, product_uom_id=self.uom_dozen.id)
        self.assertEqual(len(order.prealloc_lot_ids), 24)
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 24)

    def test_byproducts(self):
        # PF-4: by-products follow the same rules, and reach their receipts
        by_serial = self.make_product("Offcut", "serial")
        by_lot = self.make_product("Whey", "lot")
        self.make_bom(self.lot, [(self.untracked, 1)], [(by_serial, 2), (by_lot, 0.5)])
        order = self.make_order(self.lot, 2, user=self.worker, confirm=True)
        held = order.prealloc_lot_ids
        self.assertEqual(len(held.filtered(lambda lot: lot.product_id == self.lot)), 1)
        self.assertEqual(len(held.filtered(lambda lot: lot.product_id == by_serial)), 4)
        self.assertEqual(len(held.filtered(lambda lot: lot.product_id == by_lot)), 1)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertFalse(order.prealloc_lot_ids)
        for product, quantity in ((self.lot, 2), (by_serial, 4), (by_lot, 1)):
            quants = self.env["stock.quant"].search(
                [
                    ("product_id", "=", product.id),
                    ("location_id", "=", self.stock_location.id),
                ]
            )
            self.assertEqual(sum(quants.mapped("quantity")), quantity)
            self.assertEqual(
                quants.lot_id, held.filtered(lambda lot, p=product: lot.product_id == p)
            )

    def test_byproducts_of_a_partial_production(self):
        # PF-4 PF-8
        by_serial = self.make_product("Offcut", "serial")
        self.make_bom(self.lot, [(self.untracked, 1)], [(by_serial, 1)])
        order = self.make_order(self.lot, 5, user=self.worker, confirm=True)
        offcuts = order.prealloc_lot_ids.filtered(
            lambda lot: lot.product_id == by_serial
        )
        self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.move_byproduct_ids.lot_ids, offcuts.sorted("id")[:2])
        self.assertEqual(
            backorder._get_held_numbers(by_serial), offcuts.sorted("id")[2:]
        )
        self.complete(backorder)
        self.assertEqual(backorder.move_byproduct_ids.lot_ids, offcuts.sorted("id")[2:])

    def test_allocating_changes_nothing_else(self):
        # BX-3
        component = self.make_product("Frame", "serial")
        self.make_bom(self.serial, [(component, 1)])
        for number in range(3):
            self.make_lot(component, f"FRM-{number}", 1)
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.serial, 3, user=self.worker, confirm=True)
        order.action_assign()
        self.company.lot_prealloc_trigger = "confirmed"

        def picture():
            lines = order.move_raw_ids.move_line_ids
            return (
                order.state,
                order.reservation_state,
                order.qty_producing,
                order.lot_producing_ids,
                [(line.lot_id, line.quantity, line.picked) for line in lines],
                order.move_finished_ids.mapped("quantity"),
            )

        before = picture()
        order.action_preallocate_lots()
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.assertEqual(picture(), before)

    def test_action_on_a_selection(self):
        # PF-9 BX-15: whatever the trigger; untracked and closed orders stay
        self.company.lot_prealloc_trigger = "to_close"
        orders = (
            self.make_order(self.serial, 3)
            | self.make_order(self.lot, 3, confirm=True)
            | self.make_order(self.untracked, 3)
        ).with_user(self.worker)
        cancelled = self.make_order(self.serial, 3)
        cancelled.action_cancel()
        (orders | cancelled).action_preallocate_lots()
        self.assertEqual([len(o.prealloc_lot_ids) for o in orders], [3, 1, 0])
        self.assertFalse(cancelled.prealloc_lot_ids)

    def test_action_twice(self):
        # PF-9: calling it again changes nothing, neither does the trigger
        order = self.make_order(self.serial, 3)
        order.action_preallocate_lots()
        numbers = order.prealloc_lot_ids
        next_name = self.number_format.next_name
        order.action_preallocate_lots()
        order.action_confirm()
        self.number_format.invalidate_recordset()
        self.assertEqual(order.prealloc_lot_ids, numbers)
        self.assertEqual(self.number_format.next_name, next_name)

    def test_action_where_preallocation_is_off(self):
        # PF-9 10: the message says what, where and what to do
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.serial, 3)
        with self.assertRaisesRegex(
            UserError, rf"not preallocated in .*{order.name}.*Traceability"
        ):
            order.action_preallocate_lots()

    def test_action_costs_the_same_for_any_number_of_orders(self):
        # PF-9: sets, not loops
        def cost(quantity):
            orders = self.env["mrp.production"].concat(
                *(self.make_order(self.lot, 1) for _index in range(quantity))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.action_preallocate_lots()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLessEqual(cost(40), cost(4) + 4)

    def test_quantity_grows_and_shrinks(self):
        # BX-4: by the wizard a person uses
        order = self.make_order(self.serial, 5, user=self.worker, confirm=True)
        first = order.prealloc_lot_ids
        self.change_quantity(order, 8)
        self.assertEqual(len(order.prealloc_lot_ids), 8)
        self.assertLessEqual(first, order.prealloc_lot_ids)
        grown = order.prealloc_lot_ids
        last_name = self.names(grown)[-1]
        self.change_quantity(order, 3)
        self.assertEqual(order.prealloc_lot_ids, first.sorted("id")[:3])
        self.assertEqual(grown.exists(), first.sorted("id")[:3])
        self.assertIn(last_name, order.message_ids[0].body)

    def test_quantity_of_a_lot_order(self):
        # BX-4
        order = self.make_order(self.lot, 5, confirm=True)
        lot = order.prealloc_lot_ids
        self.change_quantity(order, 8)
        self.change_quantity(order, 2)
        self.assertEqual(order.prealloc_lot_ids, lot)

    def test_quantity_of_a_draft_order(self):
        # BX-4
        self.company.lot_prealloc_trigger = "draft"
        order = self.make_order(self.serial, 2, user=self.worker)
        with Form(order) as form:
            form.product_qty = 6
        self.assertEqual(len(order.prealloc_lot_ids), 6)

    def test_quantity_never_takes_printed_numbers(self):
        # BX-4
        order = self.make_order(self.serial, 5, confirm=True)
        printed = order.prealloc_lot_ids.sorted("id")[-2:]
        printed.sudo().is_label_printed = True
        self.change_quantity(order, 2)
        self.assertLessEqual(printed, order.prealloc_lot_ids)
        self.change_quantity(order, 1)
        self.assertEqual(order.prealloc_lot_ids, printed)

    def test_quantity_never_takes_producing_numbers(self):
        # BX-4: raised after generating, stock Odoo then asks for a lot (defect 10)
        order = self.make_order(self.serial, 3, user=self.worker, confirm=True)
        wizard = Form.from_action(order.env, order.action_generate_serial())
        wizard.save().action_apply()
        producing = order.lot_producing_ids
        self.assertEqual(len(producing), 3)
        self.change_quantity(order, 5)
        self.assertLessEqual(producing, order.lot_producing_ids)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(len(order.lot_producing_ids), 5)

    def change_quantity(self, order, quantity):
        self.env["change.production.qty"].with_user(order.env.user).create(
            {"mo_id": order.id, "product_qty": quantity}
        ).change_prod_qty()

    def test_cancel_releases(self):
        # BX-5
        order = self.make_order(self.serial, 3, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids
        names = self.names(numbers)
        order.action_cancel()
        self.assertFalse(order.prealloc_lot_ids)
        self.assertFalse(numbers.exists())
        for name in names:
            self.assertIn(name, order.message_ids[0].body)

    def test_cancel_after_handing_out(self):
        # BX-5: numbers that were never produced, although the order was started
        order = self.make_order(self.serial, 3, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids
        order.qty_producing = 2
        order.set_qty_producing()
        self.assertEqual(len(order.lot_producing_ids), 2)
        order.action_cancel()
        self.assertFalse(numbers.exists())
        self.assertFalse(order.lot_producing_ids)

    def test_cancel_keeps_what_has_a_history(self):
        # BX-5: a printed label, a lot received before, a number typed by a person
        order = self.make_order(self.serial, 2, user=self.worker, confirm=True)
        printed = order.prealloc_lot_ids.sorted("id")[0]
        printed.sudo().is_label_printed = True
        order.action_cancel()
        self.assertTrue(printed.exists())
        self.assertFalse(order.prealloc_lot_ids)
        typed = self.make_order(self.serial, 1, confirm=True)
        by_hand = self.make_lot(self.serial, "BY-HAND")
        typed.lot_producing_ids = by_hand
        typed.action_cancel()
        self.assertTrue(by_hand.exists())

    def test_cancel_a_backorder_keeps_the_produced_lot(self):
        # BX-5
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.complete(order, 4)
        backorder = self.backorders_of(order)
        self.assertEqual(backorder.prealloc_lot_ids, lot)
        backorder.action_cancel()
        self.assertTrue(lot.exists())
        self.assertFalse(backorder.prealloc_lot_ids)
        self.assertEqual(lot.product_qty, 4)

    def test_delete_releases(self):
        # BX-5
        self.company.lot_prealloc_trigger = "draft"
        order = self.make_order(self.serial, 3, user=self.worker)
        numbers = order.prealloc_lot_ids
        self.assertEqual(len(numbers), 3)
        order.unlink()
        self.assertFalse(numbers.exists())

    def test_product_changes(self):
        # BX-5
        self.company.lot_prealloc_trigger = "draft"
        order = self.make_order(self.serial, 3, user=self.worker)
        numbers = order.prealloc_lot_ids
        with Form(order) as form:
            form.product_id = self.lot
        self.assertFalse(numbers.exists())
        self.assertEqual(order.prealloc_lot_ids.product_id, self.lot)
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    def test_close_without_backorder_releases(self):
        # BX-5: five of ten produced, the rest will never be
        order = self.make_order(self.serial, 10, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids.sorted("id")
        self.complete(order, 5, backorder=False)
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids, numbers[:5])
        self.assertFalse(order.prealloc_lot_ids)
        self.assertEqual(numbers.exists(), numbers[:5])

    def test_numbers_in_the_way_are_skipped(self):
        # AB-8: typed or imported before
        prefix, counter = self.number_format.next_name.rsplit("-", 1)
        for step in range(7):
            self.make_lot(self.serial, f"{prefix}-{int(counter) + step:05d}")
        order = self.make_order(self.serial, 3, confirm=True)
        self.assertEqual(self.counters(order.prealloc_lot_ids)[0], int(counter) + 7)
        self.assertEqual(len(order.prealloc_lot_ids), 3)

    def test_format_without_its_text(self):
        # 10: nothing is half done
        self.serial.lot_number_format_id = self.make_format("{SKU}-{000}")
        order = self.make_order(self.serial, 2)
        with (
            self.assertRaisesRegex(
                UserError, r"Acme Widget needs an internal reference.*\{SKU\}-\{000\}"
            ),
            self.env.cr.savepoint(),
        ):
            order.action_preallocate_lots()
        self.serial.default_code = "AW1"
        order.action_confirm()
        self.assertEqual(self.names(order.prealloc_lot_ids), ["AW1-001", "AW1-002"])
