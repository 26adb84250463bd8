"""The form of an order of a hundred thousand serials is that of one of ten (SC-3)."""

import json

from odoo.tests import Form, HttpCase, tagged

from ..client_form import get_form_spec
from ..common import PreallocCase, PreallocMixin
from ..pictures import PictureMixin

# Bytes that longer names, ids and counts take.
LITTLE = 400


class LargeOrderMixin(PreallocMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product("Large Widget", "serial")
        cls.widget.lot_number_format_id = cls.make_format("LARGE-{000000}")
        cls.shaving = cls.make_product("Large Shaving", "serial")

    def make_large_order(self, units):
        order = self.make_order(self.widget, units, user=self.worker, confirm=True)
        self.analyze()
        return order

    def hand_out_all(self, order):
        """All numbers are being produced, as after the quantity was typed."""
        order._hand_out([(order, order.prealloc_lot_ids)])
        order._set_whole_quantity()
        self.analyze()

    def analyze(self):
        """As PostgreSQL does by itself, a minute after it was committed."""
        self.env.flush_all()
        self.env.cr.execute(
            "ANALYZE stock_lot, stock_move_line, mrp_production_prealloc_lot_rel,"
            " mrp_production_stock_lot_rel"
        )


@tagged("post_install", "-at_install")
class TestLargeOrderForm(LargeOrderMixin, PreallocCase):
    def open_form(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        return order.web_read(get_form_spec(order))

    def change(self, order, field_name, value):
        self.env.flush_all()
        self.env.invalidate_all()
        return order.onchange({field_name: value}, [field_name], get_form_spec(order))

    def cost(self, order):
        """:return: SQL statements of opening the form, and of a change on it"""
        costs = []
        for act in (
            lambda: self.open_form(order),
            lambda: self.change(order, "origin", "typed"),
        ):
            act()  # what is read once is read before
            before = self.env.cr.sql_log_count
            act()
            costs.append(self.env.cr.sql_log_count - before)
        return costs

    def size(self, order):
        [values] = self.open_form(order)
        return {name: len(json.dumps(values[name], default=str)) for name in values}

    def assertSameSize(self, small, large):
        for name in small:
            self.assertLess(large[name], small[name] + LITTLE, name)

    # SC-3: no statement for each thousand numbers
    def test_statements_held(self):
        few, some, many = (
            self.cost(self.make_large_order(units)) for units in (300, 1500, 4500)
        )
        self.assertEqual(some, many)
        for cost, least in zip(many, few, strict=True):
            self.assertLessEqual(cost, least + 8)

    # SC-3
    def test_statements_being_produced(self):
        costs = []
        for units in (1500, 4500):
            order = self.make_large_order(units)
            self.hand_out_all(order)
            costs.append(self.cost(order))
        self.assertEqual(*costs)

    # SC-3: names of the numbers that are drawn, and of no others
    def test_size_held(self):
        small, large = (self.size(self.make_large_order(units)) for units in (60, 2000))
        self.assertSameSize(small, large)
        self.assertNotIn("prealloc_lot_ids", large)

    # SC-3: Odoo's own field has the id of each, for what is saved
    def test_size_being_produced(self):
        sizes = []
        for units in (60, 2000):
            order = self.make_large_order(units)
            self.hand_out_all(order)
            sizes.append(self.size(order))
            [values] = self.open_form(order)
            numbers = values["lot_producing_ids"]
            self.assertEqual(len(numbers), units)
            self.assertEqual(sum("display_name" in number for number in numbers), 20)
            sizes[-1].pop("lot_producing_ids")
        self.assertSameSize(*sizes)

    # SC-3: the same is said as of a small one
    def test_what_is_said(self):
        self.make_bom(self.widget, byproducts=[(self.shaving, 1)])
        order = self.make_large_order(1200)
        [values] = self.open_form(order)
        self.assertEqual(values["lot_number_count"], 2400)
        self.assertTrue(values["lot_number_summary"].endswith("(1200)"))
        self.assertTrue(values["has_held_numbers"])
        self.assertFalse(values["show_prealloc_tags"])
        self.assertEqual(len(values["held_lot_ids"]), 20)
        self.assertEqual(len(values["traceability_lot_ids"]), 40)
        self.assertEqual(values["traceability_lot_count"], 2400)
        self.assertTrue(values["has_more_numbers"])
        self.assertTrue(values["has_byproduct_numbers"])
        self.assertFalse(values["is_preallocation_open"])
        held = order._get_held_numbers()
        self.assertEqual(held.product_id, self.widget)
        self.assertEqual(held, held.sorted("id"))
        self.assertEqual(len(held), 1200)
        self.assertEqual(len(order._get_held_numbers(self.shaving)), 1200)

    # SC-3, PF-7: what is typed takes the first numbers, and says which
    def test_part_is_typed(self):
        order = self.make_large_order(1200)
        with Form(order) as form:
            form.qty_producing = 30
            self.assertRegex(form.lot_number_progress, r"\(30\).*\(1170\)")
        self.assertEqual(len(order.lot_producing_ids), 30)
        with Form(order) as form:
            form.origin = "something else"
        self.assertEqual(len(order.lot_producing_ids), 30)
        with Form(order) as form:
            form.qty_producing = 25
        self.assertEqual(len(order.lot_producing_ids), 25)
        self.assertEqual(len(order.prealloc_lot_ids), 1175)

    # SC-3: what opens the list sends no ids to and fro
    def test_list_of_all_numbers(self):
        self.make_bom(self.widget, byproducts=[(self.shaving, 1)])
        order = self.make_large_order(1100)
        order._hand_out_numbers(10)
        domain = order.action_view_lot_numbers()["domain"]
        self.assertLess(len(json.dumps(domain)), LITTLE)
        lots = self.env["stock.lot"].with_user(self.worker)
        self.assertEqual(lots.search(domain, order="id"), order._get_numbers())
        self.assertEqual(lots.search_count(domain), 2200)

    # SC-3: by-products that are made are not held any more
    def test_list_of_numbers_made(self):
        self.make_bom(self.widget, byproducts=[(self.shaving, 1)])
        order = self.make_large_order(3)
        self.complete(order, 2)
        listed = self.env["stock.lot"].search(order.action_view_lot_numbers()["domain"])
        self.assertEqual(listed.sorted("id"), order._get_numbers())
        self.assertEqual(len(listed), 4)


@tagged("post_install", "-at_install")
class TestLargeOrderTour(PictureMixin, LargeOrderMixin, HttpCase):
    browser_size = "1366,768"

    def play(self, name, order):
        self.start_tour(
            f"/odoo/action-mrp.mrp_production_action/{order.id}",
            name,
            login=self.worker.login,
            timeout=120,
        )
        self.env.invalidate_all()

    # SC-3: opened, scrolled, each tab, changed and saved
    def test_held(self):
        order = self.make_large_order(1200)
        self.play("lot_prealloc_large_order_held", order)
        self.assertEqual(order.origin, "typed")
        self.assertEqual(len(order.lot_producing_ids), 30)
        self.assertEqual(len(order.prealloc_lot_ids), 1170)

    # SC-3: and one that is produced
    def test_produced(self):
        order = self.make_large_order(1200)
        self.hand_out_all(order)
        order.with_context(skip_redirection=True).button_mark_done()
        self.assertEqual(order.state, "done")
        self.play("lot_prealloc_large_order_produced", order)
        self.assertEqual(order.date_deadline.year, 2031)
        self.assertEqual(len(order.lot_producing_ids), 1200)
