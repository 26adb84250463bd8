"""What Batch Production says and asks, in a browser, by a plain Manufacturing user."""

from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .tour_case import OrderTourMixin


@tagged("post_install", "-at_install")
class TestWordsTours(OrderTourMixin, PictureMixin, HttpCase):
    browser_size = "1366,768"
    tour_seconds = 60

    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        number_format = self.make_format("WORDS-{00000}")
        self.widget = self.make_product(
            "Tour Widget", "serial", lot_number_format_id=number_format.id
        )
        self.screw = self.make_product("Tour Screw")
        self.put_in_stock(self.screw, 1000)
        self.make_bom(self.widget, [(self.screw, 1)])

    def make_widgets(self, quantity, **vals):
        """:return: a confirmed order of the worker"""
        return self.make_order(
            self.widget, quantity, user=self.worker, confirm=True, **vals
        )

    def serials(self, orders):
        return orders.mapped("lot_producing_ids.name")

    # UX-3, UX-4
    def test_what_is_typed_is_what_is_made(self):
        orders = self.tour("batch_words_follow", self.make_widgets(3))
        self.assertEqual(self.serials(orders), ["X-008", "X-009"])
        self.assertEqual(orders.mapped("state"), ["confirmed"] * 3)

    # UX-3
    def test_an_edited_list_is_asked_about(self):
        orders = self.tour("batch_words_ask", self.make_widgets(3))
        self.assertEqual(self.serials(orders), ["Y-1", "Y-2", "Y-3"])
        self.assertEqual(orders.mapped("state"), ["done"] * 3)

    # UX-4
    def test_three_units_in_one_press(self):
        order = self.make_widgets(3)
        self.assertEqual(self.tour("batch_words_together", order), order)
        self.assertEqual((order.state, order.qty_produced), ("done", 3))

    # UX-4, UX-14
    def test_on_a_phone(self):
        order = self.make_widgets(3)
        with patch.object(type(self), "browser_size", "390,844"):
            self.assertEqual(self.tour("batch_words_phone", order), order)
        self.assertEqual((order.state, order.qty_produced), ("done", 3))

    # UX-3, UX-4: nothing typed is thrown away by a key
    def test_escape_asks(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_widgets(3)
        self.assertEqual(self.tour("batch_words_escape", order), order)
        self.assertEqual(order.state, "confirmed")

    # UX-3
    def test_others_were_faster(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_widgets(3)
        other = self.make_widgets(2, origin="faster")
        orders = self.tour("batch_words_others_were_faster", order)
        self.assertEqual(self.serials(orders), ["WORDS-00003", "WORDS-00004"])
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 1])
        self.assertEqual(len(other.prealloc_lot_ids), 2)

    # UX-4, AB-9: “production is completed”
    def test_numbers_that_come_later(self):
        self.company.lot_prealloc_trigger = "done"
        first, rest = self.tour("order_words_later", self.make_widgets(3))
        self.assertEqual((first.state, first.qty_produced), ("done", 2))
        self.assertEqual((rest.state, rest.product_qty), ("confirmed", 1))

    # UX-4: “4 / 10” says which
    def test_part_of_ten(self):
        order = self.make_widgets(10)
        self.tour("order_words_part", order)
        self.assertEqual(len(order.lot_producing_ids), 4)

    # UX-11
    def test_list_action_says_what_it_did(self):
        self.company.lot_prealloc_trigger = "done"
        orders = self.make_widgets(5)
        for _order in range(2):
            orders |= self.make_order(self.screw, 1, user=self.worker, confirm=True)
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "Chosen Orders",
                "res_model": "mrp.production",
                "view_mode": "list,form",
                "domain": [("id", "in", orders.ids)],
            }
        )
        self.start_tour(
            f"/odoo/action-{action.id}", "order_words_list", login=self.worker.login
        )
        self.env.invalidate_all()
        self.assertEqual(len(orders.prealloc_lot_ids), 5)
