"""Many users at once, in real transactions (AB-8)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..database_case import Meeting, SharedDatabaseCase

WORKERS = 8
# for a statement that would otherwise wait until another transaction ends
NO_WAITING = "SET LOCAL lock_timeout = '1s'"


@tagged("post_install", "-at_install")
class TestConcurrency(SharedDatabaseCase):
    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def make_orders(self, product, count, quantity):
        orders = self.env["mrp.production"].create(
            [
                {"product_id": product.id, "product_qty": quantity}
                for _index in range(count)
            ]
        )
        self.cr.commit()
        return orders

    def confirm(self, order, env):
        env["mrp.production"].browse(order.id).action_confirm()

    def work_at_once(self, *tasks):
        """Run each task in a thread of its own.

        :return: the exceptions that reached a user
        """
        start = threading.Barrier(len(tasks))

        def work(task):
            start.wait(30)
            task()

        with ThreadPoolExecutor(len(tasks)) as pool:
            futures = [pool.submit(work, task) for task in tasks]
        self.refresh()
        return [error for error in (f.exception() for f in futures) if error]

    def assert_numbers_in_order(self, orders, quantity):
        """Each order holds as many as it has units, and no number is there twice."""
        names = {lot.name for order in orders for lot in order.prealloc_lot_ids}
        self.assertEqual({len(order.prealloc_lot_ids) for order in orders}, {quantity})
        self.assertEqual(len(names), len(orders) * quantity)
        return names

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------

    def test_eight_workers_confirm_orders(self):
        # AB-8
        product = self.make_product(
            "Pump", "serial", lot_number_format_id=self.make_format("P{0000000}").id
        )
        orders = self.make_orders(product, WORKERS * 25, 20)

        def work(own_orders):
            for order in own_orders:
                self.call(lambda env, order=order: self.confirm(order, env))

        errors = self.work_at_once(
            *(lambda own=orders[index::WORKERS]: work(own) for index in range(WORKERS))
        )
        self.assertFalse(errors)
        self.assertFalse(self.retries, "somebody was in another's way")
        self.assertEqual(set(orders.mapped("state")), {"confirmed"})
        self.assert_numbers_in_order(orders, 20)
        lots = self.env["stock.lot"].search([("product_id", "=", product.id)])
        self.assertEqual(len(lots), 4000)
        self.assertEqual(len(set(lots.mapped("name"))), 4000)

    def test_eight_users_press_the_same_button(self):
        # PF-9 AB-8: on the same order, in the same second
        product = self.make_product(
            "Press", "serial", lot_number_format_id=self.make_format("Q{0000}").id
        )
        [order] = self.make_orders(product, 1, 5)

        def press(env):
            env["mrp.production"].browse(order.id).action_preallocate_lots()

        errors = self.work_at_once(*[lambda: self.call(press)] * WORKERS)
        self.assertFalse(errors)
        self.assert_numbers_in_order(order, 5)

    def confirm_while_open(self, first, second):
        """Confirm and commit an order while another has drawn and is not committed.

        :return: the errors of the one that must not wait
        """
        errors = []

        def confirm_second(env):
            env.cr.execute(NO_WAITING)
            self.confirm(second, env)

        def while_open(_env):
            try:
                self.call(confirm_second, retry=False)
            except psycopg2.Error as error:
                errors.append(error)

        with mute_logger("odoo.sql_db"):
            self.call(lambda env: self.confirm(first, env), after=while_open)
        self.refresh()
        return errors

    def test_nobody_waits_for_a_commit(self):
        # AB-8
        for label, values in {
            "format": {"lot_number_format_id": self.make_format("W-{YY}-{0000}").id},
            "sequence of the product": {},
        }.items():
            with self.subTest(label):
                product = self.make_product(f"Valve {label}", "serial", **values)
                first, second, third = self.make_orders(product, 3, 20)
                self.call(lambda env, order=third: self.confirm(order, env))
                self.assertFalse(self.confirm_while_open(first, second))
                self.assert_numbers_in_order(first + second + third, 20)

    def test_first_draw_of_a_year(self):
        # AB-6 AB-8
        number_format = self.make_format("NY-{YY}-{0000}")
        product = self.make_product(
            "Gauge", "serial", lot_number_format_id=number_format.id
        )
        for number, year in enumerate((2031, 2032), start=1):
            orders = self.make_orders(product, WORKERS, 5)
            with freeze_time(f"{year}-01-01 00:00:10", tick=True):
                errors = self.work_at_once(
                    *(
                        lambda order=order: self.call(
                            lambda env: self.confirm(order, env)
                        )
                        for order in orders
                    )
                )
            self.assertFalse(errors)
            self.assertFalse(self.retries)
            names = self.assert_numbers_in_order(orders, 5)
            self.assertEqual(
                names, {f"NY-{year % 100}-{index:04d}" for index in range(1, 41)}
            )
            periods = number_format.sequence_id.date_range_ids
            self.assertEqual(len(periods), number)
            self.assertEqual(periods.mapped("date_from")[-1].year, year)

    def test_first_draw_waits_for_nobody(self):
        # AB-8: whoever opens the year does not close it for the others until he commits
        product = self.make_product(
            "Dial", "serial", lot_number_format_id=self.make_format("D-{YYYY}-{000}").id
        )
        first, second = self.make_orders(product, 2, 3)
        self.assertFalse(self.confirm_while_open(first, second))
        self.assert_numbers_in_order(first + second, 3)

    def test_two_users_type_the_same_number(self):
        # 10: exactly one wins, the other is told what to do
        product = self.make_product("Motor", "lot")
        self.cr.commit()
        for attempt in range(5):
            name = f"TYPED-{attempt}"
            both_have_looked = Meeting(2)

            def create(env, name=name, both_have_looked=both_have_looked):
                env.cr.execute("SELECT 1 FROM stock_lot LIMIT 1")  # takes the snapshot
                both_have_looked.join()
                env["stock.lot"].create({"name": name, "product_id": product.id})

            errors = self.work_at_once(
                *[lambda create=create: self.call(create, self.inventory_manager)] * 2
            )
            self.assertEqual(
                self.env["stock.lot"].search_count([("name", "=", name)]), 1
            )
            self.assertEqual(len(errors), 1)
            self.assert_readable(errors[0])

    def test_same_number_as_one_not_committed(self):
        # 10: what the Python check cannot see, the database refuses
        product = self.make_product("Engine", "lot")
        self.cr.commit()
        values = {"name": "ENGINE-1", "product_id": product.id}
        errors = []

        def lose():
            try:
                self.call(
                    lambda env: env["stock.lot"].create(dict(values)),
                    self.inventory_manager,
                )
            except ValidationError as error:
                errors.append(error)

        loser = threading.Thread(target=lose)

        def let_the_other_try(env):
            loser.start()
            self.wait_until_blocked(env)

        self.call(
            lambda env: env["stock.lot"].create(dict(values)),
            self.inventory_manager,
            after=let_the_other_try,
        )
        loser.join(30)
        self.refresh()
        self.assertEqual(
            self.env["stock.lot"].search_count([("product_id", "=", product.id)]), 1
        )
        self.assertEqual(len(errors), 1)
        self.assert_readable(errors[0])
        self.assertIn("Choose another number", str(errors[0]))

    def test_same_number_by_sql(self):
        # 10
        product = self.make_product("Rotor", "lot")
        self.make_lot(product, "ROTOR-1")
        self.env.flush_all()
        with self.assertRaisesRegex(Exception, "stock_lot_unique_number"):
            self.cr.execute(
                "INSERT INTO stock_lot (name, product_id) VALUES ('ROTOR-1', %s)",
                [product.id],
            )

    def assert_readable(self, error):
        self.assertIsInstance(error, ValidationError)
        self.assertRegex(
            str(error),
            "was given to the same product at the same moment"
            "|combination of lot/serial number and product must be unique",
        )
        for technical in ("stock_lot_unique_number", "Traceback", "psycopg", "DETAIL"):
            self.assertNotIn(technical, str(error))

    def wait_until_blocked(self, env):
        """Until another transaction of the database waits for this one."""
        env.cr.execute("SELECT pg_backend_pid()")
        [backend] = env.cr.fetchone()
        for _attempt in range(200):
            with self.registry.cursor() as cr:
                cr.execute(
                    "SELECT 1 FROM pg_stat_activity"
                    " WHERE %s = ANY(pg_blocking_pids(pid))",
                    [backend],
                )
                if cr.fetchone():
                    return
            threading.Event().wait(0.05)
        self.fail("nobody was stopped by the open transaction")
