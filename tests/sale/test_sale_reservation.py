"""Deliveries take the numbers of their sales order first (AB-21)."""

from odoo.tests import tagged

from ..common import PreallocCase
from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestSaleReservation(SaleMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nothing reserves before all numbers are there.
        cls.warehouse.out_type_id.reservation_method = "manual"
        cls.warehouse.pick_type_id.reservation_method = "manual"

    def make_stock(self, sale, other):
        """The oldest is the other sales order's, the youngest this one's."""
        self.stock_gadgets("OTHER-1", "OTHER-2", sale=other)
        self.stock_gadgets("FREE-1", "FREE-2")
        self.stock_gadgets("OWN-1", "OWN-2", sale=sale)

    def assign(self, sale):
        """:return: names in the order in which they were taken"""
        picking = self.delivery_of(sale)
        picking.action_assign()
        return picking.move_line_ids.sorted("id").lot_id.mapped("name")

    # AB-21
    def test_own_numbers_then_free_ones_then_those_of_others(self):
        other = self.make_sale((self.gadget, 1), partner_id=self.other_customer.id)
        for quantity, names in (
            (2, ["OWN-1", "OWN-2"]),
            (4, ["OWN-1", "OWN-2", "FREE-1", "FREE-2"]),
            (5, ["OWN-1", "OWN-2", "FREE-1", "FREE-2", "OTHER-1"]),
        ):
            with self.subTest(quantity=quantity):
                sale = self.make_sale((self.gadget, quantity))
                self.gadget.stock_quant_ids.unlink()
                self.env["stock.lot"].search(
                    [("product_id", "=", self.gadget.id)]
                ).unlink()
                self.make_stock(sale, other)
                self.assertEqual(self.assign(sale), names)
                sale.with_user(self.env.user)._action_cancel()

    # AB-21
    def test_removal_strategy_decides_among_equals(self):
        self.gadget.categ_id = self.env["product.category"].create(
            {
                "name": "Last in, first out",
                "removal_strategy_id": self.env.ref("stock.removal_lifo").id,
            }
        )
        other = self.make_sale((self.gadget, 1))
        sale = self.make_sale((self.gadget, 6))
        self.make_stock(sale, other)
        self.assertEqual(
            self.assign(sale),
            ["OWN-2", "OWN-1", "FREE-2", "FREE-1", "OTHER-2", "OTHER-1"],
        )

    # AB-21
    def test_stock_without_a_number_stays_last(self):
        sale = self.make_sale((self.gadget, 7))
        other = self.make_sale((self.gadget, 1))
        self.make_stock(sale, other)
        self.put_in_stock(self.gadget, 1)
        self.assertEqual(len(self.assign(sale)), 6)
        lines = self.delivery_of(sale).move_line_ids.sorted("id")
        self.assertFalse(lines[-1].lot_id)

    # AB-21
    def test_other_transfers_leave_what_is_reserved_for_somebody(self):
        sale = self.make_sale((self.gadget, 1))
        self.stock_gadgets("MADE-1", "MADE-2", sale=sale)
        free = self.stock_gadgets("FREE-1", "FREE-2")
        picking = self.make_transfer(
            self.warehouse.int_type_id,
            (self.gadget, 1),
            source=self.stock_location,
            target=self.warehouse.wh_output_stock_loc_id,
            user=self.env.user,
            assign=True,
        )
        self.assertEqual(picking.move_line_ids.lot_id, free[0])
        consuming = self.make_product("Consuming", "serial")
        self.make_bom(consuming, [(self.gadget, 1)])
        order = self.make_order(consuming, 1, user=self.worker, confirm=True)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.lot_ids, free[1])

    # AB-21
    def test_first_step_of_a_longer_delivery(self):
        for steps in ("pick_ship", "pick_pack_ship"):
            with self.subTest(steps=steps):
                self.warehouse.delivery_steps = steps
                product = self.make_product(f"Gadget {steps}", "serial")
                sale = self.make_sale((product, 2))
                other = self.make_sale((product, 1))
                self.stock_gadgets(f"{steps}-OTHER", sale=other, product=product)
                self.stock_gadgets(f"{steps}-FREE", product=product)
                own = self.stock_gadgets(f"{steps}-OWN", sale=sale, product=product)
                names = [f"{steps}-OWN", f"{steps}-FREE"]
                self.assertEqual(self.assign(sale), names)
                self.ship(sale)
                self.assertEqual(own.lifecycle_state, "shipped")
                self.env.invalidate_all()
                self.assertEqual(sorted(sale.lot_ids.mapped("name")), sorted(names))

    # AB-21
    def test_a_lot_of_ones_own_first(self):
        curd = self.make_product("Curd", "lot")
        sale = self.make_sale((curd, 15))
        other = self.make_sale((curd, 10))
        for name, stamp in (("OTHER", other), ("FREE", None), ("OWN", sale)):
            lot = self.make_lot(curd, name, 10)
            lot.sudo().sale_order_id = stamp
        lines = self.delivery_of(sale)
        lines.action_assign()
        self.assertEqual(
            [
                (line.lot_id.name, line.quantity)
                for line in lines.move_line_ids.sorted("id")
            ],
            [("OWN", 10), ("FREE", 5)],
        )

    # AB-21: what a person types on the delivery
    def test_quantity_that_is_typed(self):
        other = self.make_sale((self.gadget, 1))
        sale = self.make_sale((self.gadget, 3))
        self.make_stock(sale, other)
        picking = self.delivery_of(sale)
        picking.move_ids.quantity = 2
        self.assertEqual(
            picking.move_line_ids.lot_id.mapped("name"), ["OWN-1", "OWN-2"]
        )

    # AB-16, AB-21: a person may choose others
    def test_a_person_takes_what_is_reserved_for_another(self):
        other = self.make_sale((self.gadget, 1))
        sale = self.make_sale((self.gadget, 1))
        self.make_stock(sale, other)
        picking = self.delivery_of(sale)
        picking.action_assign()
        chosen = self.env["stock.lot"].search([("name", "=", "OTHER-2")])
        picking.move_line_ids.lot_id = chosen
        picking.button_validate()
        self.assertEqual(chosen.lifecycle_state, "shipped")
        self.assertStamped(chosen, [other])
        self.assertIn(chosen, sale.lot_ids)

    # AB-21: with the settings off Odoo takes what it takes
    def test_settings_off(self):
        other = self.make_sale((self.gadget, 1))
        sale = self.make_sale((self.gadget, 2))
        self.make_stock(sale, other)
        self.company.lot_prealloc_enabled = False
        self.assertEqual(self.assign(sale), ["OTHER-1", "OTHER-2"])

    # AB-21: nor are goods held back that an order has brought
    def test_settings_off_since_production(self):
        first = self.make_sale((self.widget, 1))
        second = self.make_sale((self.widget, 1, {"sequence": 1}))
        order = self.merge(first, second)
        self.company.lot_prealloc_enabled = False
        lots = order.prealloc_lot_ids.sorted("id")
        lots.sudo().sale_order_id = first
        order.lot_producing_ids = lots
        self.complete(order, 2)
        self.assertEqual(self.reserved(second), lots[0].mapped("name"))
        self.assertEqual(self.reserved(first), lots[1].mapped("name"))

    # AB-21, MM-6
    def test_settings_off_and_lot_control(self):
        self.company.lot_prealloc_enabled = False
        other = self.make_sale((self.gadget, 1))
        sale = self.make_sale((self.gadget, 2, {"lot_control": True}))
        self.make_stock(sale, other)
        second = self.make_sale((self.gadget, 5))
        self.assertEqual(
            self.assign(second), ["OTHER-1", "OTHER-2", "FREE-1", "FREE-2", "OWN-1"]
        )
        second._action_cancel()
        self.assertEqual(self.assign(sale), ["OWN-1", "OWN-2"])

    # AB-21: one more statement, however many numbers there are
    def test_statements_do_not_grow(self):
        def statements(quantity, stamped):
            product = self.make_product(f"Part {quantity}", "serial")
            sale = self.make_sale((product, quantity))
            for index in range(quantity):
                lot = self.make_lot(product, f"{quantity}-{index}", 1)
                if stamped:
                    lot.sudo().sale_order_id = sale
            picking = sale.picking_ids.sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            picking.action_assign()
            self.env.flush_all()
            self.assertEqual(len(picking.move_line_ids), quantity)
            return self.env.cr.sql_log_count - start

        statements(2, True)
        growth = statements(6, True) - statements(4, True)
        self.assertEqual(growth, statements(16, False) - statements(14, False))


