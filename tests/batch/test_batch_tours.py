"""Batch Production in a browser, by a plain Manufacturing user."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import api
from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .steps_case import StepsMixin
from .tour_case import OrderTourMixin


class BatchTourCase(OrderTourMixin, HttpCase):
    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        number_format = self.make_format("TOUR-{00000}")
        self.widget = self.make_product(
            "Tour Widget", "serial", lot_number_format_id=number_format.id
        )
        self.screw = self.make_product("Tour Screw")
        self.put_in_stock(self.screw, 1000)

    def make_framed_order(self, quantity=10):
        """:return: an order of widgets of a screw and a serial frame each"""
        frame = self.make_product("Tour Frame", "serial")
        for counter in range(1, quantity + 1):
            self.make_lot(frame, f"FRM-{counter}", 1)
        self.make_bom(self.widget, [(self.screw, 1), (frame, 1)])
        order = self.make_order(self.widget, quantity, user=self.worker, confirm=True)
        order.action_assign()
        return order

    def make_plain_order(self, quantity):
        """:return: an order of widgets of a screw each"""
        self.make_bom(self.widget, [(self.screw, 1)])
        return self.make_order(self.widget, quantity, user=self.worker, confirm=True)

    def number(self, counter):
        return f"TOUR-{counter:05}"

    def assertNumbered(self, orders, quantity):
        """One order per unit, each with its number in their order."""
        self.assertEqual(
            orders.mapped("lot_producing_ids.name"),
            [self.number(counter + 1) for counter in range(quantity)],
        )
        self.assertEqual(orders.mapped("product_qty"), [1] * quantity)
        self.assertEqual(
            [order.name[-4:] for order in orders],
            [f"-{counter + 1:03}" for counter in range(quantity)],
        )


@tagged("post_install", "-at_install")
class TestBatchTours(BatchTourCase):
    # OD-1, OD-3, OD-5, OD-7
    def test_ten_units_are_prepared_and_three_produced_later(self):
        orders = self.tour("batch_production_prepare", self.make_framed_order())
        self.assertNumbered(orders, 10)
        done = orders.filtered(lambda order: order.state == "done")
        self.assertEqual([order.name[-4:] for order in done], ["-002", "-005", "-010"])
        self.assertEqual(set((orders - done).mapped("state")), {"confirmed"})
        self.assertFalse(any((orders - done).move_raw_ids.mapped("picked")))
        self.assertFalse(any((orders - done).mapped("qty_producing")))
        quants = done.lot_producing_ids.quant_ids.filtered(
            lambda quant: quant.location_id == self.stock_location
        )
        self.assertEqual(quants.mapped("quantity"), [1, 1, 1])
        used = orders.move_raw_ids.move_line_ids.filtered("lot_id")
        self.assertEqual(len(used.lot_id), 10)

    # OD-1, OD-4, OD-5
    def test_ten_units_are_produced_at_once(self):
        orders = self.tour("batch_production_produce", self.make_framed_order())
        self.assertNumbered(orders, 10)
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(sum(orders.lot_producing_ids.mapped("product_qty")), 10)

    # OD-7, OD-8
    def test_mistake_is_shown_refused_and_put_right(self):
        orders = self.tour("batch_production_mistake", self.make_framed_order())
        self.assertNumbered(orders, 10)
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(
            [order.move_raw_ids.move_line_ids.lot_id.name for order in orders],
            [f"FRM-{counter + 1}" for counter in range(10)],
        )

    # OD-8
    def test_long_batch_that_is_refused_keeps_its_text(self):
        order = self.make_plain_order(101)
        other = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        other.prealloc_lot_ids.name = "OTHER-0"
        self.assertEqual(self.tour("batch_production_long_refused", order), order)
        self.assertEqual(order.state, "confirmed")
        self.assertEqual(len(order.prealloc_lot_ids), 101)
        self.assertEqual(other.prealloc_lot_ids.name, "OTHER-1")


@tagged("post_install", "-at_install")
class TestLongBatchTours(StepsMixin, PictureMixin, BatchTourCase):
    """What runs in steps is seen from every screen, before and after a reload."""

    step_lines = 40

    # SC-4 OD-4 OD-5
    def test_long_batch_leaves_the_screen_to_its_user(self):
        order = self.make_plain_order(101)
        self.assertEqual(self.tour("batch_production_long", order), order)
        batch = self.batch_of(order)
        self.assertEqual(batch.state, "running")
        self.work_off(1)
        orders = self.tour("batch_production_long_stop", order)
        self.assertEqual(batch.state, "stopped")
        self.assertEqual(orders.mapped("product_qty"), [1] * 40 + [61])
        self.tour("batch_production_long_go_on", orders[-1])
        self.assertEqual(batch.state, "running")
        self.work_off()
        orders = self.tour("batch_production_long_done", order)
        self.assertNumbered(orders, 101)
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertEqual(self.screw.qty_available, 1000 - 101)

    @contextmanager
    def worked_off_on_demand(self):
        """A tour says when the batch is worked off, while it looks at a screen."""
        batch_model = type(self.env["mrp.production.batch"])
        get_mine = batch_model.get_mine

        @api.model
        def work_and_get(model):
            if model.env.context.get("work_off"):
                self.work_off()
                model.env.invalidate_all()
            return get_mine(model)

        with patch.object(batch_model, "get_mine", work_and_get):
            yield

    # SC-4: the form behind the message shows the order as it is then
    def test_order_is_read_again_at_the_end(self):
        order = self.make_plain_order(101)
        with self.worked_off_on_demand():
            self.tour("batch_production_long_end", order)
        self.assertEqual(order.state, "done")

    # SC-4: unless somebody is changing it
    def test_order_that_is_changed_keeps_what_was_typed(self):
        order = self.make_plain_order(101)
        with self.worked_off_on_demand():
            self.tour("batch_production_long_end_changed", order)
        self.assertEqual((order.state, order.origin), ("done", "typed"))

    # SC-4
    def test_long_batch_that_has_stopped_says_why(self):
        order = self.make_plain_order(101)
        self.tour("batch_production_long", order)
        order.action_cancel()
        self.work_off()
        self.tour("batch_production_long_failed", order)
