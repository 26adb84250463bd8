"""Batch Production splits an order as Odoo does: the same rows, to the last column.

Each test starts from one order and goes two ways from there, one after the other:
Odoo's own split, and the wizard of a plain Manufacturing user. Every table that either
way has touched is then compared, see ``snapshot``.
"""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PreallocCase
from .snapshot import compare

NOW = "2030-06-03 10:00:00"  # later than what was in stock before
# What is said about the orders, not what they are.
CHATTER = {
    "mail_message",
    "mail_tracking_value",
    "mail_followers",
    "mail_notification",
    "mail_message_res_partner_rel",
    "mail_followers_mail_message_subtype_rel",
    "mail_mail",
    "message_attachment_rel",
}
# What the addon alone says about a number: the order that got it.
OURS = {"stock_lot.allocated_production_id"}
# Where stock goes below zero, Odoo dates the quant anew with every line, and the addon
# once. Nobody takes the date of stock that is not there.
SHORT = {"stock_quant.in_date"}
# The one thing that Prepare adds to a split: a number for each order.
NUMBERS = {"stock_lot", "mrp_production_stock_lot_rel", "ir_sequence"}


class SplitCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False
        cls.drone = cls.make_product("Drone", "serial")
        cls.screw = cls.make_product("Screw")
        cls.wire = cls.make_product("Wire")
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )
        cls.workcenter = cls.env["mrp.workcenter"].create(
            {"name": "Bench", "time_start": 7, "time_stop": 3, "costs_hour": 60}
        )

    # ------------------------------------------------------------------
    # Data
    # ------------------------------------------------------------------

    def stock(self, product, quantity, lot=None, location=None, **kwargs):
        """Put into stock, in a package or of an owner."""
        self.env["stock.quant"]._update_available_quantity(
            product, location or self.stock_location, quantity, lot_id=lot, **kwargs
        )

    def order(self, quantity, *components, assign=True, **bom):
        """:param components: ``(product, quantity)`` per unit
        :return: a confirmed order of drones, its components reserved
        """
        self.make_bom(self.drone, components, **bom)
        order = self.make_order(self.drone, quantity, confirm=True)
        if assign:
            order.action_assign()
        return order

    def reserved(self, product):
        quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
        return sum(quants.mapped("reserved_quantity"))

    def operations(self, *minutes):
        return [
            Command.create(
                {
                    "name": f"Step {index}",
                    "workcenter_id": self.workcenter.id,
                    "time_cycle_manual": duration,
                }
            )
            for index, duration in enumerate(minutes, start=1)
        ]

    # ------------------------------------------------------------------
    # The two ways
    # ------------------------------------------------------------------

    def split_plainly(self, order, count):
        """Odoo's own split, and that of addons other than ours."""
        ours = [
            parent
            for parent in type(order).mro()
            if parent.__module__.startswith("odoo.addons.lot_prealloc")
            and "_split_productions" in vars(parent)
        ]
        # sudo: stock Odoo lets only those split who may read accounting entries
        order = order.with_user(self.worker).sudo()
        return super(ours[-1], order)._split_productions({order: [1] * count})

    def produce_plainly(self, order, names):
        """Odoo's split, then each order completed as a person does, one unit each."""
        orders = self.split_plainly(order, len(names))[: len(names)]
        for part, name in zip(orders, names, strict=True):
            part.lot_producing_ids = [
                Command.create({"name": name, "product_id": part.product_id.id})
            ]
            part.qty_producing = 1
            part.set_qty_producing()
        # nobody is there to be offered labels
        orders = orders.with_context(skip_redirection=True)
        self.assertIs(orders.button_mark_done(), True)
        self.assertEqual(set(orders.mapped("state")), {"done"})

    def make_wizard(self, order, lines):
        return (
            self.env["mrp.production.serials"]
            .with_user(self.worker)
            .create({"production_id": order.id, "serial_numbers": "\n".join(lines)})
        )

    def prepare(self, order, names):
        self.make_wizard(order, names).action_prepare_mo()
        orders = order.production_group_id.production_ids.sorted("backorder_sequence")
        self.assertEqual(orders.lot_producing_ids.mapped("name"), names)

    def produce(self, order, names):
        self.make_wizard(order, names).action_produce()

    @contextmanager
    def undone(self):
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    def compare(self, plain, batch, ignored):
        """:return: list of texts, what ``batch`` leaves otherwise than ``plain``"""
        with freeze_time(NOW):
            return compare(self.env, (plain, batch), ignored, self.undone)

    def names_for(self, order, count):
        count = count or int(order.product_qty)
        return [f"DR-{index:03d}" for index in range(1, count + 1)]

    def assertNoDifference(self, differences):
        self.assertFalse(differences, "\n" + "\n".join(differences))

    def assertPreparedAsPlain(self, order, count=None):
        """:param count: of serials, when fewer than units"""
        names = self.names_for(order, count)
        differences = self.compare(
            lambda: self.split_plainly(order, len(names)),
            lambda: self.prepare(order, names),
            CHATTER | NUMBERS,
        )
        self.assertNoDifference(differences)

    def assertProducedAsPlain(self, order, count=None, ignored=frozenset()):
        names = self.names_for(order, count)
        differences = self.compare(
            lambda: self.produce_plainly(order, names),
            lambda: self.produce(order, names),
            CHATTER | OURS | ignored,
        )
        self.assertNoDifference(differences)

    def assertSameAsPlain(self, order, count=None, produce=True, ignored=frozenset()):
        """
        :param bool produce: False to compare what Prepare MO leaves only
        :param ignored: what Produce may leave otherwise, see ``compare``
        """
        with self.subTest(button="Prepare MO"):
            self.assertPreparedAsPlain(order, count)
        if produce:
            with self.subTest(button="Produce"):
                self.assertProducedAsPlain(order, count, ignored)


