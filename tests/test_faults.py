"""What is left when a process or a connection ends in the middle (AB-8)."""

import json
import signal
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged

from .database_case import SharedDatabaseCase

# Confirms an order, which draws and allocates, and dies before it is committed.
KILLED_SCRIPT = """
import json, os, signal
order = env["mrp.production"].with_user({user}).browse({order})
order.action_confirm()
env.flush_all()
print("allocated", json.dumps(order.prealloc_lot_ids.mapped("name")), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@tagged("post_install", "-at_install")
class TestFaults(SharedDatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("F-{YYYY}-{00000}")
        cls.product = cls.make_product(
            "Fuse", "serial", lot_number_format_id=cls.number_format.id
        )
        cls.cr.commit()

    def make_committed_order(self):
        order = self.make_order(self.product, 20)
        self.cr.commit()
        return order

    def confirm(self, order):
        self.call(lambda env: env["mrp.production"].browse(order.id).action_confirm())
        self.refresh()

    def get_rows(self, order):
        """:return: lots of the product, and links of the order, by SQL"""
        self.refresh()
        self.cr.execute(
            "SELECT count(*) FROM stock_lot WHERE allocated_production_id = %s",
            [order.id],
        )
        [lots] = self.cr.fetchone()
        self.cr.execute(
            "SELECT count(*) FROM mrp_production_prealloc_lot_rel"
            " WHERE production_id = %s",
            [order.id],
        )
        [links] = self.cr.fetchone()
        return lots, links

    def assert_nothing_is_left(self, order):
        self.assertEqual(self.get_rows(order), (0, 0))
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.prealloc_lot_ids)

    def assert_order_works(self, order, lost_names=()):
        """At worst there is a gap: the order gets numbers that nobody has had."""
        self.confirm(order)
        self.assertEqual(self.get_rows(order), (20, 20))
        names = set(order.prealloc_lot_ids.mapped("name"))
        self.assertEqual(len(names), 20)
        self.assertFalse(names & set(lost_names))

    def test_killed_between_draw_and_commit(self):
        # AB-8 10
        order = self.make_committed_order()
        process = self.run_odoo(
            script=KILLED_SCRIPT.format(user=self.worker.id, order=order.id)
        )
        self.assertEqual(process.returncode, -signal.SIGKILL, process.stderr)
        lost_names = json.loads(process.stdout.partition("allocated ")[2])
        self.assertEqual(len(lost_names), 20)

        self.assert_nothing_is_left(order)
        self.assert_order_works(order, lost_names)
        self.assert_order_works(self.make_committed_order(), lost_names)

    def test_connection_is_cut(self):
        # AB-8 10
        order = self.make_committed_order()

        def cut(env):
            env.cr.execute("SELECT pg_backend_pid()")
            [backend] = env.cr.fetchone()
            self.cr.execute("SELECT pg_terminate_backend(%s)", [backend])
            self.cr.commit()
            env.cr.execute("SELECT 1")

        with self.assertRaises(psycopg2.Error), self.assertLogs("odoo.sql_db", "ERROR"):
            self.call(
                lambda env: env["mrp.production"].browse(order.id).action_confirm(),
                after=cut,
            )
        self.assert_nothing_is_left(order)
        self.assert_order_works(order)

    def test_another_addon_raises(self):
        # 10: nothing is half done
        order = self.make_committed_order()

        lot_class = self.registry["stock.lot"]
        allocate = lot_class._create_numbers

        def allocate_and_fail(model, requests):
            if allocate(model, requests):
                raise UserError("stopped by another addon")

        with patch.object(lot_class, "_create_numbers", allocate_and_fail):
            with self.assertRaisesRegex(UserError, "another addon"):
                self.confirm(order)
        self.assert_nothing_is_left(order)
        self.assert_order_works(order)