@tagged("post_install", "-at_install")
class TestSaleCancel(SaleMixin, PreallocCase):
    """Cancelling the sales order releases its numbers (AB-23)."""

    def notes(self, sale):
        return " ".join(sale.message_ids.mapped("body"))

    # AB-23, AB-13
    def test_cancel_before_shipping(self):
        sale = self.make_sale((self.widget, 2))
        lots = self.produce(sale)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"allocated"})
        sale.action_cancel()
        self.assertEqual(sale.state, "cancel")
        self.assertStamped(lots, [None, None])
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"available"})
        self.assertEqual(set(lots.mapped("lifecycle_badge")), {"available"})
        self.assertIn("Lot/serial numbers released:", self.notes(sale))
        self.assertIn(", ".join(lots.mapped("name")), self.notes(sale))

    # AB-23, AB-14
    def test_cancel_after_a_part_has_shipped(self):
        sale = self.make_sale((self.widget, 3))
        lots = self.produce(sale)
        self.ship(sale, 1)
        shipped = lots.filtered(lambda lot: lot.lifecycle_state == "shipped")
        self.assertEqual(len(shipped), 1)
        sale.action_cancel()
        self.assertStamped(shipped, [sale])
        self.assertEqual(shipped.lifecycle_state, "shipped")
        rest = lots - shipped
        self.assertStamped(rest, [None, None])
        self.assertEqual(set(rest.mapped("lifecycle_state")), {"available"})
        self.assertNotIn(shipped.name, self.notes(sale))
        self.assertEqual(sale.lot_ids, shipped.with_user(self.salesperson))

    # AB-23
    def test_cancel_releases_its_own_numbers_only(self):
        first = self.make_sale((self.widget, 1))
        second = self.make_sale((self.widget, 1))
        lots = self.produce(first, second)
        first.action_cancel()
        self.assertStamped(lots, [None, second])

    # AB-23: confirmed again, the sales order gets what is completed from then on
    def test_confirmed_again(self):
        sale = self.make_sale((self.widget, 2))
        order = self.orders_of(sale)
        order.action_confirm()
        self.complete(order, 1)
        done = order.lot_producing_ids
        sale.action_cancel()
        sale.action_draft()
        sale.action_confirm()
        self.assertStamped(done, [None])
        orders = self.orders_of(sale).filtered(lambda p: p.state != "done")
        orders.action_confirm()
        for production in orders:
            self.complete(production)
        self.assertStamped(done, [None])
        produced = orders.lot_producing_ids
        self.assertEqual(produced.sale_order_id, sale.with_user(self.worker))

    # AB-23: an order that is completed for nobody any more
    def test_completed_after_cancelling(self):
        sale = self.make_sale((self.widget, 1))
        orders = self.orders_of(sale)
        orders.action_confirm()
        sale.action_cancel()
        orders = orders.filtered(lambda p: p.state != "cancel")
        self.assertTrue(orders)
        self.complete(orders)
        self.assertStamped(orders.lot_producing_ids, [None])

    # AB-23: a number that is not anybody's any more is taken by the next delivery
    def test_released_numbers_are_free(self):
        sale = self.make_sale((self.widget, 1))
        lots = self.produce(sale)
        self.widget.route_ids = False
        sale.action_cancel()
        other = self.make_sale((self.widget, 1))
        self.delivery_of(other).action_assign()
        self.assertEqual(self.reserved(other), lots.mapped("name"))

    # AB-23: the log is one statement's work for a set of orders
    def test_statements_do_not_grow(self):
        def statements(count):
            sales = self.env["sale.order"]
            for index in range(count):
                sale = self.make_sale((self.gadget, 1), confirm=False)
                self.stock_gadgets(f"{count}-{index}", sale=sale)
                sales |= sale.sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            sales._release_numbers()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        statements(2)
        self.assertEqual(statements(6), statements(3))
