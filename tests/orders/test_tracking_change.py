"""Open orders follow when their product is tracked differently (BX-4, AB-1, AB-3)."""

from odoo import Command
from odoo.tests import Form, tagged

from ..common import PreallocCase


class TrackingChangeCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create(
            {"name": "Pumps", "lot_tracking": "serial"}
        )
        cls.screw = cls.make_product("Screw")
        cls.product = cls.make_inheriting("Pump")
        cls.env.flush_all()

    @classmethod
    def make_inheriting(cls, name):
        """:return: a product tracked as its category says"""
        product = cls.make_product(
            name,
            tracking=None,
            categ_id=cls.category.id,
            lot_number_format_id=cls.make_format(f"{name[:3].upper()}-{{0000}}").id,
        )
        cls.make_bom(product, [(cls.screw, 1)])
        cls.put_in_stock(cls.screw, 100)
        return product

    def track(self, tracking):
        """As an inventory manager does who configures the category."""
        self.category.with_user(self.inventory_manager).lot_tracking = tracking
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.product.tracking, tracking)

    def make_confirmed(self, quantity=3, product=None):
        order = self.make_order(
            product or self.product, quantity, user=self.worker, confirm=True
        )
        order.action_assign()
        return order

    def log_of(self, order):
        return "\n".join(order.message_ids.mapped("body"))


