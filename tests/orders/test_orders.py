"""When orders get their numbers, and what becomes of them in a copy or a part."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .order_case import OrderCase


@tagged("post_install", "-at_install")
class TestTrigger(OrderCase):
    """PF-2: the chosen state, or any later one, by whatever way it is reached."""

    def set_trigger(self, trigger):
        self.company.lot_prealloc_trigger = trigger

    def test_receipts_adjustments_and_imports_generate_nothing(self):
        # AB-11
        receipt = self.make_receipt((self.serial, 3))
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