@tagged("post_install", "-at_install")
class TestComponents(SplitCase):
    """OD-3 OD-4: what is reserved, and how, goes with its unit."""

    def test_fully_reserved(self):
        # OD-3 OD-4
        self.stock(self.screw, 40)
        self.stock(self.wire, 50)
        order = self.order(5, (self.screw, 1), (self.wire, 2))
        self.assertEqual(order.reservation_state, "assigned")
        self.assertSameAsPlain(order)

    def test_fewer_serials_than_units(self):
        # OD-3 OD-4: the rest stays together
        self.stock(self.screw, 40)
        self.stock(self.wire, 50)
        order = self.order(7, (self.screw, 1), (self.wire, 2))
        self.assertSameAsPlain(order, 3)

    def test_one_serial_of_two(self):
        # OD-3 OD-4
        self.stock(self.screw, 2)
        self.assertSameAsPlain(self.order(2, (self.screw, 1)), 1)

    def test_partly_reserved(self):
        # OD-3 OD-4: less than a unit's worth included
        self.stock(self.screw, 3)
        self.stock(self.wire, 5)
        order = self.order(5, (self.screw, 1), (self.wire, 2))
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_partly_reserved_then_received(self):
        # OD-3: Odoo's split reserves again what has come in since
        self.stock(self.screw, 2)
        order = self.order(4, (self.screw, 1))
        self.stock(self.screw, 1)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_not_reserved(self):
        # OD-3 OD-4
        order = self.order(4, (self.screw, 1), (self.wire, 2), assign=False)
        self.assertFalse(order.move_raw_ids.move_line_ids)
        self.assertSameAsPlain(order)

    def test_in_stock_and_not_reserved(self):
        # OD-3 OD-4: operations that reserve by hand
        self.warehouse.manu_type_id.reservation_method = "manual"
        self.stock(self.screw, 40)
        order = self.order(4, (self.screw, 1), assign=False)
        self.assertFalse(order.move_raw_ids.move_line_ids)
        self.assertSameAsPlain(order)

    def test_no_component(self):
        # OD-3 OD-4
        self.assertSameAsPlain(self.make_order(self.drone, 4, confirm=True))

    def test_serial_component(self):
        # OD-3 OD-4 OD-7: two of them in each unit
        frame = self.make_product("Frame", "serial")
        for index in range(10):
            self.make_lot(frame, f"FR-{index}", 1)
        self.stock(self.screw, 5)
        order = self.order(5, (frame, 2), (self.screw, 1))
        self.assertEqual(order.reservation_state, "assigned")
        self.assertSameAsPlain(order)

    def test_serial_component_partly_reserved(self):
        # OD-3: not Produce, which stops at the missing numbers as Odoo does
        frame = self.make_product("Frame", "serial")
        for index in range(3):
            self.make_lot(frame, f"FR-{index}", 1)
        self.assertSameAsPlain(self.order(5, (frame, 1)), produce=False)

    def test_lot_component(self):
        # OD-3 OD-4 OD-7: several lots, whose borders lie within a unit
        glue = self.make_product("Glue", "lot")
        for index, quantity in enumerate((2.5, 4, 1.5, 7)):
            self.make_lot(glue, f"GL-{index}", quantity)
        order = self.order(5, (glue, 3), (self.screw, 1))
        self.assertEqual(len(order.move_raw_ids.move_line_ids), 4)
        self.assertSameAsPlain(order)

    def test_sub_locations(self):
        # OD-3 OD-4
        deep = self.shelf.copy({"name": "Box", "location_id": self.shelf.id})
        for location, quantity in (
            (self.shelf, 3),
            (self.stock_location, 4),
            (deep, 6),
        ):
            self.stock(self.screw, quantity, location=location)
        order = self.order(6, (self.screw, 2))
        self.assertEqual(len(order.move_raw_ids.move_line_ids), 3)
        self.assertSameAsPlain(order, 4)

    def test_packages_and_owners(self):
        # OD-3 OD-4
        packages = self.env["stock.package"].create(
            [{"name": "PACK-A"}, {"name": "PACK-B"}]
        )
        owner = self.env["res.partner"].create({"name": "Owner"})
        glue = self.make_product("Glue", "lot")
        lot = self.make_lot(glue, "GL-1")
        for quantity, extra in (
            (3, {"package_id": packages[0]}),
            (2, {"package_id": packages[1]}),
            (2, {"owner_id": owner}),
            (3, {"owner_id": owner, "package_id": packages[1]}),
        ):
            self.stock(glue, quantity, lot, **extra)
            self.stock(self.screw, quantity, **extra)
        order = self.order(5, (glue, 2), (self.screw, 2))
        self.assertGreaterEqual(len(order.move_raw_ids.move_line_ids), 6)
        self.assertSameAsPlain(order)

    def test_other_unit_of_measure(self):
        # OD-3 OD-4: of the component, and of the order
        self.stock(self.screw, 100)
        self.make_bom(
            self.drone,
            bom_line_ids=[
                Command.create(
                    {
                        "product_id": self.screw.id,
                        "product_qty": 1.5,
                        "product_uom_id": self.uom_dozen.id,
                    }
                )
            ],
        )
        order = self.make_order(self.drone, 5, confirm=True)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.move_line_ids.quantity_product_uom, 90)
        self.assertSameAsPlain(order)

    def test_order_in_dozens(self):
        # OD-3 OD-4
        self.stock(self.screw, 12)
        self.make_bom(self.drone, [(self.screw, 1)])
        order = self.make_order(
            self.drone, 1, product_uom_id=self.uom_dozen.id, confirm=True
        )
        self.assertEqual(order.product_qty, 12)
        self.assertSameAsPlain(order)

    def test_quantity_that_does_not_divide(self):
        # OD-3 OD-4: one tube for three drones
        self.stock(self.wire, 10)
        order = self.order(7, (self.wire, 0.33), (self.screw, 1))
        self.assertSameAsPlain(order)

    def test_by_products(self):
        # OD-3 OD-4
        chip = self.make_product("Chip")
        tracked = self.make_product("Offcut", "lot")
        self.stock(self.screw, 5)
        order = self.order(5, (self.screw, 1), byproducts=[(chip, 2), (tracked, 1)])
        self.assertSameAsPlain(order, produce=False)

    def test_by_products_produced(self):
        # OD-4
        chip = self.make_product("Chip")
        self.stock(self.screw, 5)
        order = self.order(5, (self.screw, 1), byproducts=[(chip, 2)])
        self.assertSameAsPlain(order, 4)

    def test_kit(self):
        # OD-3 OD-4
        kit = self.make_product("Kit", is_storable=False)
        self.make_bom(kit, [(self.screw, 2), (self.wire, 3)], type="phantom")
        self.stock(self.screw, 20)
        self.stock(self.wire, 7)
        order = self.order(4, (kit, 1))
        self.assertEqual(order.move_raw_ids.product_id, self.screw | self.wire)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_component_of_the_order_alone(self):
        # OD-3: a person added it; and one was taken off
        self.stock(self.screw, 20)
        order = self.order(4, (self.screw, 1), (self.wire, 1), consumption="flexible")
        extra = self.make_product("Sticker")
        self.stock(extra, 10)
        order.move_raw_ids = [
            Command.create({"product_id": extra.id, "product_uom_qty": 8})
        ]
        order.move_raw_ids.filtered(lambda m: m.product_id == self.wire).unlink()
        order.action_assign()
        self.assertSameAsPlain(order)

    def test_consumed_by_hand(self):
        # OD-3: a component is marked as consumed before the split
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        order = self.order(4, (self.screw, 1), (self.wire, 2))
        move = order.move_raw_ids[0]
        move.quantity = 3
        move.picked = True
        self.assertSameAsPlain(order, produce=False)

    def test_manual_consumption(self):
        # OD-3 OD-4
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        order = self.order(4, (self.screw, 2), (self.wire, 1))
        order.move_raw_ids[0].manual_consumption = True
        self.assertSameAsPlain(order)


