"""Somebody ships a number while somebody else puts it on hold (RC-3)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..database_case import SharedDatabaseCase


@tagged("post_install", "-at_install")
class TestHoldRace(SharedDatabaseCase):
    """One of the two loses, and reads why. RC-3"""

    def make_reserved(self, name, tracking="serial", quantity=1):
        product = self.make_product(name, tracking)
        lot = self.make_lot(product, f"{name}-1", quantity)
        delivery = self.make_delivery((product, 1), user=self.env.user, assign=True)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        delivery.move_ids.picked = True
        self.cr.commit()
        return lot, delivery

    def ship(self, env, delivery):
        delivery = env["stock.picking"].browse(delivery.id)
        delivery.with_context(skip_backorder=True).button_validate()

    def ship_named(self, env, delivery, lot):
        """As a barcode client does: it names the number and validates, in one call."""
        move = env["stock.move"].browse(delivery.move_ids.id)
        move.move_line_ids.unlink()
        vals = move._prepare_move_line_vals(quantity=1)
        env["stock.move.line"].create(vals | {"lot_id": lot.id, "picked": True})
        self.ship(env, delivery)

    def hold(self, env, lot):
        env["stock.lot"].browse(lot.id).action_hold("ship", "cracked housing")

    def hold_by_dialog(self, env, lot, lines):
        """What the dialog has said when it was opened is told with it."""
        wizard = env["stock.lot.hold"].create(
            {
                "lot_ids": [Command.set(lot.ids)],
                "open_line_ids": [Command.set(lines.exists().ids)],
                "processes": "ship",
                "reason": "cracked housing",
            }
        )
        wizard.action_hold()

    def do_one_after_other(self, first, second):
        """The second begins before the first has committed, and acts after it did.

        :param first: function of the environment, and its user
        :param second: likewise
        :return: the errors of both, or None
        """
        second_has_begun, first_is_done = threading.Event(), threading.Event()

        def go_first(env):
            first[0](env)
            env.flush_all()
            second_has_begun.wait(20)

        def go_second(env):
            env.cr.execute("SELECT 1 FROM stock_lot LIMIT 1")  # the snapshot
            second_has_begun.set()
            first_is_done.wait(20)
            second[0](env)

        def run_first():
            try:
                self.call(go_first, first[1])
            finally:
                first_is_done.set()

        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            ThreadPoolExecutor(2) as pool,
        ):
            futures = [
                pool.submit(run_first),
                pool.submit(self.call, go_second, second[1]),
            ]
        errors = [future.exception() for future in futures]
        self.refresh()
        return errors

    def test_held_first(self):
        # what the delivery had reserved is released, and so nothing is shipped
        lot, delivery = self.make_reserved("Held")
        errors = self.do_one_after_other(
            (lambda env: self.hold(env, lot), self.inventory_manager),
            (lambda env: self.ship(env, delivery), self.storekeeper),
        )
        self.assertIsNone(errors[0])
        self.assertIsInstance(errors[1], UserError)
        self.assertEqual(lot.hold_processes, "ship")
        self.assertNotEqual(delivery.state, "done")
        self.assertTrue(self.retries)

    def check_named(self, tracking, quantity, *, shipped_before=False):
        name = f"Named {tracking} {shipped_before}"
        lot, delivery = self.make_reserved(name, tracking, quantity)
        if shipped_before:
            delivery.button_validate()
            delivery = self.make_delivery(
                (lot.product_id, 1), user=self.env.user, assign=True
            )
            delivery.move_ids.picked = True
        delivery.move_line_ids.unlink()
        self.cr.commit()
        errors = self.do_one_after_other(
            (lambda env: self.hold(env, lot), self.inventory_manager),
            (lambda env: self.ship_named(env, delivery, lot), self.storekeeper),
        )
        self.assertIsNone(errors[0])
        self.assertIsInstance(errors[1], UserError)
        self.assertRegex(str(errors[1]), f"(?s){lot.name}.*cracked housing")
        self.assertEqual(lot.hold_processes, "ship")
        self.assertNotEqual(delivery.state, "done")
        self.assertTrue(self.retries)

    def test_held_first_and_serial_named(self):
        self.check_named("serial", 1)

    def test_held_first_and_lot_named(self):
        self.check_named("lot", 10)

    def test_held_first_and_lot_named_again(self):
        # a part was shipped before: its row does not change with the next one
        self.check_named("lot", 10, shipped_before=True)

    def check_shipped_first(self, tracking, quantity):
        lot, delivery = self.make_reserved(f"Sent {tracking}", tracking, quantity)
        lines = delivery.move_line_ids
        errors = self.do_one_after_other(
            (lambda env: self.ship(env, delivery), self.storekeeper),
            (lambda env: self.hold_by_dialog(env, lot, lines), self.inventory_manager),
        )
        self.assertIsNone(errors[0])
        self.assertEqual(delivery.state, "done")
        self.assertIsInstance(errors[1], UserError)
        self.assertRegex(str(errors[1]), f"meanwhile: {lot.name} with {delivery.name}")
        self.assertFalse(lot.hold_processes)

    def test_serial_shipped_first(self):
        self.check_shipped_first("serial", 1)

    def test_lot_shipped_first(self):
        self.check_shipped_first("lot", 10)

    def make_order_with_reserved(self, name):
        """:return: a number, and an order that has reserved and picked it"""
        product, machine = (
            self.make_product(name, "serial"),
            self.make_product("Machine"),
        )
        lot = self.make_lot(product, f"{name}-1", 1)
        self.make_bom(machine, [(product, 1)])
        order = self.make_order(machine, confirm=True)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, lot)
        order.qty_producing = 1
        order.move_raw_ids.picked = True
        self.cr.commit()
        return lot, order

    def produce(self, env, order):
        env["mrp.production"].browse(order.id).button_mark_done()

    def produce_named(self, env, order, lot):
        """As the shop floor does: it names the component and produces, in one call."""
        move = env["mrp.production"].browse(order.id).move_raw_ids
        move.move_line_ids.unlink()
        vals = move._prepare_move_line_vals(quantity=1)
        env["stock.move.line"].create(vals | {"lot_id": lot.id, "picked": True})
        self.produce(env, order)

    def hold_for_orders(self, env, lot, lines=()):
        wizard = env["stock.lot.hold"].create(
            {
                "lot_ids": [Command.set(lot.ids)],
                "open_line_ids": [Command.set([line.id for line in lines])],
                "processes": "consume",
                "reason": "cracked housing",
            }
        )
        wizard.action_hold()

    def test_consumed_first(self):
        lot, order = self.make_order_with_reserved("Built")
        lines = order.move_raw_ids.move_line_ids
        errors = self.do_one_after_other(
            (lambda env: self.produce(env, order), self.worker),
            (
                lambda env: self.hold_for_orders(env, lot, lines),
                self.inventory_manager,
            ),
        )
        self.assertIsNone(errors[0])
        self.assertEqual(order.state, "done")
        self.assertIsInstance(errors[1], UserError)
        self.assertRegex(str(errors[1]), f"meanwhile: {lot.name} with {order.name}")
        self.assertFalse(lot.hold_processes)

    def test_held_before_it_is_consumed(self):
        lot, order = self.make_order_with_reserved("Stopped")
        lines = order.move_raw_ids.move_line_ids
        errors = self.do_one_after_other(
            (
                lambda env: self.hold_for_orders(env, lot, lines),
                self.inventory_manager,
            ),
            (lambda env: self.produce_named(env, order, lot), self.worker),
        )
        self.assertIsNone(errors[0])
        self.assertRegex(str(errors[1]), f"(?s){lot.name}.*cracked housing")
        self.assertEqual(lot.hold_processes, "consume")
        self.assertEqual(lot.product_qty, 1)
        self.assertNotEqual(order.state, "done")
        self.assertTrue(self.retries)

    def test_at_once(self):
        """Whoever is faster: it is shipped or it is on hold, and not both."""
        for attempt in range(3):
            lot, delivery = self.make_reserved(f"Both {attempt}")
            lines = delivery.move_line_ids
            start = threading.Barrier(2)

            def meet(env, start=start):
                env.cr.execute("SELECT 1 FROM stock_lot LIMIT 1")
                with suppress(threading.BrokenBarrierError):
                    start.wait(2)

            def ship(env, meet=meet, delivery=delivery):
                meet(env)
                self.ship(env, delivery)

            def hold(env, meet=meet, lot=lot, lines=lines):
                meet(env)
                self.hold_by_dialog(env, lot, lines)

            with (
                mute_logger("odoo.sql_db", "odoo.service.model"),
                ThreadPoolExecutor(2) as pool,
            ):
                futures = [
                    pool.submit(self.call, ship, self.storekeeper),
                    pool.submit(self.call, hold, self.inventory_manager),
                ]
            errors = [e for future in futures if (e := future.exception())]
            self.refresh()
            self.assertNotEqual(
                lot.hold_processes == "ship", delivery.state == "done", errors
            )
            self.assertEqual(len(errors), 1)
            self.assertIsInstance(errors[0], UserError)
