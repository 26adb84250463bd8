"""A number on hold is not reserved, chosen, shipped or used up (RC-3)."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .reservation_case import ReservationCase


class HoldDoorCase(ReservationCase):
    def hold(self, lots, processes="all", reason="cracked housing"):
        return lots.with_user(self.inventory_manager).action_hold(processes, reason)

    def refused(self, lot, verb="shipped"):
        name = re.escape(self.inventory_manager.name)
        return self.assertRaisesRegex(
            UserError,
            f"(?s)on hold and cannot be {verb}.*{lot.name}.*cracked housing.*{name}",
        )

    def new_line(self, move, lot, user=None, **vals):
        """A line that a barcode client would write."""
        return (
            self.env["stock.move.line"]
            .with_user(user or self.storekeeper)
            .create(
                {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "product_id": move.product_id.id,
                    "lot_id": lot.id,
                    "quantity": 1,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestHoldReserved(HoldDoorCase):
    """RC-3: automatic reservation leaves it."""

    def test_delivery(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 2))
        self.assert_reserved(delivery, {free: 1})
        stopped.with_user(self.inventory_manager).action_release("checked")
        delivery.action_assign()
        self.assert_reserved(delivery, {stopped: 1, free: 1})

    def test_delivery_takes_what_is_on_hold_for_consumption(self):
        stopped = self.new_number()
        self.hold(stopped, "consume")
        self.assert_reserved(self.make_delivery((self.product, 1)), {stopped: 1})

    def test_order(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "consume")
        order = self.make_machine_order(2)
        self.assertEqual(self.reserved_by(order), {free: 1})

    def test_order_takes_what_is_on_hold_for_shipping(self):
        stopped = self.new_number()
        self.hold(stopped, "ship")
        self.assertEqual(self.reserved_by(self.make_machine_order()), {stopped: 1})

    def test_settings_off(self):
        self.company.lot_prealloc_enabled = False
        stopped, free = self.new_numbers(2)
        self.hold(stopped)
        self.assert_reserved(self.make_delivery((self.product, 2)), {free: 1})
        self.assertFalse(self.reserved_by(self.make_machine_order()))
        self.assertEqual(self.product.free_qty, 0)

    def test_steps(self):
        for steps in ("pick_ship", "pick_pack_ship"):
            with self.subTest(steps):
                self.warehouse.delivery_steps = steps
                stopped = self.new_number()
                self.hold(stopped, "ship")
                self.procure(self.product, 1)
                for picking in self.open_pickings_of(self.product):
                    picking.action_assign()
                    self.assertFalse(picking.move_line_ids)
                stopped.with_user(self.inventory_manager).action_release("checked")
                self.send_out(stopped)

    def send_out(self, lot):
        for _step in range(4):
            for picking in self.open_pickings_of(self.product):
                picking.action_assign()
                if picking.move_line_ids:
                    self.validate(picking)
        self.assertEqual(lot.lifecycle_state, "shipped")

    def test_between_steps(self):
        self.warehouse.delivery_steps = "pick_ship"
        stopped = self.new_number()
        self.procure(self.product, 1)
        [pick] = self.open_pickings_of(self.product)
        pick.action_assign()
        self.validate(pick)
        [ship] = self.open_pickings_of(self.product)
        self.assertEqual(ship.move_line_ids.lot_id, stopped)
        self.hold(stopped, "ship")
        self.assertFalse(ship.move_line_ids)
        ship.action_assign()
        self.assertFalse(ship.move_line_ids)
        stopped.with_user(self.inventory_manager).action_release("checked")
        ship.action_assign()
        self.assertEqual(ship.move_line_ids.lot_id, stopped)

    # RC-3: the steps that bring components to an order
    def test_steps_of_an_order(self):
        for steps in ("pbm", "pbm_sam"):
            with self.subTest(steps):
                self.warehouse.manufacture_steps = steps
                stopped = self.new_number()
                self.hold(stopped, "consume")
                order = self.make_machine_order()
                [pick] = self.open_pickings_of(self.product)
                pick = pick.with_user(self.storekeeper)
                pick.action_assign()
                self.assertFalse(pick.move_line_ids)
                with self.refused(stopped, "used up"):
                    self.new_line(pick.move_ids, stopped)
                stopped.with_user(self.inventory_manager).action_release("checked")
                pick.action_assign()
                self.assertEqual(pick.move_line_ids.lot_id, stopped)
                self.hold(stopped, "consume")
                self.assertFalse(pick.move_line_ids)
                order.action_cancel()

    def test_typed_quantity(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 1))
        delivery.do_unreserve()
        delivery.move_ids.quantity = 1
        self.assertEqual(delivery.move_line_ids.lot_id, free)

    def test_named_demand(self):
        stopped = self.new_number()
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 1, stopped))
        self.assertFalse(delivery.move_line_ids)

    # RC-3: what it is not on hold for
    def test_moved_counted_scrapped_received(self):
        stopped = self.new_number()
        self.hold(stopped)
        shelf = self.env["stock.location"].create(
            {"name": "Quarantine", "location_id": self.stock_location.id}
        )
        transfer = self.make_transfer(
            self.warehouse.int_type_id,
            (self.product, 1),
            source=self.stock_location,
            target=shelf,
            assign=True,
        )
        self.assert_reserved(transfer, {stopped: 1})
        self.validate(transfer)
        self.assertEqual(stopped.location_id, shelf)
        self.count(stopped, 0, shelf)
        self.count(stopped, 1, shelf)
        self.scrap(stopped, location_id=shelf.id)
        self.assertEqual(stopped.lifecycle_state, "scrapped")
        self.assertEqual(stopped.hold_processes, "all")
        other = self.make_lot(self.product, "IN")
        self.hold(other)
        self.receive(other)
        self.assertEqual(other.lifecycle_state, "available")

    def test_returns(self):
        lot = self.new_number()
        delivery = self.deliver(lot)
        self.hold(lot)
        self.take_back(delivery)
        self.assertEqual(lot.lifecycle_state, "returned")
        receipt = self.make_receipt((self.product, 1))
        other = self.make_lot(self.product, "BACK")
        receipt.move_line_ids.lot_id = other
        self.validate(receipt)
        self.hold(other)
        self.take_back(receipt)
        self.assertEqual(other.product_qty, 0)

    def test_promise(self):
        stopped, _free = self.new_numbers(2)
        self.hold(stopped, "ship")
        product = self.product.with_user(self.storekeeper)
        product.invalidate_recordset()
        self.assertEqual(
            (product.qty_available, product.free_qty, product.virtual_available),
            (2, 1, 1),
        )
        delivery = self.make_delivery((self.product, 2))
        self.assertRegex(
            delivery.withheld_notice,
            f"{stopped.name} is on hold for shipping.*cracked housing",
        )
        lines = (
            self.env["stock.forecasted_product_product"]
            .with_user(self.storekeeper)
            .get_report_values(product.ids)["docs"]["lines"]
        )
        kinds = [line.get("lot_prealloc_withheld") for line in lines]
        self.assertIn("on_hold", kinds)


@tagged("post_install", "-at_install")
class TestHoldLots(HoldDoorCase):
    """RC-3: a lot of several units."""

    tracking = "lot"
    quantity = 10

    def test_lot(self):
        stopped, free = self.new_numbers(2)
        delivery = self.make_delivery((self.product, 15))
        self.assert_reserved(delivery, {stopped: 10, free: 5})
        self.hold(stopped, "ship")
        self.assert_reserved(delivery, {free: 5})
        self.assertEqual(delivery.move_ids.state, "partially_available")
        self.assertEqual(delivery.move_ids.quantity, 5)
        delivery.action_assign()
        self.assert_reserved(delivery, {free: 10})

    def deliver_and_hold(self):
        """:return: the line of a delivery of 3 that is done; the rest is on hold"""
        stopped = self.new_number()
        line = self.deliver(stopped, 3).move_line_ids.with_user(self.storekeeper)
        self.hold(stopped, "ship")
        return line

    # RC-3: done or not, no more of it leaves
    def test_quantity_of_a_done_line(self):
        line = self.deliver_and_hold()
        with self.refused(line.lot_id):
            line.quantity = 8
        line.quantity = 2
        self.assertEqual(line.lot_id.product_qty, 8)
        line.lot_id.with_user(self.inventory_manager).action_release("checked")
        line.quantity = 8
        self.assertEqual(line.lot_id.product_qty, 2)

    def test_unit_of_a_done_line(self):
        line = self.deliver_and_hold()
        with self.refused(line.lot_id):
            line.product_uom_id = self.env.ref("uom.product_uom_dozen")

    def test_done_transfer(self):
        line = self.deliver_and_hold()
        with self.refused(line.lot_id):
            line.picking_id.write({"move_line_ids": [(1, line.id, {"quantity": 8})]})

    def test_components_of_a_done_order(self):
        stopped = self.new_number()
        order = self.make_machine_order(per_unit=3)
        order.action_assign()
        self.complete(order, 1)
        self.hold(stopped, "consume")
        line = order.move_raw_ids.move_line_ids
        self.assertEqual((order.state, line.env.user), ("done", self.worker))
        with self.refused(stopped, "used up"):
            line.quantity = 8
        line.quantity = 1
        self.assertEqual(stopped.product_qty, 9)


@tagged("post_install", "-at_install")
class TestHoldDoors(HoldDoorCase):
    """RC-3: nobody takes it by hand either. Each door was seen open."""

    def test_line_created(self):
        lot = self.new_number()
        delivery = self.make_delivery((self.product, 1))
        delivery.do_unreserve()
        self.hold(lot, "ship")
        with self.refused(lot):
            self.new_line(delivery.move_ids, lot)
        with self.refused(lot):
            self.new_line(delivery.move_ids, lot.browse(), quant_id=lot.quant_ids[0].id)

    def test_line_written(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 1))
        self.assert_reserved(delivery, {free: 1})
        line = delivery.move_line_ids
        with self.refused(stopped):
            line.lot_id = stopped
        with self.refused(stopped):
            line.quant_id = stopped.quant_ids.filtered(lambda q: q.quantity > 0)
        with self.refused(stopped):
            delivery.move_ids.lot_ids = stopped

    def test_typed_name(self):
        lot = self.new_number()
        self.hold(lot, "ship")
        delivery = self.make_delivery((self.product, 1))
        with self.refused(lot):
            self.new_line(delivery.move_ids, lot.browse(), lot_name=lot.name)

    def test_validated(self):
        """The last door: whatever happened before, it does not leave."""
        lot = self.new_number()
        delivery = self.make_delivery((self.product, 1))
        delivery.move_ids.picked = True
        # past the doors before
        lot.sudo().write(
            {
                "hold_processes": "ship",
                "hold_reason": "cracked housing",
                "hold_user_id": self.inventory_manager.id,
            }
        )
        with self.refused(lot):
            delivery.button_validate()
        self.assertEqual(lot.lifecycle_state, "allocated")

    def test_line_leads_to_a_customer(self):
        lot = self.new_number()
        self.hold(lot, "ship")
        transfer = self.make_transfer(
            self.warehouse.int_type_id,
            (self.product, 1),
            source=self.stock_location,
            target=self.stock_location,
            assign=True,
        )
        with self.refused(lot):
            transfer.move_line_ids.location_dest_id = self.customers

    def test_dropship(self):
        lot = self.make_lot(self.product, "DROP")
        self.hold(lot, "ship")
        transfer = self.make_transfer(
            self.warehouse.in_type_id,
            (self.product, 1),
            source=self.suppliers,
            target=self.customers,
        )
        with self.refused(lot):
            transfer.move_line_ids.lot_id = lot

    def test_order(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "consume")
        order = self.make_machine_order()
        self.assertEqual(self.reserved_by(order), {free: 1})
        with self.refused(stopped, "used up"):
            order.move_raw_ids.move_line_ids.lot_id = stopped
        with self.refused(stopped, "used up"):
            order.move_raw_ids.lot_ids = stopped

    def test_order_completed(self):
        lot = self.new_number()
        order = self.make_machine_order()
        lot.sudo().write(
            {
                "hold_processes": "consume",
                "hold_reason": "cracked housing",
                "hold_user_id": self.inventory_manager.id,
            }
        )
        with self.refused(lot, "used up"):
            self.complete(order)
        self.assertNotEqual(order.state, "done")

    def test_order_after_hold(self):
        """What was reserved is not, and producing takes nothing in its place."""
        lot = self.new_number()
        order = self.make_machine_order()
        self.hold(lot, "consume")
        self.assertFalse(self.reserved_by(order))
        with self.assertRaises(UserError):
            self.complete(order)
        self.assertEqual(lot.product_qty, 1)

    def test_unbuild(self):
        machine = self.make_product("Machine", "serial")
        self.make_bom(machine, [(self.product, 1)])
        part = self.new_number()
        order = self.make_order(machine, user=self.worker, confirm=True)
        order.action_assign()
        self.complete(order)
        made = order.lot_producing_ids
        self.hold(made, "consume")
        unbuild = (
            self.env["mrp.unbuild"]
            .with_user(self.worker)
            .create(
                {
                    "product_id": machine.id,
                    "mo_id": order.id,
                    "lot_id": made.id,
                    "product_qty": 1,
                }
            )
        )
        with self.refused(made, "used up"):
            unbuild.action_validate()
        made.with_user(self.inventory_manager).action_release("checked")
        # what comes out may be on hold
        self.hold(part)
        unbuild.action_validate()
        self.assertEqual(part.product_qty, 1)

    def test_series(self):
        """A series of numbers that is typed for a delivery takes none on hold."""
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 2))
        delivery.do_unreserve()
        said = (
            self.env["stock.lot"]
            .with_user(self.storekeeper)
            .explain_unfound_number(stopped.name, self.product.id, delivery.id)
        )
        self.assertRegex(said, "on hold for shipping.*cracked housing")
        self.assertFalse(
            self.env["stock.lot"]
            .with_user(self.storekeeper)
            .explain_unfound_number(free.name, self.product.id, delivery.id)
        )

    def test_batch_production(self):
        machine = self.make_product("Machine", "serial")
        self.make_bom(machine, [(self.product, 1)])
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "consume")
        order = self.make_order(machine, 2, user=self.worker, confirm=True)
        dialog = self.env["mrp.production.serials"].with_user(self.worker)
        choices = dialog.get_component_choices(order.ids, 0)
        self.assertEqual([choice["name"] for choice in choices], [free.name])

    def test_one_statement(self):
        """A validation asks once, however many numbers it has."""
        counts = []
        for number in (2, 12):
            self.new_numbers(number)
            delivery = self.make_delivery((self.product, number))
            delivery.move_ids.picked = True
            self.env.flush_all()
            with self.capture_locks() as locks:
                delivery.button_validate()
            counts.append(len(locks))
        self.assertEqual(counts, [1, 1])

    @contextmanager
    def capture_locks(self):
        lots = type(self.env["stock.lot"])
        original = lots._lock_against_hold
        calls = []

        def lock(records):
            if records:
                calls.append(records)
            return original(records)

        with patch.object(lots, "_lock_against_hold", lock):
            yield calls


@tagged("post_install", "-at_install")
class TestHoldChoice(HoldDoorCase):
    """RC-3: it is not offered either where a number is picked."""

    def get_domain(self, view, path, values):
        """:return: the domain of a field of a view, as the web client evaluates it"""
        arch = etree.fromstring(
            self.env[view.model]
            .with_user(self.storekeeper)
            .get_view(view.id, view.type)["arch"]
        )
        [node] = arch.xpath(path)
        return safe_eval(node.get("domain"), values)

    def test_lots_of_a_delivery(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 2))
        move = delivery.move_ids
        self.assertEqual(move.hold_process, "ship")
        domain = self.get_domain(
            self.env.ref("stock.view_picking_form"),
            "//field[@name='move_ids']/list/field[@name='lot_ids']",
            {
                "product_id": self.product.id,
                "location_id": self.stock_location.id,
                "picking_code": "outgoing",
                "hold_process": move.hold_process,
            },
        )
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        self.assertEqual(lots.search(domain), free)

    def test_named_on_a_demand(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "ship")
        delivery = self.make_delivery((self.product, 2))
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        moves = delivery.move_ids.with_user(self.storekeeper)
        domain = moves.fields_get(["demand_lot_ids"])["demand_lot_ids"]["domain"]
        for process, found in (("ship", free), (False, stopped | free)):
            values = {
                "product_id": self.product.id,
                "company_id": self.company.id,
                "hold_process": process,
            }
            self.assertEqual(lots.search(safe_eval(domain, values)), found.sorted("id"))
        for model in ("stock.picking", "mrp.production"):
            arch = self.env[model].get_view(view_type="form")["arch"]
            [_names] = etree.fromstring(arch).xpath(
                "//field[@name='demand_lot_ids'][../field[@name='hold_process']]"
            )

    def test_taken_apart(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "consume")
        unbuilds = self.env["mrp.unbuild"].with_user(self.worker)
        domain = unbuilds.fields_get(["lot_id"])["lot_id"]["domain"]
        values = {
            "product_id": self.product.id,
            "company_id": self.company.id,
            "lot_producing_ids": (stopped | free).ids,
        }
        lots = self.env["stock.lot"].with_user(self.worker)
        self.assertEqual(lots.search(safe_eval(domain, values)), free)

    def test_quants_of_details(self):
        stopped, free = self.new_numbers(2)
        self.hold(stopped, "consume")
        order = self.make_machine_order(2)
        line = order.move_raw_ids.move_line_ids
        self.assertEqual(line.lot_id, free)
        self.assertEqual(line.hold_process, "consume")

        class parent:
            location_id = self.stock_location.id

        for view, names in (
            ("stock.view_stock_move_line_operation_tree", {"parent": parent}),
            (
                "stock.view_stock_move_line_detailed_operation_tree",
                {"picking_location_id": self.stock_location.id},
            ),
        ):
            domain = self.get_domain(
                self.env.ref(view),
                "//field[@name='quant_id']",
                {
                    "product_id": self.product.id,
                    "hold_process": line.hold_process,
                    **names,
                },
            )
            quants = self.env["stock.quant"].with_user(self.storekeeper)
            self.assertEqual(quants.search(domain).lot_id, free)

    def test_moved_inside(self):
        stopped = self.new_number()
        self.hold(stopped)
        transfer = self.make_transfer(self.warehouse.int_type_id, (self.product, 1))
        self.assertFalse(transfer.move_ids.hold_process)