@tagged("post_install", "-at_install")
class TestOrders(SplitCase):
    """OD-3 OD-4: what hangs on the order goes with it."""

    def test_draft(self):
        # OD-8: it has no numbers yet and no reservations; Odoo's split leaves drafts
        self.stock(self.screw, 5)
        self.make_bom(self.drone, [(self.screw, 1)])
        order = self.make_order(self.drone, 4)
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button), self.assertRaisesRegex(UserError, order.name):
                getattr(self.make_wizard(order, self.names_for(order, 4)), button)()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.production_group_id.production_ids, order)

    def test_work_orders(self):
        # OD-3 OD-4
        self.stock(self.screw, 5)
        order = self.order(4, (self.screw, 1), operation_ids=self.operations(5, 12))
        self.assertEqual(order.workorder_ids[0].duration_expected, 30)
        self.assertSameAsPlain(order, 3)

    def test_planned_work_orders(self):
        # OD-3 OD-4: with dates and leaves in the calendar
        self.stock(self.screw, 5)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(5, 12))
        order.button_plan()
        self.assertSameAsPlain(order)

    def test_component_of_an_operation(self):
        # OD-3 OD-4
        self.stock(self.screw, 5)
        bom = self.make_bom(
            self.drone, [(self.screw, 1)], operation_ids=self.operations(5, 12)
        )
        bom.bom_line_ids.operation_id = bom.operation_ids[1]
        order = self.make_order(self.drone, 3, confirm=True)
        order.action_assign()
        self.assertSameAsPlain(order)

    def test_started_work_order(self):
        # OD-3: Odoo's split would leave all units that are in hand with the first order
        self.stock(self.screw, 5)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(5))
        order.workorder_ids.button_start()
        self.assertEqual(order.qty_producing, 3)
        self.prepare(order, self.names_for(order, 3))
        orders = order.production_group_id.production_ids.sorted("backorder_sequence")
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 1])
        self.assertEqual(orders.mapped("qty_producing"), [0, 0, 0])
        self.assertEqual(
            orders.workorder_ids.mapped("state"), ["progress", "ready", "ready"]
        )
        self.assertEqual(orders.move_raw_ids.mapped("quantity"), [1, 1, 1])
        self.assertFalse(any(orders.move_raw_ids.mapped("picked")))
        self.assertEqual(self.reserved(self.screw), 3)

    def test_two_batches_in_one_transaction(self):
        # OD-3 OD-4: an import or a server action; the second is like the first
        self.stock(self.screw, 9)
        for index in range(2):
            order = self.order(4, (self.screw, 1))
            self.prepare(order, [f"BATCH-{index}-1", f"BATCH-{index}-2"])
            orders = order.production_group_id.production_ids
            self.assertEqual(sum(orders.move_raw_ids.mapped("quantity")), 4)
            self.assertEqual(self.reserved(self.screw), 4 * (index + 1))
        self.produce(orders.filtered(lambda p: p.product_qty == 2), ["A-1"])
        self.assertEqual(self.reserved(self.screw), 7)
        orders[0].do_unreserve()
        self.assertEqual(self.reserved(self.screw), 6)

    def multi_step_order(self, steps, picked):
        self.warehouse.manufacture_steps = steps
        self.stock(self.screw, 20)
        self.stock(self.wire, 3)
        order = self.order(4, (self.screw, 2), (self.wire, 1))
        self.assertTrue(order.picking_ids)
        if picked:
            picking = order.picking_ids.filtered(
                lambda p: p.picking_type_id == self.warehouse.pbm_type_id
            )
            picking.action_assign()
            picking.move_ids.picked = True
            picking._action_done()
            order.action_assign()
        return order

    def test_pick_then_manufacture(self):
        # OD-3
        self.assertSameAsPlain(self.multi_step_order("pbm", False), produce=False)

    def test_picked_then_manufacture(self):
        # OD-3 OD-4
        order = self.multi_step_order("pbm", True)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_pick_manufacture_store(self):
        # OD-3
        self.assertSameAsPlain(self.multi_step_order("pbm_sam", False), produce=False)

    def test_picked_manufacture_store(self):
        # OD-3 OD-4
        self.assertSameAsPlain(self.multi_step_order("pbm_sam", True), 3)

    def make_to_order(self, product):
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        product.route_ids = mto | self.warehouse.manufacture_pull_id.route_id

    def test_made_to_order_component(self):
        # OD-3
        motor = self.make_product("Motor")
        self.make_to_order(motor)
        self.make_bom(motor, [(self.screw, 1)])
        order = self.order(3, (motor, 1), (self.wire, 1))
        self.assertTrue(order.move_raw_ids.move_orig_ids)
        self.assertSameAsPlain(order, produce=False)

    def test_tracked_component_that_was_made_to_order(self):
        # OD-3 OD-4: later 19.0 takes no more of it than has been brought
        motor = self.make_product("Motor", "lot")
        self.make_to_order(motor)
        self.make_bom(motor, [(self.screw, 1)])
        order = self.order(3, (motor, 1))
        child = order._get_children()
        child.lot_producing_ids = self.make_lot(motor, "M1")
        child.qty_producing = 3
        child._set_qty_producing()
        child.with_context(skip_redirection=True).button_mark_done()
        self.assertEqual(child.state, "done")
        order.action_assign()
        self.assertEqual(order.move_raw_ids.quantity, 3)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_made_for_another_order(self):
        # OD-3 OD-4
        self.make_to_order(self.drone)
        self.make_bom(self.drone, [(self.screw, 1)])
        self.stock(self.screw, 20)
        fleet = self.make_product("Fleet")
        self.make_bom(fleet, [(self.drone, 2)])
        parent = self.make_order(fleet, 2, confirm=True)
        order = parent._get_children()
        order.action_assign()
        self.assertEqual(order.product_qty, 4)
        self.assertTrue(order.move_finished_ids.move_dest_ids)
        self.assertSameAsPlain(order, 3)
        self.assertSameAsPlain(order)

    def deliver(self, quantity):
        """:return: the order that a delivery of drones to a customer has made"""
        self.make_to_order(self.drone)
        self.make_bom(self.drone, [(self.screw, 1)])
        self.stock(self.screw, 20)
        customers = self.env.ref("stock.stock_location_customers")
        move = {
            "product_id": self.drone.id,
            "product_uom_qty": quantity,
            "procure_method": "make_to_order",
            "location_id": self.stock_location.id,
            "location_dest_id": customers.id,
        }
        delivery = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock_location.id,
                "location_dest_id": customers.id,
                "move_ids": [Command.create(move)],
            }
        )
        delivery.action_confirm()
        return delivery.move_ids.move_orig_ids.production_id

    def test_made_for_a_delivery(self):
        # OD-3 OD-4
        order = self.deliver(4)
        order.action_assign()
        self.assertSameAsPlain(order)
        self.assertSameAsPlain(order, 2)

    def test_backorder_is_split_again(self):
        # OD-3 OD-4: names go on, the group is the same
        self.stock(self.screw, 20)
        order = self.order(7, (self.screw, 1))
        self.prepare(order, ["EARLIER-1", "EARLIER-2"])
        rest = self.backorders_of(order).filtered(lambda p: p.product_qty == 5)
        self.assertEqual(rest.name, f"{order.name[:-4]}-003")
        names = self.names_for(rest, 5)
        for ways, ignored in (
            ((self.split_plainly, len(names)), CHATTER | NUMBERS),
            ((self.produce_plainly, names), CHATTER | OURS),
        ):
            plain, argument = ways
            batch = "action_prepare_mo" if ignored & NUMBERS else "action_produce"
            with self.subTest(batch):
                differences = self.compare(
                    lambda plain=plain, argument=argument: plain(rest, argument),
                    lambda batch=batch: getattr(self.make_wizard(rest, names), batch)(),
                    ignored,
                )
                self.assertNoDifference(differences)

    def test_activities(self):
        # OD-3 OD-4: they stay with the first order
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        order.activity_schedule("mail.mail_activity_data_todo", summary="Look at it")
        self.assertSameAsPlain(order)

    def test_dates_priority_and_origin(self):
        # OD-3 OD-4
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        order.write(
            {
                "priority": "1",
                "origin": "A customer",
                "date_start": "2026-12-01 08:00:00",
                "date_deadline": "2026-12-24 18:00:00",
                "user_id": self.planner.id,
            }
        )
        order.move_raw_ids.date_deadline = "2026-12-02 12:00:00"
        self.assertSameAsPlain(order, 3)

    def test_with_numbers_held(self):
        # OD-3 OD-4 PF-8: what the order holds beside changes nothing else
        self.company.lot_prealloc_enabled = True
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        names = self.names(order.prealloc_lot_ids)
        held = {"mrp_production_prealloc_lot_rel", "stock_lot"}
        self.company.flush_recordset()
        differences = self.compare(
            lambda: order._split_productions({order: [1] * 4}),
            lambda: self.prepare(order, names),
            CHATTER | NUMBERS | held,
        )
        self.assertNoDifference(differences)

    def test_split_without_the_wizard(self):
        # The addon's own _split_productions is Odoo's, when nothing is preallocated.
        self.stock(self.screw, 3)
        order = self.order(4, (self.screw, 1), (self.wire, 2))
        differences = self.compare(
            lambda: self.split_plainly(order, 4),
            lambda: order.with_user(self.worker)._split_productions({order: [1] * 4}),
            CHATTER,
        )
        self.assertNoDifference(differences)

    def test_subcontracted(self):
        # OD-8: who makes it enters the serials on the receipt, nothing is split here
        partner = self.env["res.partner"].create({"name": "Subcontractor"})
        self.make_bom(
            self.drone,
            [(self.screw, 1)],
            type="subcontract",
            subcontractor_ids=[Command.set(partner.ids)],
        )
        suppliers = self.env.ref("stock.stock_location_suppliers")
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "partner_id": partner.id,
                "location_id": suppliers.id,
                "location_dest_id": self.stock_location.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.drone.id,
                            "product_uom_qty": 3,
                            "location_id": suppliers.id,
                            "location_dest_id": self.stock_location.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        order = receipt.move_ids.move_orig_ids.production_id
        self.assertEqual(order.product_qty, 3)
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button), self.assertRaises(UserError):
                wizard = self.make_wizard(order, ["S-1", "S-2", "S-3"])
                getattr(wizard, button)()
        self.assertEqual(order.product_qty, 3)


