"""What several people reserve at once (AB-16)."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import psycopg2

from odoo.tests import tagged

from ..database_case import SharedDatabaseCase
from ..life.lifecycle_oracle import derive, read_stored


@tagged("post_install", "-at_install")
class TestReservationAtOnce(SharedDatabaseCase):
    """Who reserves the last numbers in the same moment as somebody else (AB-16)."""

    def make_deliveries(self, product, quantities):
        deliveries = self.env["stock.picking"].concat(
            *(
                self.make_delivery(
                    (product, quantity), user=self.env.user, confirm=False
                )
                for quantity in quantities
            )
        )
        deliveries.action_confirm()
        return deliveries

    def make_stock(self, tracking, total):
        """:return: a product of which so many are there: serials, or one lot"""
        product = self.make_product(f"Last {tracking}", tracking)
        if tracking == "serial":
            for index in range(total):
                self.make_lot(product, f"S-{index}", 1)
        else:
            self.make_lot(product, "L", total)
        return product

    def do_at_once(self, deliveries, button="action_assign"):
        """Everybody has looked before anybody presses the button.

        Who was in the way of others too often, for Odoo to repeat it, presses again.
        """
        self.cr.commit()
        everybody_has_looked = threading.Barrier(len(deliveries))

        def press(env, delivery):
            getattr(env["stock.picking"].browse(delivery.id), button)()

        def work_for(delivery):
            attempts = []

            def work(env):
                env.cr.execute("SELECT 1 FROM stock_quant LIMIT 1")  # the snapshot
                attempts.append(env)
                if len(attempts) == 1:
                    everybody_has_looked.wait(20)
                press(env, delivery)

            self.call(work, self.storekeeper)

        with ThreadPoolExecutor(len(deliveries)) as pool:
            futures = {
                pool.submit(work_for, delivery): delivery for delivery in deliveries
            }
        for future, delivery in futures.items():
            error = future.exception()
            if error:
                self.assertIsInstance(error, psycopg2.OperationalError)
                self.call(
                    lambda env, delivery=delivery: press(env, delivery),
                    self.storekeeper,
                )
        self.refresh()

    def assert_nothing_reserved_twice(self, product, deliveries, total):
        """What is reserved is there, all that is there is reserved where wanted."""
        lines = self.env["stock.move.line"].search(
            [("product_id", "=", product.id), ("picking_id", "in", deliveries.ids)]
        )
        reserved = Counter()
        for line in lines:
            reserved[line.lot_id] += line.quantity_product_uom
        on_hand = Counter()
        for quant in self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id.usage", "=", "internal")]
        ):
            on_hand[quant.lot_id] += quant.quantity
            self.assertGreaterEqual(quant.quantity, quant.reserved_quantity)
        self.assertEqual(sum(on_hand.values()), total)
        for lot, quantity in reserved.items():
            self.assertLessEqual(quantity, on_hand[lot], lot.name)
        for lot in on_hand:
            state = "allocated" if reserved[lot] == on_hand[lot] else "available"
            self.assertEqual(lot.lifecycle_state, state, lot.name)
        return sum(reserved.values())

    def check_round(self, tracking, total, quantities):
        product = self.make_stock(tracking, total)
        deliveries = self.make_deliveries(product, quantities)
        deliveries.do_unreserve()
        self.do_at_once(deliveries)
        reserved = self.assert_nothing_reserved_twice(product, deliveries, total)
        self.assertEqual(reserved, min(total, sum(quantities)))
        return deliveries

    def test_two_want_the_last_serial(self):
        # AB-16
        for _round in range(3):
            deliveries = self.check_round("serial", 1, [1, 1])
            self.assertEqual(set(deliveries.mapped("state")), {"assigned", "confirmed"})

    def test_two_want_the_last_of_a_lot(self):
        # AB-16
        for _round in range(3):
            deliveries = self.check_round("lot", 5, [5, 5])
            self.assertEqual(set(deliveries.mapped("state")), {"assigned", "confirmed"})

    def test_two_share_a_lot(self):
        # AB-16
        self.check_round("lot", 10, [7, 7])

    def test_eight_want_the_last_serials(self):
        # AB-16
        for _round in range(2):
            self.check_round("serial", 10, [2] * 8)

    def test_eight_want_the_last_of_a_lot(self):
        # AB-16
        for _round in range(2):
            self.check_round("lot", 10, [2] * 8)

    def test_enough_for_everybody(self):
        # AB-16
        self.check_round("serial", 16, [2] * 8)

    def test_two_deliver_one_lot_from_two_places(self):
        # AB-12: neither sees what the other takes; the state is right in the end
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock_location.id}
        )
        for button, state in (
            ("action_assign", "allocated"),
            ("button_validate", "shipped"),
        ):
            with self.subTest(button):
                product = self.make_product(f"Spread {button}", "lot")
                lot = self.make_lot(product, "L", 5)
                self.put_in_stock(product, 5, lot, shelf)
                deliveries = self.make_deliveries(product, [5, 5])
                deliveries[1].move_ids.location_id = shelf
                deliveries.action_assign()
                if button == "action_assign":
                    deliveries.do_unreserve()
                self.do_at_once(deliveries, button)
                self.assertEqual(
                    [line.quantity for line in deliveries.move_line_ids], [5, 5]
                )
                self.assertEqual(derive(lot)[lot].state, state)
                self.assertEqual(read_stored(lot)[lot.id]["lifecycle_state"], state)
