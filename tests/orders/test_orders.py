"""Numbers on the manufacturing order: when, how many, and where they go (section 4)."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase


class OrderCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("ACME-{YY}-{00000}")
        cls.serial = cls.make_product(
            "Acme Widget", "serial", lot_number_format_id=cls.number_format.id
        )
        cls.lot = cls.make_product("Cheese", "lot")
        cls.untracked = cls.make_product("Screw")

    def counters(self, lots):
        return [int(name.rsplit("-", 1)[1]) for name in self.names(lots)]

    def assertConsecutive(self, lots, quantity):
        counters = self.counters(lots)
        self.assertEqual(len(counters), quantity)
        self.assertEqual(counters, list(range(counters[0], counters[0] + quantity)))


@tagged("post_install", "-at_install")
class TestTrigger(OrderCase):
    """PF-2: the chosen state, or any later one, by whatever way it is reached."""

    def set_trigger(self, trigger):
        self.company.lot_prealloc_trigger = trigger

    def test_receipts_adjustments_and_imports_generate_nothing(self):
        # AB-11
        suppliers = self.env.ref("stock.stock_location_suppliers")
        move_vals = {
            "product_id": self.serial.id,
            "product_uom_qty": 3,
            "location_id": suppliers.id,
            "location_dest_id": self.stock_location.id,
        }
        receipt = (
            self.env["stock.picking"]
            .with_user(self.storekeeper)
            .create(
                {
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "location_id": suppliers.id,
                    "location_dest_id": self.stock_location.id,
                    "move_ids": [Command.create(move_vals)],
                }
            )
        )
        receipt.action_confirm()
        self.assertEqual(sum(receipt.move_line_ids.mapped("quantity")), 3)
        self.assertFalse(receipt.move_line_ids.lot_id)
        self.assertFalse(any(receipt.move_line_ids.mapped("lot_name")))
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": self.lot.id,
                "location_id": self.stock_location.id,
                "inventory_quantity": 2,
            }
        ).action_apply_inventory()
        imported = self.env["product.product"].load(
            ["name", "is_storable", "tracking"], [["Imported", "1", "serial"]]
        )
        products = self.serial | self.lot
        products |= products.browse(imported["ids"])
        self.assertEqual(products[-1].tracking, "serial")
        self.assertFalse(
            self.env["stock.lot"].search([("product_id", "in", products.ids)])
        )

    def test_off_is_invisible(self):
        # PF-1
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.serial, 3, confirm=True)
        self.assertFalse(order.prealloc_lot_ids)
        self.assertFalse(
            self.env["stock.lot"].search([("product_id", "=", self.serial.id)])
        )

    def test_draft(self):
        # PF-2 PF-5: the order is created, in the form
        self.set_trigger("draft")
        form = Form(self.env["mrp.production"].with_user(self.worker))
        form.product_id = self.serial
        form.product_qty = 4
        order = form.save()
        self.assertEqual(order.state, "draft")
        self.assertConsecutive(order.prealloc_lot_ids, 4)

    def test_draft_waits_for_confirmed(self):
        # PF-2
        order = self.make_order(self.serial, 2, user=self.worker)
        self.assertFalse(order.prealloc_lot_ids)
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    def test_confirmed_by_rpc_write(self):
        # PF-2
        order = self.make_order(self.serial, 2)
        order.write({"state": "confirmed"})
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    def test_created_in_a_later_state(self):
        # PF-2: an import that creates the order straight in its state
        order = self.make_order(
            self.serial, 2, state="progress", product_uom_id=self.uom_unit.id
        )
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    def test_confirmed_by_planning(self):
        # PF-2
        order = self.make_order(self.serial, 2)
        order.button_plan()
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    def test_confirmed_by_import(self):
        # PF-2: base import
        result = self.env["mrp.production"].load(
            ["product_id/.id", "product_qty", "product_uom_id/.id", "state"],
            [[str(self.serial.id), "3", str(self.uom_unit.id), "confirmed"]],
        )
        self.assertFalse(result["messages"])
        order = self.env["mrp.production"].browse(result["ids"])
        self.assertEqual(len(order.prealloc_lot_ids), 3)

    def test_confirmed_by_the_scheduler(self):
        # PF-2: a reordering rule makes and confirms the order
        self.make_bom(self.serial, [(self.untracked, 1)])
        self.serial.route_ids = self.warehouse.manufacture_pull_id.route_id
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.serial.id,
                "location_id": self.stock_location.id,
                "product_min_qty": 5,
                "product_max_qty": 5,
            }
        )
        self.env["stock.rule"].run_scheduler()
        order = self.env["mrp.production"].search([("product_id", "=", self.serial.id)])
        self.assertEqual(order.state, "confirmed")
        self.assertEqual(len(order.prealloc_lot_ids), 5)

    def test_every_level_of_a_multi_level_order(self):
        # MM-1 PF-2: procurement of a make-to-order assembly
        assembly = self.make_product("Assembly", "lot")
        self.make_bom(assembly, [(self.untracked, 1)])
        self.make_bom(self.serial, [(assembly, 2)])
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        assembly.route_ids = mto | self.warehouse.manufacture_pull_id.route_id
        order = self.make_order(self.serial, 3, confirm=True)
        child = order._get_children()
        self.assertEqual(child.product_id, assembly)
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.assertEqual(len(child.prealloc_lot_ids), 1)
        self.assertNotIn(child.state, ("done", "to_close"))

    def test_progress_by_the_start_button(self):
        # PF-2
        self.set_trigger("progress")
        order = self.make_order(self.serial, 2, user=self.worker, confirm=True)
        self.assertFalse(order.prealloc_lot_ids)
        order.action_start()
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    def test_progress_by_a_work_order(self):
        # PF-2
        self.set_trigger("progress")
        workcenter = self.env["mrp.workcenter"].create({"name": "Bench"})
        self.make_bom(
            self.serial,
            [(self.untracked, 1)],
            operation_ids=[
                Command.create({"name": "Assemble", "workcenter_id": workcenter.id})
            ],
        )
        order = self.make_order(self.serial, 2, user=self.worker, confirm=True)
        self.assertFalse(order.prealloc_lot_ids)
        order.workorder_ids.button_start()
        self.assertEqual(order.state, "progress")
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    def test_progress_by_a_typed_quantity(self):
        # PF-2: a computed state, nobody writes it
        self.set_trigger("progress")
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        with Form(order) as form:
            form.qty_producing = 4
        self.assertEqual(order.state, "progress")
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    def test_to_close(self):
        # PF-2
        self.set_trigger("to_close")
        order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
        with Form(order) as form:
            form.qty_producing = 4
        self.assertFalse(order.prealloc_lot_ids)
        with Form(order) as form:
            form.qty_producing = 10
        self.assertEqual(order.state, "to_close")
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    def test_produce_all_jumps_over_the_state(self):
        # PF-2 PF-7
        for trigger in ("progress", "to_close"):
            self.set_trigger(trigger)
            order = self.make_order(self.lot, 10, user=self.worker, confirm=True)
            self.complete(order)
            self.assertEqual(order.state, "done")
            self.assertTrue(order.lot_producing_ids.allocated_production_id)
            self.assertFalse(order.prealloc_lot_ids)

    def test_produce_all_of_serials_jumps_over_the_state(self):
        # PF-2 OD-9: a single unit needs no wizard
        self.set_trigger("progress")
        order = self.make_order(self.serial, 1, user=self.worker, confirm=True)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertRegex(order.lot_producing_ids.name, r"^ACME-\d\d-\d{5}$")

    def test_old_orders_get_numbers_when_they_go_on(self):
        # PF-2: the setting is switched on later
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.serial, 2, confirm=True)
        self.company.lot_prealloc_enabled = True
        order.action_start()
        self.assertEqual(len(order.prealloc_lot_ids), 2)


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


@tagged("post_install", "-at_install")
class TestCopyMergeSplit(OrderCase):
    """BX-6: what other orders take from an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product in (cls.serial, cls.lot):
            cls.make_bom(product, [(cls.untracked, 1)])

    def test_duplicate(self):
        # BX-6
        order = self.make_order(self.serial, 3, user=self.worker, confirm=True)
        duplicate = order.copy()
        self.assertFalse(duplicate.prealloc_lot_ids)
        duplicate.action_confirm()
        self.assertEqual(len(duplicate.prealloc_lot_ids), 3)
        self.assertFalse(duplicate.prealloc_lot_ids & order.prealloc_lot_ids)

    def merge(self, product, quantities):
        orders = self.env["mrp.production"].concat(
            *(self.make_order(product, quantity) for quantity in quantities)
        )
        orders.action_confirm()
        numbers = orders.prealloc_lot_ids.sorted("id")
        action = orders.with_user(self.worker).action_merge()
        return orders, numbers, self.env["mrp.production"].browse(action["res_id"])

    def test_merge_serials(self):
        # BX-6: the union of the serials, and no others
        orders, numbers, merged = self.merge(self.serial, [2, 3])
        self.assertEqual(merged.prealloc_lot_ids, numbers)
        self.assertFalse(orders.prealloc_lot_ids)

    def test_merge_lots(self):
        # BX-6: the first order's lot, the rest is released
        _orders, numbers, merged = self.merge(self.lot, [2, 3])
        self.assertEqual(merged.prealloc_lot_ids, numbers[0])
        self.assertEqual(numbers.exists(), numbers[0])
        self.assertIn(
            numbers[1].name if numbers[1].exists() else "released",
            "".join(merged.message_ids.mapped("body")),
        )

    def split(self, order, quantities):
        wizard = Form(
            self.env["mrp.production.split"]
            .with_user(self.worker)
            .with_context(default_production_id=order.id)
        )
        wizard.max_batch_size = quantities[0]
        wizard.save().action_split()
        return order.production_group_id.production_ids.sorted("id")

    def test_split_serials(self):
        # BX-6: the pool is shared out, in order
        order = self.make_order(self.serial, 6, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids.sorted("id")
        parts = self.split(order, [2, 2, 2])
        self.assertEqual(len(parts), 3)
        for index, part in enumerate(parts):
            self.assertEqual(part.prealloc_lot_ids, numbers[2 * index : 2 * index + 2])

    def test_split_lot(self):
        # BX-6 PF-8: the parts make the same lot
        order = self.make_order(self.lot, 6, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        parts = self.split(order, [3, 3])
        for part in parts:
            self.assertEqual(part.prealloc_lot_ids, lot)
        parts[0].action_cancel()
        self.assertTrue(lot.exists())
        self.complete(parts[1])
        self.assertEqual(lot.product_qty, 3)

    def test_split_before_the_trigger(self):
        # BX-6 PF-2
        self.company.lot_prealloc_trigger = "progress"
        order = self.make_order(self.serial, 4, user=self.worker, confirm=True)
        parts = self.split(order, [2, 2])
        self.assertFalse(parts.prealloc_lot_ids)
        parts[1].action_start()
        self.assertEqual(len(parts[1].prealloc_lot_ids), 2)

    def test_split_with_trigger_draft(self):
        # BX-6 PF-2
        self.company.lot_prealloc_trigger = "draft"
        order = self.make_order(self.serial, 4, user=self.worker)
        numbers = order.prealloc_lot_ids
        parts = self.split(order, [2, 2])
        self.assertEqual(parts.prealloc_lot_ids, numbers)
        self.assertEqual([len(part.prealloc_lot_ids) for part in parts], [2, 2])


@tagged("post_install", "-at_install")
class TestOrderCompanies(OrderCase):
    """10: companies and rights."""

    def test_order_of_another_company(self):
        # 10: numbers of one company are not seen in another
        other = self.make_company("Other Works")
        other.write({"lot_prealloc_enabled": True})
        product = self.make_product("Gear", "serial", company_id=other.id)
        order = (
            self.env["mrp.production"]
            .with_company(other)
            .create(
                {"product_id": product.id, "product_qty": 2, "company_id": other.id}
            )
        )
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 2)
        self.assertEqual(order.prealloc_lot_ids.company_id, other)
        with self.assertRaises(AccessError):
            order.prealloc_lot_ids.with_user(self.worker).read(["name"])
        with self.assertRaises(AccessError):
            order.with_user(self.worker).action_preallocate_lots()
