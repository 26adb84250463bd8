"""The form of a number, and its timeline in a browser (AB-12, AB-17, MM-3, MM-4)."""

from datetime import datetime

from odoo.tests import HttpCase, tagged

from ..common import PreallocCase
from .timeline_case import TimelineMixin


@tagged("post_install", "-at_install")
class TestTimelineForm(TimelineMixin, PreallocCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        # what a test prepares is older than what it tells of
        self.env.cr._now = datetime(2026, 1, 1)

    # AB-12: the quantities of a lot in several states
    def test_summary_of_quantities(self):
        lot = self.make_lot(self.cheese, "SUM-1", quantity=10)
        self.assertFalse(lot.lifecycle_summary)
        delivery = self.move(lot, quantity=4)
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
        delivery = self.move(self.lot)
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
