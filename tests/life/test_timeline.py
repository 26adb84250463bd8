"""The timeline of a number, and its form."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import Form, HttpCase, freeze_time, tagged

from ..common import PreallocCase, PreallocMixin


class TimelineMixin(PreallocMixin):
    """Numbers that are moved on certain days, by certain people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product(
            "Timeline Widget",
            "serial",
            lot_number_format_id=cls.make_format("TIME-{0000}").id,
        )
        cls.cheese = cls.make_product("Timeline Cheese", "lot")
        cls.customer = cls.env["res.partner"].create({"name": "Customer A"})
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor V"})
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )

    @contextmanager
    def at(self, moment):
        """A transaction of that moment: Odoo's clock and PostgreSQL's."""
        before = self.env.cr._now
        self.env.flush_all()
        with freeze_time(moment):
            self.env.cr._now = datetime.fromisoformat(moment)
            try:
                yield
                self.env.flush_all()
            finally:
                self.env.cr._now = before

    # ------------------------------------------------------------------
    # What people do
    # ------------------------------------------------------------------

    def make_transfer(self, lot, kind="outgoing", user=None, quantity=1, **vals):
        """:return: a confirmed ``stock.picking`` of the lot's product"""
        picking_type = {
            "outgoing": self.warehouse.out_type_id,
            "incoming": self.warehouse.in_type_id,
            "internal": self.warehouse.int_type_id,
        }[kind]
        source, target = {
            "outgoing": (self.stock_location, self.customers),
            "incoming": (self.suppliers, self.stock_location),
            "internal": (self.stock_location, self.shelf),
        }[kind]
        places = {
            "location_id": vals.pop("location_id", source.id),
            "location_dest_id": vals.pop("location_dest_id", target.id),
        }
        partner = {"outgoing": self.customer, "incoming": self.vendor}.get(kind)
        picking = (
            self.env["stock.picking"]
            .with_user(user or self.storekeeper)
            .create(
                {
                    "picking_type_id": picking_type.id,
                    "partner_id": partner.id if partner else False,
                    **places,
                    **vals,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": lot.product_id.id,
                                "product_uom_qty": quantity,
                                **places,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        return picking

    def name_lot(self, picking, lot, quantity=1):
        """A person enters the number on a transfer that reserves nothing."""
        picking.move_ids.move_line_ids.unlink()
        move = picking.move_ids
        picking.write(
            {
                "move_line_ids": [
                    Command.create(
                        {
                            "move_id": move.id,
                            "product_id": move.product_id.id,
                            "lot_id": lot.id,
                            "quantity": quantity,
                            "location_id": move.location_id.id,
                            "location_dest_id": move.location_dest_id.id,
                        }
                    )
                ]
            }
        )

    def finish(self, picking, user=None):
        picking = picking.with_user(user or picking.env.user)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")

    def return_(self, picking, user=None):
        """:return: the return of a transfer, done"""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(user or self.storekeeper)
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        back = back.with_user(user or self.storekeeper)
        self.finish(back)
        return back

    def make_produced(self, user=None):
        """:return: order and number, produced"""
        order = self.make_order(self.widget, 1, user=user or self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.complete(order)
        return order, lot

    # ------------------------------------------------------------------
    # What they see
    # ------------------------------------------------------------------

    def timeline(self, lot, user=None):
        """:return: list of dicts, as the form of this user gets them"""
        lot = lot.with_user(user or self.storekeeper)
        lot.invalidate_recordset(["timeline"])
        return lot.timeline or []

    def sentence(self, entry):
        return "".join(piece["text"] for piece in entry["pieces"])

    def links(self, entry):
        return [
            self.env[piece["model"]].browse(piece["id"])
            for piece in entry["pieces"]
            if "model" in piece
        ]

    def assertTimeline(self, lot, expected, user=None):
        """:param expected: list of ``(date, sentence)``, oldest first"""
        self.assertEqual(
            [
                (entry["date"][:16], self.sentence(entry))
                for entry in self.timeline(lot, user)
            ],
            expected,
        )


@tagged("post_install", "-at_install")
class TestTimeline(TimelineMixin, PreallocCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        # what a test prepares is older than what it tells of
        self.env.cr._now = datetime(2026, 1, 1)

    # AB-17: the whole life, by those who lived it
    def test_life_of_a_serial(self):
        with self.at("2026-01-05 08:00:00"):
            order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
            lot = order.prealloc_lot_ids
        with self.at("2026-01-06 09:30:00"):
            self.complete(order.with_user(self.planner))
        with self.at("2026-01-07 10:00:00"):
            first = self.make_transfer(lot)
            first.action_assign()
        with self.at("2026-01-07 11:00:00"):
            first.with_user(self.inventory_manager).do_unreserve()
        with self.at("2026-01-08 10:00:00"):
            second = self.make_transfer(lot)
            second.action_assign()
        with self.at("2026-01-09 15:45:00"):
            self.finish(second, self.inventory_manager)
        with self.at("2026-03-09 12:00:00"):
            back = self.return_(second)
        with self.at("2026-03-10 12:00:00"):
            lot.with_user(self.inventory_manager).action_make_available()
        storekeeper, manager = self.storekeeper.name, self.inventory_manager.name
        self.assertTimeline(
            lot,
            [
                (
                    "2026-01-05 08:00",
                    f"Generated for {order.name} by {self.worker.name}",
                ),
                (
                    "2026-01-06 09:30",
                    f"Produced with {order.name} by {self.planner.name}",
                ),
                (
                    "2026-01-07 10:00",
                    f"Allocated to {first.name} for Customer A by {storekeeper}",
                ),
                ("2026-01-07 11:00", f"Released from {first.name} by {manager}"),
                (
                    "2026-01-08 10:00",
                    f"Allocated to {second.name} for Customer A by {storekeeper}",
                ),
                (
                    "2026-01-09 15:45",
                    f"Shipped to Customer A with {second.name} by {manager}",
                ),
                (
                    "2026-03-09 12:00",
                    f"Returned by Customer A with {back.name}, "
                    f"taken in by {storekeeper}",
                ),
                ("2026-03-10 12:00", f"Made available by {manager}"),
            ],
        )
        entries = self.timeline(lot)
        # a stock user reads orders, but cannot open them
        self.assertFalse(self.links(entries[1]))
        self.assertEqual(self.links(self.timeline(lot, self.worker)[1]), [order.sudo()])
        self.assertEqual(self.links(entries[3]), [first.sudo()])
        self.assertEqual(self.links(entries[5]), [self.customer, second.sudo()])
        stock = self.stock_location.display_name
        self.assertEqual([entry["location"] for entry in entries], ["", *[stock] * 7])
        self.assertFalse(any(entry["quantity"] for entry in entries))

    # AB-17: the other ways to move
    def test_receipt_move_count_scrap(self):
        lot = self.make_lot(self.cheese, "CHZ-1")
        with self.at("2026-01-01 08:00:00"):
            receipt = self.make_transfer(lot, "incoming", quantity=10)
            self.name_lot(receipt, lot, 10)
        with self.at("2026-01-02 08:00:00"):
            self.finish(receipt)
        with self.at("2026-01-03 08:00:00"):
            transfer = self.make_transfer(lot, "internal", quantity=4)
            transfer.action_assign()
            self.finish(transfer)
        with self.at("2026-01-04 08:00:00"):
            quant = lot.quant_ids.filtered(lambda q: q.location_id == self.shelf)
            quant = quant.with_user(self.inventory_manager)
            quant.with_context(inventory_mode=True).inventory_quantity = 3
            quant.action_apply_inventory()
        with self.at("2026-01-05 08:00:00"):
            quant.with_context(inventory_mode=True).inventory_quantity = 5
            quant.action_apply_inventory()
        with self.at("2026-01-06 08:00:00"):
            scrap = (
                self.env["stock.scrap"]
                .with_user(self.storekeeper)
                .create(
                    {
                        "product_id": self.cheese.id,
                        "lot_id": lot.id,
                        "scrap_qty": 2,
                        "location_id": self.shelf.id,
                    }
                )
            )
            scrap.do_scrap()
        with self.at("2026-01-07 08:00:00"):
            back = self.make_transfer(
                lot,
                location_dest_id=self.suppliers.id,
                partner_id=self.vendor.id,
                quantity=6,
            )
            back.action_assign()
            self.finish(back)
        entries = self.timeline(lot)[1:]
        user, manager = self.storekeeper.name, self.inventory_manager.name
        lost, found = (
            self.env["stock.move"]
            .search([("product_id", "=", self.cheese.id), ("is_inventory", "=", True)])
            .sorted("id")
        )
        stock, shelf = self.stock_location.display_name, self.shelf.display_name
        self.assertEqual(
            [
                (
                    entry["date"][8:10],
                    entry["kind"],
                    self.sentence(entry),
                    entry["location"],
                    entry["quantity"],
                )
                for entry in entries
            ],
            [
                (
                    "02",
                    "received",
                    f"Received from Vendor V with {receipt.name} by {user}",
                    stock,
                    "10.00 Units",
                ),
                (
                    "03",
                    "moved",
                    f"Moved with {transfer.name} by {user}",
                    f"{stock} → {shelf}",
                    "4.00 Units",
                ),
                (
                    "04",
                    "lost",
                    f"Taken out of stock by {manager}: {lost.reference}",
                    shelf,
                    "1.00 Units",
                ),
                (
                    "05",
                    "found",
                    f"Added to stock by {manager}: {found.reference}",
                    shelf,
                    "2.00 Units",
                ),
                (
                    "06",
                    "scrapped",
                    f"Scrapped with {scrap.name} by {user}",
                    shelf,
                    "2.00 Units",
                ),
                (
                    "07",
                    "allocated",
                    f"Allocated to {back.name} for Vendor V by {user}",
                    stock,
                    "6.00 Units",
                ),
                (
                    "07",
                    "returned_to_vendor",
                    f"Returned to Vendor V with {back.name} by {user}",
                    stock,
                    "6.00 Units",
                ),
            ],
        )
        documents = [lost, found, scrap.sudo(), back.sudo()]
        self.assertEqual([self.links(entries[i])[-1] for i in (2, 3, 4, 6)], documents)

    # AB-17: dropshipped, from a vendor to a customer
    def test_dropship(self):
        lot = self.make_lot(self.widget, "DROP-1")
        dropship = self.make_transfer(
            lot, location_id=self.suppliers.id, partner_id=self.vendor.id
        )
        self.name_lot(dropship, lot)
        dropship.move_ids.partner_id = self.customer
        self.finish(dropship)
        entry = self.timeline(lot)[-1]
        self.assertEqual(
            self.sentence(entry),
            f"Delivered by dropship to Customer A with {dropship.name} by "
            f"{self.storekeeper.name}",
        )
        self.assertFalse(entry["location"])

    # AB-17: the life of a component
    def test_consumed_and_unbuilt(self):
        frame = self.make_lot(
            self.make_product("Timeline Frame", "serial"), "FRM-1", quantity=1
        )
        self.make_bom(self.widget, [(frame.product_id, 1)])
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        with self.at("2026-01-05 08:00:00"):
            order.action_assign()
        self.assertEqual(
            self.sentence(self.timeline(frame)[-1]),
            f"Allocated to {order.name} by {self.worker.name}",
        )
        with self.at("2026-01-06 08:00:00"):
            self.complete(order)
        with self.at("2026-01-07 08:00:00"):
            unbuild = (
                self.env["mrp.unbuild"]
                .with_user(self.worker)
                .create({"mo_id": order.id, "lot_id": lot.id, "product_qty": 1})
            )
            unbuild.action_unbuild()
        user = self.worker.name
        self.assertEqual(
            [self.sentence(entry) for entry in self.timeline(frame)[1:]],
            [
                f"Consumed by {order.name}, recorded by {user}",
                f"Recovered with {unbuild.name} by {user}",
            ],
        )
        taken_apart = self.timeline(lot, self.worker)[-1]
        self.assertEqual(
            self.sentence(taken_apart), f"Taken apart with {unbuild.name} by {user}"
        )
        self.assertEqual(self.links(taken_apart), [unbuild.sudo()])

    # AB-17: an order and its backorder
    def test_passed_on_to_the_backorder(self):
        with self.at("2026-01-05 08:00:00"):
            order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
            lot = order.prealloc_lot_ids.sorted("id")[1]
        with self.at("2026-01-06 08:00:00"):
            self.complete(order, 1)
        backorder = self.backorders_of(order)
        self.assertTimeline(
            lot,
            [
                (
                    "2026-01-05 08:00",
                    f"Generated for {order.name} by {self.worker.name}",
                ),
                (
                    "2026-01-06 08:00",
                    f"Passed on to {backorder.name} by {self.worker.name}",
                ),
            ],
        )

    # ------------------------------------------------------------------
    # Allocated and released (AB-13)
    # ------------------------------------------------------------------

    def make_reserved(self, lot=None):
        """:return: lot and the delivery that has reserved it"""
        lot = lot or self.make_lot(self.widget, "RES-1", quantity=1)
        with self.at("2026-02-01 08:00:00"):
            delivery = self.make_transfer(lot)
            delivery.action_assign()
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        return lot, delivery

    def assertReleased(self, lot, document, user=None):
        user = user or self.inventory_manager
        self.assertTimeline(
            lot,
            [
                *self.get_beginning(lot),
                (
                    "2026-02-01 08:00",
                    f"Allocated to {document} for Customer A by "
                    f"{self.storekeeper.name}",
                ),
                ("2026-02-02 09:00", f"Released from {document} by {user.name}"),
            ],
        )

    def get_beginning(self, lot):
        """Made by hand, at the moment of this test's transaction."""
        date = fields.Datetime.to_string(lot.create_date)[:16]
        return [(date, f"Created by {self.env.user.name}")]

    # AB-13, AB-17
    def test_released_by_unreserve(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).do_unreserve()
        self.assertReleased(lot, delivery.name)
        event = lot.event_ids[-1]
        self.assertRecordValues(
            event,
            [
                {
                    "kind": "released",
                    "picking_id": delivery.id,
                    "partner_id": self.customer.id,
                    "location_id": self.stock_location.id,
                    "company_id": self.company.id,
                }
            ],
        )

    # AB-13, AB-17
    def test_released_by_cancel(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).action_cancel()
        self.assertReleased(lot, delivery.name)

    # AB-13, AB-17: the document is gone, its name is not
    def test_released_by_deletion(self):
        lot, delivery = self.make_reserved()
        name = delivery.name
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).action_cancel()
            delivery.with_user(self.inventory_manager).unlink()
        self.assertReleased(lot, name)
        self.assertFalse(self.links(self.timeline(lot)[-1]))

    # AB-13, AB-17
    def test_released_by_deleting_the_line(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            move = delivery.with_user(self.inventory_manager).move_ids
            with Form(move, "stock.view_stock_move_operations") as form:
                form.move_line_ids.remove(0)
        self.assertReleased(lot, delivery.name)

    # AB-13, AB-17
    def test_released_by_quantity_zero(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).move_line_ids.quantity = 0
        self.assertReleased(lot, delivery.name)
        delivery.do_unreserve()
        self.assertReleased(lot, delivery.name)

    # AB-16, AB-17: a person chooses another number, and the first one again
    def test_other_number_on_the_line(self):
        lot, delivery = self.make_reserved()
        other = self.make_lot(self.widget, "RES-2", quantity=1)
        line = delivery.with_user(self.inventory_manager).move_line_ids
        with self.at("2026-02-02 09:00:00"):
            line.lot_id = other
        self.assertReleased(lot, delivery.name)
        user = self.inventory_manager.name
        allocated = f"Allocated to {delivery.name} for Customer A by {user}"
        released = f"Released from {delivery.name} by {user}"
        self.assertTimeline(
            other, [*self.get_beginning(other), ("2026-02-02 09:00", allocated)]
        )
        with self.at("2026-02-03 09:00:00"):
            line.lot_id = lot
        self.assertTimeline(
            other,
            [
                *self.get_beginning(other),
                ("2026-02-02 09:00", allocated),
                ("2026-02-03 09:00", released),
            ],
        )
        with self.at("2026-02-04 09:00:00"):
            line.unlink()
        self.assertEqual(
            [(e["date"][:10], e["kind"]) for e in self.timeline(lot)[1:]],
            [
                ("2026-02-01", "allocated"),
                ("2026-02-02", "released"),
                ("2026-02-03", "allocated"),
                ("2026-02-04", "released"),
            ],
        )

    # AB-13, AB-17: reserved by the first step of a delivery
    def test_steps_of_a_delivery(self):
        self.warehouse.delivery_steps = "pick_ship"
        lot = self.make_lot(self.widget, "STEP-1", quantity=1)
        rule = self.env["stock.rule"]
        procurement = rule.Procurement(
            self.widget,
            1,
            self.uom_unit,
            self.customers,
            "Steps",
            "Steps",
            self.company,
            {"warehouse_id": self.warehouse, "partner_id": self.customer.id},
        )
        with self.at("2026-02-01 08:00:00"):
            rule.run([procurement])
        moves = self.env["stock.move"].search([("product_id", "=", self.widget.id)])
        pick = moves.picking_id
        with self.at("2026-02-02 08:00:00"):
            pick.do_unreserve()
        with self.at("2026-02-03 08:00:00"):
            pick.action_assign()
            self.finish(pick)
        ship = pick.move_ids.move_dest_ids.picking_id
        with self.at("2026-02-04 08:00:00"):
            ship.action_assign()
            self.finish(ship)
        self.assertEqual(
            [
                (entry["kind"], pick.name in self.sentence(entry))
                for entry in self.timeline(lot)[1:]
            ],
            [
                ("allocated", True),
                ("released", True),
                ("allocated", True),
                ("moved", True),
                ("allocated", False),
                ("shipped", False),
            ],
        )
        self.assertIn("for Customer A", self.sentence(self.timeline(lot)[1]))

    # AB-17: what is no delivery leaves no events
    def test_other_reservations_are_not_remembered(self):
        lot = self.make_lot(self.widget, "INT-1", quantity=1)
        transfer = self.make_transfer(lot, "internal")
        transfer.action_assign()
        self.assertEqual(transfer.move_line_ids.lot_id, lot)
        transfer.do_unreserve()
        frame = self.make_product("Timeline Frame", "serial")
        self.make_bom(frame, [(self.widget, 1)])
        order = self.make_order(frame, 1, user=self.worker, confirm=True)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, lot)
        order.do_unreserve()
        self.assertFalse(lot.event_ids)
        self.assertEqual([e["kind"] for e in self.timeline(lot)], ["created"])

    # AB-17: an order for a delivery that waits for it
    def test_reserved_at_completion_comes_after_production(self):
        delivery = self.make_transfer(self.make_lot(self.widget, "NONE-1"))
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        order.move_finished_ids.move_dest_ids = delivery.move_ids
        lot = order.prealloc_lot_ids
        self.complete(order)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        # the same transaction, whose start is the date of the new line
        self.assertEqual(
            [entry["kind"] for entry in self.timeline(lot)],
            ["generated", "produced", "allocated"],
        )

    # AB-17: who did it is not who wrote on it later
    def test_user_is_not_who_wrote_later(self):
        with self.at("2026-01-05 08:00:00"):
            order, lot = self.make_produced()
        line = lot.move_line_ids

        def assert_user(name):
            self.assertEqual(
                self.sentence(self.timeline(lot)[-1]),
                f"Produced with {order.name} by {name}",
            )

        def write_later(record, vals):
            with self.at("2026-01-06 08:00:00"):
                record.with_user(self.planner).write(vals)

        write_later(line, {"is_entire_pack": False})
        write_later(line.move_id, {"sequence": 12})
        assert_user(self.worker.name)
        # done before the addon was there
        write_later(line.sudo(), {"done_by_id": False})
        assert_user("an unknown user")

    # AB-17: done before the addon was there
    def test_user_of_an_old_line(self):
        with self.at("2026-01-05 08:00:00"):
            _order, lot = self.make_produced()
            lot.move_line_ids.done_by_id = False
        with self.at("2026-01-06 08:00:00"):
            lot.move_line_ids.with_user(self.planner).write({"is_entire_pack": False})
        self.assertIn(self.worker.name, self.sentence(self.timeline(lot)[-1]))

    # AB-17: numbers from before the addon
    def test_old_lot(self):
        order, lot = self.make_produced()
        delivery = self.make_transfer(lot)
        delivery.action_assign()
        self.finish(delivery)
        lot.event_ids.unlink()
        lot.sudo().allocated_production_id = False
        self.assertEqual(
            [entry["kind"] for entry in self.timeline(lot)],
            ["created", "produced", "allocated", "shipped"],
        )

    # ------------------------------------------------------------------
    # Cost and rights
    # ------------------------------------------------------------------

    # AB-17: constant statements
    def test_statements(self):
        self.env.invalidate_all()

        def make(count):
            lots = self.env["stock.lot"]
            for _index in range(count):
                lots += self.make_produced()[1]
            delivery = self.make_transfer(lots[0], quantity=count)
            delivery.action_assign()
            delivery.do_unreserve()
            delivery.action_assign()
            self.finish(delivery)
            return lots

        def count_statements(lots):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lots.with_user(self.storekeeper).mapped("timeline")
            lots.with_user(self.storekeeper).mapped("manufacturing_order_count")
            lots.with_user(self.storekeeper).mapped("lifecycle_summary")
            return self.env.cr.sql_log_count - before

        one, many = make(1), make(50)
        count_statements(one)
        self.assertEqual(count_statements(many), count_statements(one))
        self.assertEqual({len(lot.timeline) for lot in many}, {6})

    # AB-17: a lot that is moved every day
    def test_long_life_is_cut(self):
        lot = self.make_lot(self.cheese, "LONG-1", quantity=10)
        days = range(2, 8)
        for day in days:
            with self.at(f"2026-01-0{day} 08:00:00"):
                delivery = self.make_transfer(lot)
                delivery.action_assign()
                if day % 2:
                    delivery.do_unreserve()
                else:
                    self.finish(delivery)
        whole = self.timeline(lot)
        self.assertEqual(len(whole), 1 + 2 * len(days))
        with patch("odoo.addons.lot_prealloc.models.life.timeline.stock_lot.LIMIT", 2):
            cut = self.timeline(lot)
        self.assertEqual([e["kind"] for e in cut[:2]], ["created", "cut"])
        self.assertEqual(cut[2:], whole[-len(cut[2:]) :])
        self.assertEqual(cut[2]["date"][:10], "2026-01-07")

    # AB-13: what is released is remembered in one INSERT
    def test_statements_of_release(self):
        def count_statements(count):
            delivery = self.make_transfer(
                self.make_lot(self.cheese, f"S-{count}"), quantity=count
            )
            for number in range(count):
                self.make_lot(self.cheese, f"S-{count}-{number}", quantity=1)
            delivery.action_assign()
            lines = delivery.move_line_ids
            self.assertEqual(len(lines), count)
            self.env.flush_all()
            claims = lines._get_claims()
            self.assertEqual(len(claims), count)
            before = self.env.cr.sql_log_count
            lines._log_claims(released=claims)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count_statements(1)
        self.assertEqual(count_statements(20), count_statements(2))

    # AB-17: orders cost nothing
    def test_no_claims_of_orders(self):
        order = self.make_order(self.widget, 3, confirm=True)
        self.complete(order)
        lines = order.move_finished_ids.move_line_ids
        before = self.env.cr.sql_log_count
        self.assertFalse(lines._get_claims())
        self.assertEqual(self.env.cr.sql_log_count, before)

    # AB-17, section 10: names, but no links, of what may not be opened
    def test_unreadable_documents_are_text(self):
        order, lot = self.make_produced()
        unbuild = (
            self.env["mrp.unbuild"]
            .with_user(self.worker)
            .create({"mo_id": order.id, "lot_id": lot.id, "product_qty": 1})
        )
        unbuild.action_unbuild()
        entry = self.timeline(lot)[-1]
        self.assertIn(unbuild.name, self.sentence(entry))
        self.assertFalse(self.links(entry))
        self.assertTrue(self.links(self.timeline(lot, self.worker)[-1]))

    # Section 10: another company's part of the life of a shared number
    def test_other_company_is_hidden(self):
        lot = self.make_lot(self.widget, "SHARED-1", quantity=1)
        other = self.make_company("Timeline Company")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        stranger = self.make_user(
            "stranger",
            "stock.group_stock_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        lot, delivery = self.make_reserved(lot)
        delivery.do_unreserve()
        delivery.action_assign()
        self.put_in_stock(self.widget, 1, lot, warehouse.lot_stock_id)
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        shared = order.prealloc_lot_ids
        shared.company_id = False
        self.assertEqual([e["kind"] for e in self.timeline(lot, stranger)], ["created"])
        # nor who had it generated
        self.assertFalse(self.timeline(shared, stranger))
        self.assertFalse(shared.with_user(stranger).manufacturing_order_count)
        self.assertEqual(len(self.timeline(lot)), 4)
        self.assertEqual(shared.with_user(self.worker).manufacturing_order_count, 1)
        self.assertFalse(self.env["stock.lot.event"].with_user(stranger).search([]))

    # Section 10: written only by code
    def test_events_are_read_only(self):
        events = self.env["stock.lot.event"]
        for user in (self.worker, self.storekeeper, self.inventory_manager):
            mine = events.with_user(user)
            self.assertTrue(mine.has_access("read"))
            self.assertFalse(mine.has_access("create"))
            self.assertFalse(mine.has_access("write"))
            self.assertFalse(mine.has_access("unlink"))

    # ------------------------------------------------------------------
    # The form
    # ------------------------------------------------------------------

    # AB-12: the quantities of a lot in several states
    def test_summary_of_quantities(self):
        lot = self.make_lot(self.cheese, "SUM-1", quantity=10)
        self.assertFalse(lot.lifecycle_summary)
        delivery = self.make_transfer(lot, quantity=4)
        delivery.action_assign()
        lot.invalidate_recordset()
        self.assertEqual(lot.lifecycle_summary, "6.00 available · 4.00 allocated")

    # MM-4: the order that made it and the one that used it
    def test_manufacturing_orders(self):
        order, lot = self.make_produced()
        self.assertEqual(
            lot.with_user(self.worker).action_view_manufacturing_orders()["res_id"],
            order.id,
        )
        machine = self.make_product("Timeline Machine", "serial")
        self.make_bom(machine, [(self.widget, 1)])
        user_order = self.make_order(machine, 1, user=self.worker, confirm=True)
        user_order.action_assign()
        self.assertEqual(user_order.move_raw_ids.move_line_ids.lot_id, lot)
        lot.invalidate_recordset()
        self.assertEqual(lot.with_user(self.worker).manufacturing_order_count, 2)
        action = lot.with_user(self.worker).action_view_manufacturing_orders()
        self.assertEqual(
            self.env["mrp.production"].search(action["domain"]), order | user_order
        )

    # MM-3, MM-4: one click to what Odoo has already
    def test_native_buttons(self):
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "stock.group_stock_multi_locations"
        )
        arch = (
            self.env["stock.lot"]
            .with_user(self.storekeeper)
            .get_view(self.env.ref("stock.view_production_lot_form").id)["arch"]
        )
        for name in ("action_lot_open_quants", "action_lot_open_transfers"):
            self.assertIn(name, arch)
        report = self.env.ref("stock.action_stock_report")
        self.assertIn(f'name="{report.id}"', arch)
        frame = self.make_lot(
            self.make_product("Timeline Frame", "serial"), "FRM-9", quantity=1
        )
        self.make_bom(self.widget, [(frame.product_id, 1)])
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        order.action_assign()
        lot = order.prealloc_lot_ids
        self.complete(order)

        def trace(number):
            """:return: numbers that the report shows, unfolded"""
            report = self.env["stock.traceability.report"].with_user(self.storekeeper)
            [top] = report.get_lines(
                model_name="stock.lot", model_id=number.id, level=1
            )[:1]
            below = report.get_lines(
                top["id"],
                model_id=top["model_id"],
                model_name=top["model"],
                level=2,
            )
            return [line["lot_name"] for line in below]

        # up: what it was made from
        self.assertEqual(trace(lot), [frame.name])
        # down: where it was used
        used = self.env["stock.traceability.report"].with_context(
            model="stock.lot", active_id=frame.id
        )
        self.assertTrue(any(line["is_used"] for line in used.get_lines()))
        self.put_in_stock(self.cheese, 1, self.make_lot(self.cheese, "LOC-1"))
        cheese = self.env["stock.lot"].search([("name", "=", "LOC-1")])
        self.put_in_stock(self.cheese, 2, cheese, self.shelf)
        action = cheese.action_lot_open_quants()
        places = self.env["stock.quant"].search(
            [("lot_id", "=", action["context"]["search_default_lot_id"])]
        )
        self.assertEqual(
            set(places.location_id.ids), {self.stock_location.id, self.shelf.id}
        )

    # AB-1: nothing of ours without the master switch
    def test_master_switch(self):
        def has_timeline(user):
            view = (
                self.env["stock.lot"]
                .with_user(user)
                .get_view(self.env.ref("stock.view_production_lot_form").id)
            )
            return "lot_timeline" in view["arch"]

        self.assertTrue(has_timeline(self.storekeeper))
        group = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").implied_ids -= group
        self.storekeeper.group_ids -= group
        self.assertFalse(has_timeline(self.storekeeper))


@tagged("post_install", "-at_install")
class TestTimelineTours(TimelineMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.customer.name = "Tour Customer"
        _order, self.lot = self.make_produced()
        delivery = self.make_transfer(self.lot)
        delivery.action_assign()
        self.finish(delivery)
        self.return_(delivery)

    # AB-17, MM-3: a plain stock user
    def test_timeline(self):
        self.start_tour(
            f"/odoo/stock.lot/{self.lot.id}",
            "lot_timeline",
            login=self.storekeeper.login,
        )

    # AB-15, AB-17: an inventory manager
    def test_make_available(self):
        self.start_tour(
            f"/odoo/stock.lot/{self.lot.id}",
            "lot_make_available",
            login=self.inventory_manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.lot.lifecycle_state, "available")
        self.assertEqual(self.lot.event_ids.user_id, self.inventory_manager)
