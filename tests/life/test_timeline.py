"""The timeline of a number."""

from datetime import datetime
from unittest.mock import patch

from odoo.tests import tagged

from ..common import PreallocCase
from .timeline_case import TimelineMixin


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
            first = self.move(lot)
            first.action_assign()
        with self.at("2026-01-07 11:00:00"):
            first.with_user(self.inventory_manager).do_unreserve()
        with self.at("2026-01-08 10:00:00"):
            second = self.move(lot)
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
        places = ["", *[stock] * 4, f"from {stock}", stock, stock]
        self.assertEqual([entry["location"] for entry in entries], places)
        self.assertFalse(any(entry["quantity"] for entry in entries))

    # AB-17: the other ways to move
    def test_receipt_move_count_scrap(self):
        lot = self.make_lot(self.cheese, "CHZ-1")
        with self.at("2026-01-01 08:00:00"):
            receipt = self.move(lot, "incoming", quantity=10)
            self.name_lot(receipt, lot, 10)
        with self.at("2026-01-02 08:00:00"):
            self.finish(receipt)
        with self.at("2026-01-03 08:00:00"):
            transfer = self.move(lot, "internal", quantity=4)
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
            back = self.move(
                lot, partner_id=self.vendor.id, quantity=6, target=self.suppliers
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
                    f"from {shelf}",
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
                    f"from {shelf}",
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
                    f"from {stock}",
                    "6.00 Units",
                ),
            ],
        )
        documents = [lost, found, scrap.sudo(), back.sudo()]
        self.assertEqual([self.links(entries[i])[-1] for i in (2, 3, 4, 6)], documents)

    # AB-17: dropshipped, from a vendor to a customer
    def test_dropship(self):
        lot = self.make_lot(self.widget, "DROP-1")
        dropship = self.move(lot, partner_id=self.vendor.id, source=self.suppliers)
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
                f"Built into {lot.name}",
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
            name = order.name
        with self.at("2026-01-06 08:00:00"):
            self.complete(order, 1)
        backorder = self.backorders_of(order)
        self.assertNotEqual(order.name, name)
        self.assertTimeline(
            lot,
            [
                (
                    "2026-01-05 08:00",
                    f"Generated for {name} by {self.worker.name}",
                ),
                (
                    "2026-01-06 08:00",
                    f"Passed on to {backorder.name} by {self.worker.name}",
                ),
            ],
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
            delivery = self.move(lots[0], quantity=count)
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
                delivery = self.move(lot)
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
            delivery = self.move(
                self.make_lot(self.cheese, f"S-{count}"), quantity=count
            )
            for number in range(count):
                self.make_lot(self.cheese, f"S-{count}-{number}", quantity=1)
            delivery.action_assign()
            lines = delivery.move_line_ids
            self.assertEqual(len(lines), count)
            self.env.flush_all()
            allocations = lines._get_allocations()
            self.assertEqual(len(allocations), count)
            before = self.env.cr.sql_log_count
            lines._log_allocations(released=allocations)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count_statements(1)
        self.assertEqual(count_statements(20), count_statements(2))

    # AB-17: orders cost nothing
    def test_no_allocations_to_orders(self):
        order = self.make_order(self.widget, 3, confirm=True)
        self.complete(order)
        lines = order.move_finished_ids.move_line_ids
        before = self.env.cr.sql_log_count
        self.assertFalse(lines._get_allocations())
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
        warehouse, stranger = self.make_other_works()
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
