"""SC-6: what a customer's papers and pages cost does not grow with their numbers."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocCase
from ..screens import StatementsMixin, read_specification
from .test_sale_papers import INVOICE, SLIP, PapersMixin
from .test_sale_story import ORDER_REPORT

FEW, MANY = 5, 40


class SaleStatementsMixin(StatementsMixin, PapersMixin):
    def sell_serials(self, prefix):
        """:return: a sales order of a few serials in stock, and one of many"""
        sales = []
        for count in (FEW, MANY):
            self.make_serials(count, f"{prefix}{count}")
            sale = self.sell((self.gadget, count))
            self.delivery_of(sale).action_assign()
            sales.append(sale)
        return sales


@tagged("post_install", "-at_install")
class TestSaleStatements(SaleStatementsMixin, PreallocCase):
    def setUp(self):
        super().setUp()
        self.switch_odoo()

    def printing(self, report, user):
        reports = self.reports.with_user(user)
        return lambda record: reports._render_qweb_html(report, record.ids)

    # SC-6 UX-10: numbers that are held, reserved, and shipped
    def test_papers(self):
        planned = [self.sell((self.widget, count)) for count in (FEW, MANY)]
        for sale in planned:
            self.orders_of(sale).action_confirm()
        print_order = self.printing(ORDER_REPORT, self.own_sales)
        self.assertConstant(print_order, *planned)
        sales = self.sell_serials("R")
        print_slip = self.printing(SLIP, self.storekeeper)
        deliveries = [self.delivery_of(sale) for sale in sales]
        self.assertConstant(print_order, *sales)
        self.assertConstant(print_slip, *deliveries)
        for delivery in deliveries:
            delivery.button_validate()
        self.assertConstant(print_order, *sales)
        self.assertConstant(print_slip, *deliveries)
        invoices = [self.make_invoice(sale) for sale in sales]
        self.assertConstant(self.printing(INVOICE, self.accountant), *invoices)

    # SC-6 AB-22: the form of a salesperson
    def test_form(self):
        few, many = self.sell_serials("F")
        specification = read_specification(few, "form")
        self.assertConstant(lambda sale: sale.web_read(specification), few, many)


@tagged("post_install", "-at_install")
class TestSalePageStatements(SaleStatementsMixin, HttpCase):
    # SC-6 UX-10: the page of a customer without an account
    def test_portal(self):
        sales = [sale.sudo() for sale in self.sell_serials("P")]
        for sale in sales:
            self.delivery_of(sale).sudo().button_validate()
        urls = {sale: sale.get_portal_url() for sale in sales}
        self.authenticate(None, None)

        def visit(sale):
            self.assertIn(f"P{len(sale.lot_ids)}-", self.url_open(urls[sale]).text)

        self.assertConstant(visit, *sales)
