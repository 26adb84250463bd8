"""The screens of a sales order in a browser, by a person who only sells."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..pictures import PictureMixin
from ..test_languages import GermanMixin
from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestSaleTours(PictureMixin, SaleMixin, HttpCase):
    def tour(self, sale, name):
        self.start_tour(
            f"/odoo/sale.order/{sale.id}", name, login=self.salesperson.login
        )
        self.env.invalidate_all()

    # AB-20, AB-22
    def test_numbers_of_a_sales_order(self):
        self.assertFalse(self.salesperson.has_group("stock.group_stock_user"))
        sale = self.make_sale((self.widget, 2))
        lots = self.produce(sale)
        for index, lot in enumerate(lots):
            lot.name = f"ACME-{index + 1}"
        self.ship(sale, 1)
        self.delivery_of(sale).do_unreserve()
        self.tour(sale, "sale_order_numbers")

    # AB-20
    def test_number_is_allocated_and_reserved(self):
        sale = self.make_sale((self.widget, 1))
        lot = self.produce(sale)
        self.start_tour(
            f"/odoo/stock.lot/{lot.id}",
            "sale_number_of_an_order",
            login=self.storekeeper.login,
        )

    # AB-20: the worker names the sales order as the source
    def test_sales_order_of_an_order(self):
        self.make_bom(self.gadget, [(self.screw, 1)])
        sale = self.make_sale((self.gadget, 1))
        sale.sudo().name = "SOURCE-1"
        order = self.make_order(self.gadget, confirm=True)
        self.start_tour(
            f"/odoo/mrp.production/{order.id}",
            "sale_order_of_a_production",
            login=self.worker.login,
        )
        self.env.invalidate_all()
        self.assertEqual(order.sale_order_id.id, sale.id)

    # MM-6
    def test_lot_control(self):
        self.company.lot_prealloc_enabled = False
        sale = self.make_sale((self.widget, 2), (self.screw, 5), confirm=False)
        self.tour(sale, "sale_order_lot_control")
        self.assertEqual(sale.order_line.mapped("lot_control"), [True, False])
        sale.action_confirm()
        order = self.orders_of(sale)
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    # UX-10: before anything is made, and while it is
    def test_planned_numbers(self):
        sale = self.make_sale((self.widget, 1), (self.widget, 1))
        orders = self.orders_of(sale)
        for index, lot in enumerate(orders.prealloc_lot_ids.sudo().sorted("id")):
            lot.name = f"ACME-{index + 1}"
        orders.action_confirm()
        orders[1].action_start()
        self.tour(sale, "sale_order_planned_numbers")

    # UX-10
    def test_settings(self):
        group = self.env.ref("stock.group_lot_on_delivery_slip")
        employee = self.env.ref("base.group_user")
        employee.implied_ids = [Command.unlink(group.id)]
        admin = self.make_user(
            "settings", "base.group_system,stock.group_stock_manager"
        )
        self.start_tour("/odoo/settings", "sale_numbers_on_papers", login=admin.login)
        self.env.invalidate_all()
        self.assertIn(group, employee.implied_ids)
        self.assertFalse(self.company.numbers_on_sale_portal)
        self.assertTrue(self.company.numbers_on_sale_orders)
        self.assertEqual(self.company.numbers_on_papers_from, "ready")

    # UX-10, AB-18
    def test_sales_order_in_the_list_of_numbers(self):
        self.stock_gadgets("G-1", "G-2")
        sale = self.make_sale((self.gadget, 1))
        sale.sudo().name = "GOES-1"
        self.delivery_of(sale).action_assign()
        self.start_tour(
            "/odoo/lot-traceability",
            "sale_order_of_numbers",
            login=self.storekeeper.login,
        )


@tagged("post_install", "-at_install")
class TestSalePortalTours(PictureMixin, SaleMixin, HttpCase):
    browser_size = "390,844"
    touch_enabled = True

    # UX-10: on a phone
    def test_portal_page(self):
        customer = new_test_user(
            self.env, "lot_prealloc_portal", groups="base.group_portal"
        )
        names = [f"RUN-{index:04}" for index in range(1, 13)]
        self.stock_gadgets(*names)
        sale = self.make_sale((self.gadget, 12), partner_id=customer.partner_id.id)
        self.ship(sale, 8)
        self.start_tour(
            f"/my/orders/{sale.id}", "sale_order_portal_numbers", login=customer.login
        )


@tagged("post_install", "-at_install")
class TestGermanSale(GermanMixin, PictureMixin, SaleMixin, HttpCase):
    # UX-15
    def test_sales_order(self):
        sale = self.make_sale((self.widget, 2))
        self.produce(sale)
        self.ship(sale, 1)
        self.look(f"sale.order/{sale.id}", "sales_order", self.salesperson)