@tagged("post_install", "-at_install")
class TestTrackingChange(TrackingChangeCase):
    def test_serial_to_lot(self):
        # BX-4 PF-4
        order = self.make_confirmed()
        numbers = order.prealloc_lot_ids.sorted("id")
        names = self.names(numbers)
        self.track("lot")
        self.assertEqual(order.prealloc_lot_ids, numbers[0])
        self.assertEqual(numbers.exists(), numbers[0])
        for name in names[1:]:
            self.assertIn(name, self.log_of(order))
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(numbers[0].product_qty, 3)

    def test_lot_to_serial(self):
        # BX-4 PF-4
        self.track("lot")
        order = self.make_confirmed()
        lot = order.prealloc_lot_ids
        self.track("serial")
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.assertLessEqual(lot, order.prealloc_lot_ids)
        self.complete(order, 3)
        self.assertEqual(order.lot_producing_ids.mapped("product_qty"), [1, 1, 1])

    def test_serial_to_none(self):
        # BX-4 BX-5
        order = self.make_confirmed()
        numbers = order.prealloc_lot_ids
        names = self.names(numbers)
        self.track("none")
        self.assertFalse(order.prealloc_lot_ids)
        self.assertFalse(numbers.exists())
        for name in names:
            self.assertIn(name, self.log_of(order))
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(self.product.qty_available, 3)

    def test_none_to_serial(self):
        # PF-2 PF-4
        self.track("none")
        order = self.make_confirmed()
        draft = self.make_order(self.product, 2)
        self.track("serial")
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.assertFalse(draft.prealloc_lot_ids)

    def test_explicit_choice_on_the_product(self):
        # AB-3 BX-4: the native field, on the template or the variant
        order = self.make_confirmed()
        product = self.product.with_user(self.inventory_manager)
        product.product_tmpl_id.write({"tracking": "lot"})
        self.assertEqual(len(order.prealloc_lot_ids), 1)
        product.write({"tracking": "serial"})
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        product.product_tmpl_id.lot_tracking = "none"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(order.prealloc_lot_ids)

    def test_company_tier(self):
        # AB-3 BX-4
        self.category.lot_tracking = False
        self.company.lot_tracking = "serial"
        self.env.flush_all()
        order = self.make_confirmed()
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.company.lot_tracking = "lot"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    def test_another_category(self):
        # AB-3 BX-4
        order = self.make_confirmed()
        other = self.env["product.category"].create(
            {"name": "By the kilo", "lot_tracking": "lot"}
        )
        self.product.categ_id = other
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    def test_printed_are_kept_and_it_is_said(self):
        # BX-4
        order = self.make_confirmed()
        numbers = order.prealloc_lot_ids.sorted("id")
        printed = numbers[1:]
        printed.with_env(self.env).sudo().is_label_printed = True
        names = self.names(printed)
        self.track("lot")
        self.assertEqual(order.prealloc_lot_ids, printed)
        self.assertFalse(numbers[0].exists())
        self.assertRegex(
            self.log_of(order), f"(?s)By Lots.*printed.*{names[0]}, {names[1]}"
        )
        self.track("none")
        self.assertEqual(order.prealloc_lot_ids, printed)
        self.assertIn("By Quantity", self.log_of(order))
        self.track("serial")
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.assertLessEqual(printed, order.prealloc_lot_ids)

    def test_printed_of_an_untracked_order(self):
        # BX-5: it is completed without them; they are released, and not deleted
        order = self.make_confirmed()
        printed = order.prealloc_lot_ids
        printed.sudo().is_label_printed = True
        self.track("none")
        other = self.make_confirmed(2)
        (order | other).button_mark_done()
        self.assertEqual(set((order | other).mapped("state")), {"done"})
        self.assertFalse(order.prealloc_lot_ids | order.lot_producing_ids)
        self.assertEqual(printed.exists(), printed)

    def test_the_printed_one_becomes_the_lot(self):
        # BX-4 PF-7
        order = self.make_confirmed()
        printed = order.prealloc_lot_ids.sorted("id")[2]
        printed.sudo().is_label_printed = True
        self.track("lot")
        self.assertEqual(order.prealloc_lot_ids, printed)
        self.complete(order)
        self.assertEqual(printed.product_qty, 3)

    def test_being_produced_serial_to_lot(self):
        # BX-4 PF-7: two of three units at hand
        order = self.make_confirmed()
        with Form(order) as form:
            form.qty_producing = 2
        numbers = order.lot_producing_ids.sorted("id")
        self.track("lot")
        self.assertEqual(order.lot_producing_ids, numbers[0])
        self.assertFalse(order.prealloc_lot_ids)
        self.assertEqual(numbers.exists(), numbers[0])
        self.assertEqual(order.qty_producing, 2)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(numbers[0].product_qty, 2)
        self.assertEqual(self.backorders_of(order).prealloc_lot_ids, numbers[0])

    def test_being_produced_to_none(self):
        # BX-4 BX-5
        order = self.make_confirmed()
        by_hand = self.make_lot(self.product, "BY-HAND")
        with Form(order) as form:
            form.qty_producing = 2
        order.lot_producing_ids = order.lot_producing_ids.sorted("id")[0] | by_hand
        numbers = (order.lot_producing_ids | order.prealloc_lot_ids) - by_hand
        self.track("none")
        self.assertFalse(order.lot_producing_ids | order.prealloc_lot_ids)
        self.assertFalse(numbers.exists())
        self.assertTrue(by_hand.exists())
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(self.product.qty_available, 2)
        self.assertFalse(order.move_finished_ids.lot_ids)

    def test_being_produced_lot_to_serial(self):
        # BX-4 PF-7
        self.track("lot")
        order = self.make_confirmed()
        order.action_generate_serial()
        with Form(order) as form:
            form.qty_producing = 2
        lot = order.lot_producing_ids
        self.track("serial")
        self.assertEqual(order.lot_producing_ids, lot)
        self.assertEqual(len(order.prealloc_lot_ids), 2)
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertIn(lot, order.lot_producing_ids)
        self.assertEqual(order.lot_producing_ids.mapped("product_qty"), [1, 1])
        self.assertEqual(len(self.backorders_of(order).prealloc_lot_ids), 1)

    def test_one_lot_of_several_orders_to_serial(self):
        # BX-4 BX-6: a serial is of one unit; the lot in stock is nobody's serial
        self.track("lot")
        order = self.make_confirmed(9)
        lot = order.prealloc_lot_ids
        self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertEqual(backorder.prealloc_lot_ids, lot)
        split = self.make_confirmed(4)
        shared = split.prealloc_lot_ids
        parts = split.browse(split._split_productions({split: [2, 2]}).ids)
        self.assertEqual(len(parts), 2)
        self.assertEqual(parts[1].prealloc_lot_ids, shared)
        self.track("serial")
        self.assertEqual(len(backorder.prealloc_lot_ids), 7)
        self.assertNotIn(lot, backorder.prealloc_lot_ids)
        self.assertIn(shared, parts[0].prealloc_lot_ids)
        self.assertEqual([len(part.prealloc_lot_ids) for part in parts], [2, 2])
        self.assertFalse(parts[0].prealloc_lot_ids & parts[1].prealloc_lot_ids)
        self.assertEqual(lot.product_qty, 2)

    def test_byproducts(self):
        # PF-4 BX-4
        offcut = self.make_product("Offcut", "serial")
        product = self.make_product("Cheese", "lot")
        self.make_bom(product, [(self.screw, 1)], [(offcut, 2)])
        order = self.make_confirmed(2, product)
        self.assertEqual(len(order._get_held_numbers(offcut)), 4)
        offcut.tracking = "lot"
        self.assertEqual(len(order._get_held_numbers(offcut)), 1)
        offcut.tracking = "none"
        self.assertFalse(order._get_held_numbers(offcut))
        self.assertEqual(len(order._get_held_numbers(product)), 1)

    def test_closed_orders_stay(self):
        # BX-5
        order = self.make_confirmed()
        self.complete(order, 3)
        numbers = order.lot_producing_ids
        self.track("lot")
        self.assertEqual(order.lot_producing_ids, numbers)
        self.assertEqual(numbers.mapped("product_qty"), [1, 1, 1])

    def test_preallocation_off(self):
        # PF-1: nothing is drawn
        self.track("lot")
        self.company.lot_prealloc_enabled = False
        order = self.make_confirmed()
        self.track("serial")
        self.assertFalse(order.prealloc_lot_ids | order.lot_producing_ids)

    def test_costs_the_same_for_any_number_of_orders(self):
        # BX-4: a category may have thousands
        def cost(quantity, tracking):
            self.make_inheriting(f"P{quantity}{tracking}")
            product = self.env["product.product"].search([], order="id desc", limit=1)
            for _index in range(quantity):
                self.make_order(product, 2, confirm=True)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.category.lot_tracking = tracking
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2, "lot")
        few = cost(3, "serial")
        cost(3, "lot")
        # Odoo's accounting reads the analytic lines of each move that loses its lines
        self.assertLessEqual(cost(25, "serial"), few + 22 + 5)


