"""Two validations at once lose nothing and count nothing twice (SC-1)."""

import threading
from concurrent.futures import ThreadPoolExecutor

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..database_case import SharedDatabaseCase


@tagged("post_install", "-at_install")
class TestMovingRace(SharedDatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = True
        cls.milk = cls.make_product("Milk", "lot")
        cls.screw = cls.make_product("Screw")
        cls.cr.commit()

    def setUp(self):
        super().setUp()
        # what was delivered in the test before is still there
        self.lots = self.env["stock.lot"].concat(
            *(
                self.make_lot(self.milk, f"{self._testMethodName}-{index}", 100)
                for index in range(6)
            )
        )
        self.put_in_stock(self.screw, 100)
        self.cr.commit()

    def make_deliveries(self, count, quantity):
        """:return: deliveries that take a part of every lot, and screws"""
        deliveries = self.env["stock.picking"]
        for _delivery in range(count):
            delivery = self.make_delivery(
                (self.milk, quantity * len(self.lots)), (self.screw, quantity)
            )
            [milk_move, screw_move] = delivery.move_ids
            # each takes a part of every lot, and not what was reserved first
            milk_move.move_line_ids.unlink()
            vals = milk_move._prepare_move_line_vals(quantity=quantity)
            self.env["stock.move.line"].create(
                [{**vals, "lot_id": lot.id, "picked": True} for lot in self.lots]
            )
            screw_move.quantity = quantity
            screw_move.picked = True
            deliveries |= delivery
        self.cr.commit()
        return deliveries

    def validate(self, delivery, after=None):
        self.call(
            lambda env: (
                env["stock.picking"]
                .browse(delivery.id)
                .with_context(skip_backorder=True)
                .button_validate()
            ),
            self.storekeeper,
            after=after,
        )

    def assertLeft(self, left, screws):
        self.refresh()
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", (self.milk | self.screw).ids),
                ("location_id", "=", self.stock_location.id),
            ]
        )
        # A quant that somebody else was changing is not waited for: Odoo makes another,
        # which is never reserved below zero. Its own task merges what is left of it,
        # and reserves what lines reserve.
        quants._merge_quants()
        quants._clean_reservations()
        by_lot = quants.exists().grouped("lot_id")
        for lot in self.lots:
            self.assertEqual(sum(by_lot[lot].mapped("quantity")), left)
            self.assertEqual(sum(by_lot[lot].mapped("reserved_quantity")), 0)
        [screw] = by_lot[self.lots.browse()]
        self.assertEqual(screw.quantity, screws)
        self.assertEqual(screw.reserved_quantity, 0)

    def count_screws(self):
        return sum(
            self.env["stock.quant"]
            .search(
                [
                    ("product_id", "=", self.screw.id),
                    ("location_id", "=", self.stock_location.id),
                ]
            )
            .mapped("quantity")
        )

    # SC-1
    def test_at_once(self):
        deliveries = self.make_deliveries(4, 7)
        screws = self.count_screws()
        start = threading.Barrier(len(deliveries))

        def work(delivery):
            start.wait(30)
            self.validate(delivery)

        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            ThreadPoolExecutor(len(deliveries)) as pool,
        ):
            list(pool.map(work, deliveries))
        self.refresh()
        self.assertEqual(set(deliveries.mapped("state")), {"done"})
        self.assertLeft(100 - 4 * 7, screws - 4 * 7)