@tagged("post_install", "-at_install")
class TestCosts(SplitCase):
    """OD-4: what the units are worth, and where their costs are booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create(
            {"name": "Valued", "property_cost_method": "average"}
        )
        for product, cost in ((cls.drone, 1), (cls.screw, 10), (cls.wire, 3)):
            product.categ_id = cls.category
            product.standard_price = cost

    def test_average_cost(self):
        # OD-4
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        chip = self.make_product("Chip", categ_id=self.category.id)
        order = self.order(
            4,
            (self.screw, 1),
            (self.wire, 2),
            operation_ids=self.operations(30),
            byproducts=[(chip, 1)],
        )
        order.bom_id.byproduct_ids.cost_share = 10
        order.move_byproduct_ids.cost_share = 10
        self.assertSameAsPlain(order, 3)
        self.produce(order, self.names_for(order, 3))
        produced = order.production_group_id.production_ids[:3].move_finished_ids
        self.assertTrue(all(move.value > 0 for move in produced))

    def test_fifo_cost(self):
        # OD-4: units cost what went into each of them, in order
        self.category.property_cost_method = "fifo"
        suppliers = self.env.ref("stock.stock_location_suppliers")
        for price in (10, 20, 30):
            receipt = self.env["stock.move"].create(
                {
                    "product_id": self.screw.id,
                    "product_uom_qty": 2,
                    "price_unit": price,
                    "location_id": suppliers.id,
                    "location_dest_id": self.stock_location.id,
                }
            )
            receipt._action_confirm()
            receipt.quantity = 2
            receipt.picked = True
            receipt._action_done()
        order = self.order(4, (self.screw, 1))
        self.assertSameAsPlain(order)

    def test_analytic_lines(self):
        # OD-4: of the work centre, with the work orders' durations
        # Odoo lets no one else complete an order in such a work centre.
        self.worker.group_ids += self.env.ref("analytic.group_analytic_accounting")
        plan = self.env["account.analytic.plan"].create({"name": "Plan"})
        account = self.env["account.analytic.account"].create(
            {"name": "Bench", "plan_id": plan.id}
        )
        self.workcenter.analytic_distribution = {str(account.id): 100}
        self.stock(self.screw, 20)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(30, 6))
        self.assertSameAsPlain(order)
        self.produce(order, self.names_for(order, 3))
        orders = order.production_group_id.production_ids
        self.assertEqual(len(orders.workorder_ids.wc_analytic_account_line_ids), 6)

    def test_journal_entries(self):
        # OD-4: with real-time valuation
        accounts = self.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": kind}
                for name, code, kind in (
                    ("Stock", "110090", "asset_current"),
                    ("Production", "110091", "asset_current"),
                    ("Labour", "610090", "expense"),
                )
            ]
        )
        journal = self.env["account.journal"].create(
            {"name": "Inventory", "code": "INVT", "type": "general"}
        )
        self.category.write(
            {
                "property_valuation": "real_time",
                "property_stock_valuation_account_id": accounts[0].id,
                "property_account_expense_categ_id": accounts[2].id,
                "property_stock_journal": journal.id,
            }
        )
        self.drone.property_stock_production.valuation_account_id = accounts[1]
        self.stock(self.screw, 20)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(30))
        self.assertSameAsPlain(order)
        self.produce(order, self.names_for(order, 3))
        entries = self.env["account.move"].search([("journal_id", "=", journal.id)])
        self.assertGreaterEqual(len(entries), 3)