@tagged("post_install", "-at_install")
class TestMasterSwitchWithOrders(TrackingChangeCase):
    """AB-1: off, no number is generated; on again, all is as before."""

    def switch(self, on):
        with Form(self.env["res.config.settings"]) as settings:
            settings.group_stock_production_lot = on
        settings.save().execute()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_off_and_on(self):
        order = self.make_confirmed()
        producing = self.make_confirmed()
        with Form(producing) as form:
            form.qty_producing = 2
        held = (order.prealloc_lot_ids, producing.prealloc_lot_ids)
        at_hand = producing.lot_producing_ids
        self.switch(on=False)
        self.assertEqual(self.product.tracking, "none")
        self.assertEqual((order.prealloc_lot_ids, producing.prealloc_lot_ids), held)
        self.assertEqual(producing.lot_producing_ids, at_hand)
        self.switch(on=True)
        self.assertEqual(self.product.tracking, "serial")
        self.assertEqual((order.prealloc_lot_ids, producing.prealloc_lot_ids), held)
        self.assertEqual(producing.lot_producing_ids, at_hand)
        self.assertNotIn("released", self.log_of(order) + self.log_of(producing))

    def test_what_changed_meanwhile(self):
        # BX-4: the quantity, the tracking that is saved
        grown, shrunk = self.make_confirmed(), self.make_confirmed()
        numbers = shrunk.prealloc_lot_ids.sorted("id")
        self.switch(on=False)
        for order, quantity in ((grown, 5), (shrunk, 1)):
            self.env["change.production.qty"].create(
                {"mo_id": order.id, "product_qty": quantity}
            ).change_prod_qty()
        self.assertEqual(len(grown.prealloc_lot_ids), 3)
        self.assertEqual(shrunk.prealloc_lot_ids, numbers)
        new = self.make_confirmed()
        self.assertFalse(new.prealloc_lot_ids)
        self.switch(on=True)
        self.assertEqual(len(grown.prealloc_lot_ids), 5)
        self.assertEqual(shrunk.prealloc_lot_ids, numbers[0])
        self.assertEqual(len(new.prealloc_lot_ids), 3)

    def test_another_tracking_saved_meanwhile(self):
        order = self.make_confirmed()
        self.switch(on=False)
        self.category.lot_tracking = "lot"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.switch(on=True)
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    def test_completed_meanwhile(self):
        # as untracked products are: one order, and a selection
        orders = self.make_confirmed() | self.make_confirmed() | self.make_confirmed()
        self.switch(on=False)
        self.complete(orders[0])
        orders[1:].button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertFalse(orders.move_finished_ids.lot_ids)
        self.assertFalse(orders.prealloc_lot_ids)


