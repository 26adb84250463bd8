"""The server is killed in the middle of a long batch, and started again (SC-4)."""

import time
from collections import Counter

from odoo.tests import tagged
from odoo.tools import config

from ..database_case import SharedDatabaseCase
from ..http_race import WIZARD, Client, odoo_server

UNITS = 160
STEP = 20
PASSWORD = "lot_prealloc_worker"  # as ``new_test_user`` gives it


@tagged("post_install", "-at_install")
class TestBatchKilled(SharedDatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("lot_prealloc.batch_step", str(STEP))
        cls.screw = cls.make_product("Screw")
        cls.put_in_stock(cls.screw, 2 * UNITS)
        cls.product = cls.make_product(
            "Widget",
            "serial",
            lot_number_format_id=cls.make_format("K-{00000}").id,
        )
        cls.make_bom(cls.product, [(cls.screw, 2)])
        # what is not called here does not take the processor from what is
        cls.env["ir.cron"].search([]).filtered(
            lambda cron: cron.model_id.model != "mrp.production.batch"
        ).active = False
        cls.cr.commit()

    def run_server(self):
        return odoo_server(
            self.dbname,
            ",".join(config["addons_path"]),
            config["data_dir"],
            workers=0,
            cron_threads=1,
        )

    def wait_until(self, condition):
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            self.refresh()
            if condition():
                return
            time.sleep(0.05)
        self.fail("nothing has happened for too long")

    def wake_server(self, batch):
        """A server that has just started looks for what is due a minute later."""
        if batch.step_ids[-1].tries < 2:
            self.env["ir.cron"]._notifydb()
            time.sleep(0.5)

    def start_batch(self, address, order):
        """Press Produce in the dialog."""
        person = Client(address, self.dbname, self.worker.login, PASSWORD)
        wizard = person.call(WIZARD, "create", [{"production_id": order.id}])
        person.press(WIZARD, "action_produce_in_steps", wizard[0])
        self.refresh()
        return order.production_batch_id

    def is_in_the_middle(self, batch):
        """:return: whether a step is being done, and others are done already"""
        *done, last = batch.step_ids or [batch.step_ids]
        return len(done) > 1 and not last.is_done

    def get_units(self):
        """:return: ``Counter`` of (state, quantity, number) of all orders"""
        orders = self.env["mrp.production"].search(
            [("product_id", "=", self.product.id)]
        )
        return Counter(
            (order.state, order.product_qty, order.lot_producing_ids.name)
            for order in orders
        )

    def assertConsistent(self, batch):
        """What is done is done once; all else is in one order with its numbers."""
        names = [f"K-{counter + 1:05}" for counter in range(UNITS)]
        done = batch.done_count
        expected = Counter(("done", 1, name) for name in names[:done])
        if done < UNITS:
            expected["confirmed", UNITS - done, False] = 1
        self.assertEqual(self.get_units(), expected)
        lots = self.env["stock.lot"].search([("product_id", "=", self.product.id)])
        self.assertEqual(sorted(lots.mapped("name")), names)
        self.assertEqual(
            self.names(batch.order_ids.production_id.prealloc_lot_ids), names[done:]
        )
        self.assertEqual(self.product.qty_available, done)
        self.assertEqual(self.screw.qty_available, 2 * (UNITS - done))
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id", "=", self.stock_location.id),
            ]
        )
        self.assertEqual(quants.mapped("quantity"), [1] * done)

    def test_killed_in_the_middle(self):
        # SC-4: no unit is lost and none is doubled; it goes on by itself
        order = self.make_order(self.product, UNITS, user=self.worker, confirm=True)
        order.action_assign()
        self.cr.commit()
        with self.run_server() as address:
            batch = self.start_batch(address, order).with_env(self.env)
            self.wait_until(lambda: self.is_in_the_middle(batch))
        self.refresh()
        killed_at = batch.done_count
        self.assertTrue(STEP <= killed_at < UNITS, killed_at)
        self.assertConsistent(batch)
        with self.run_server():
            self.wait_until(lambda: self.wake_server(batch) or batch.state != "running")
        self.refresh()
        self.assertEqual((batch.state, batch.reason), ("done", False))
        self.assertConsistent(batch)
        # the step that was interrupted is known
        self.assertEqual(max(batch.step_ids.mapped("tries")), 2)
