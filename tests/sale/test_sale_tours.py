"""The screens of a sales order in a browser, by a person who only sells."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
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