@tagged("post_install", "-at_install")
class TestReleaseOfASharedLot(TrackingChangeCase):
    """BX-5 BX-6: what a sibling holds is not released, and nobody says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cheese = cls.make_product("Cheese", "lot")
        cls.make_bom(cls.cheese, [(cls.screw, 1)])

    def make_parts(self):
        order = self.make_confirmed(6, self.cheese)
        return order._split_productions({order: [2, 2, 2]})

    def test_one_part_is_cancelled(self):
        parts = self.make_parts()
        lot = parts.prealloc_lot_ids
        self.assertEqual(len(lot), 1)
        parts[1].action_cancel()
        self.assertNotIn("released", self.log_of(parts[1]))
        self.assertFalse(parts[1].prealloc_lot_ids)
        parts[2].action_generate_serial()
        parts[0].action_cancel()
        self.assertNotIn("released", self.log_of(parts[0]))
        self.assertEqual(parts[2].lot_producing_ids, lot)
        self.assertEqual(lot.lifecycle_state, "preallocated")
        name = lot.name
        parts[2].action_cancel()
        self.assertRegex(self.log_of(parts[2]), f"(?s)released.*{name}")
        self.assertFalse(lot.exists())

    def test_all_parts_are_cancelled_at_once(self):
        parts = self.make_parts()
        lot = parts.prealloc_lot_ids
        name = lot.name
        parts.action_cancel()
        self.assertRegex(self.log_of(parts[2]), f"(?s)released.*{name}")
        self.assertFalse(lot.exists())

    def test_the_rest_of_a_produced_lot_is_cancelled(self):
        order = self.make_confirmed(6, self.cheese)
        lot = order.prealloc_lot_ids
        self.complete(order, 2)
        backorder = self.backorders_of(order)
        backorder.action_cancel()
        self.assertNotIn("released", self.log_of(backorder))
        self.assertEqual(lot.product_qty, 2)

    def test_a_part_that_is_completed_with_another_lot(self):
        parts = self.make_parts()
        lot = parts.prealloc_lot_ids
        parts[0].lot_producing_ids = self.make_lot(self.cheese, "OTHER")
        self.complete(parts[0])
        self.assertEqual(parts[0].state, "done")
        self.assertNotIn("released", self.log_of(parts[0]))
        self.assertEqual((parts - parts[0]).prealloc_lot_ids, lot)


@tagged("post_install", "-at_install")
class TestLabelsOfPrintedNumbers(TrackingChangeCase):
    """AB-19: what has a label is not offered again; a person can print it again."""

    def test_some_are_printed(self):
        order = self.make_confirmed()
        numbers = order.prealloc_lot_ids.sorted("id")
        numbers[0].sudo().is_label_printed = True
        with Form(order) as form:
            form.qty_producing = 3
        action = order.button_mark_done()
        lines = self.env["stock.move.line"].browse(
            action["context"]["default_move_line_ids"]
        )
        self.assertEqual(lines.lot_id, numbers[1:])

    def test_all_are_printed(self):
        order = self.make_confirmed()
        numbers = order.prealloc_lot_ids
        numbers.sudo().is_label_printed = True
        with Form(order) as form:
            form.qty_producing = 3
        self.assertIs(order.button_mark_done(), True)
        self.assertEqual(order.state, "done")
        action = order.action_print_lot_labels()
        self.assertEqual(action["type"], "ir.actions.report")

    def test_lot_of_a_backorder(self):
        cheese = self.make_product("Cheese", "lot")
        self.make_bom(cheese, [(self.screw, 1)])
        order = self.make_confirmed(5, cheese)
        lot = order.prealloc_lot_ids
        lot.sudo().is_label_printed = True
        order.write({"lot_producing_ids": [Command.link(lot.id)]})
        self.assertIs(order.button_mark_done(), True)
