"""For which sales order a number is, in the lists of numbers (AB-18, UX-10)."""

from odoo.tests import tagged

from ..common import PreallocCase
from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestSaleDestination(SaleMixin, PreallocCase):
    def assertGoesTo(self, lots, sale):
        """The lists of a plain worker say so, and find the numbers by it."""
        self.env.invalidate_all()
        lots = lots.with_user(self.worker)
        name = sale.name if sale else False
        for lot in lots:
            self.assertEqual(lot.last_sale_order_id.display_name or False, name)
        if sale:
            found = lots.search([("last_sale_order_id", "=", sale.id)])
            self.assertEqual(found & lots, lots)
            found = lots.search([("last_sale_order_id", "ilike", sale.name)])
            self.assertEqual(found & lots, lots)

    # UX-10: from stock: allocated to the delivery, and shipped with it
    def test_number_from_stock(self):
        lots = self.stock_gadgets("G-1", "G-2")
        self.assertGoesTo(lots, None)
        sale = self.make_sale((self.gadget, 1))
        self.delivery_of(sale).action_assign()
        self.assertGoesTo(lots[0], sale)
        self.assertGoesTo(lots[1], None)
        found = lots.search([("last_sale_order_id", "=", sale.id)])
        self.assertEqual(found, lots[0])
        self.ship(sale)
        self.assertGoesTo(lots[0], sale)

    # UX-10: held by an order that is made for it, stamped, and unreserved
    def test_number_made_for_it(self):
        sale = self.make_sale((self.widget, 2))
        order = self.orders_of(sale)
        lots = order.prealloc_lot_ids.sudo()
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"preallocated"})
        self.assertGoesTo(lots, sale)
        self.produce(sale)
        self.assertGoesTo(lots, sale)
        self.delivery_of(sale).do_unreserve()
        self.assertGoesTo(lots, sale)
        sale.action_cancel()
        self.assertGoesTo(lots, None)

    # UX-10: made for one sales order, and taken by another
    def test_number_that_another_gets(self):
        sale = self.make_sale((self.gadget, 1))
        lot = self.stock_gadgets("G-1", sale=sale)
        self.assertGoesTo(lot, sale)
        other = self.make_sale((self.gadget, 1), partner_id=self.other_customer.id)
        self.delivery_of(sale).do_unreserve()
        self.delivery_of(other).action_assign()
        self.assertGoesTo(lot, other)
        self.assertEqual(lot.last_customer_id, self.other_customer)

    # UX-10: every step of a delivery
    def test_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        lot = self.stock_gadgets("G-1")
        sale = self.make_sale((self.gadget, 1))
        while picking := self.delivery_of(sale).filtered("move_line_ids"):
            self.assertGoesTo(lot, sale)
            picking.button_validate()
        self.assertEqual(lot.lifecycle_state, "shipped")
        self.assertGoesTo(lot, sale)

    # Section 10
    def test_other_company(self):
        other = self.make_company("Other Works")
        lot = self.stock_gadgets("G-1")
        lot.company_id = False
        sale = self.make_sale((self.gadget, 1))
        self.ship(sale)
        stranger = self.make_user(
            "stranger",
            "stock.group_stock_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.env.invalidate_all()
        lot = lot.with_user(stranger)
        self.assertFalse(lot.last_sale_order_id)
        self.assertFalse(lot.search([("last_sale_order_id", "=", sale.id)]))

    # AB-18: a list costs the statements of a few
    def test_statements_do_not_grow(self):
        def statements(count):
            names = [f"{count}-{index}" for index in range(count)]
            lots = self.stock_gadgets(*names)
            for _lot in lots:
                sale = self.make_sale((self.gadget, 1))
                self.delivery_of(sale).action_assign()
            planned = self.make_sale((self.widget, count))
            lots |= self.orders_of(planned).prealloc_lot_ids.sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            lots = self.env["stock.lot"].with_user(self.worker).browse(lots.ids)
            start = self.env.cr.sql_log_count
            self.assertTrue(all(lots.mapped("last_sale_order_id.name")))
            return self.env.cr.sql_log_count - start

        statements(2)
        self.assertEqual(statements(9), statements(3))
