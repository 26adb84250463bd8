"""The sales order shows its numbers, on the screen and on paper (AB-22)."""

import io

from lxml import html
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, freeze_time, tagged

from odoo.addons.lot_prealloc.tools.names import summarize_names

from ..common import PreallocCase
from .sale_case import SaleMixin

ORDER_REPORT = "sale.action_report_saleorder"


class SaleReportMixin(SaleMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = (
            cls.env["ir.actions.report"]
            .with_user(cls.salesperson)
            .with_context(force_report_rendering=True)
        )


@tagged("post_install", "-at_install")
class TestSaleOrder(SaleReportMixin, PreallocCase):
    def numbers(self, sale):
        """:return: what the tab of the form shows, as the web client reads it"""
        self.env.invalidate_all()
        [values] = sale.web_read(
            {
                "lot_count": {},
                "lot_ids": {
                    "fields": {
                        "name": {},
                        "product_id": {"fields": {"display_name": {}}},
                        "sale_quantity": {},
                        "lifecycle_badge": {},
                        "location_id": {"fields": {"display_name": {}}},
                        "sale_status": {},
                        "sale_delivery": {},
                        "production_id": {"fields": {"display_name": {}}},
                    },
                },
            }
        )
        self.assertEqual(values["lot_count"], len(values["lot_ids"]))
        return values["lot_ids"]

    def sheet(self, sale):
        """:return: rows of the table of numbers in the report, as texts"""
        self.env.invalidate_all()
        content, _kind = self.reports._render_qweb_html(ORDER_REPORT, sale.ids)
        return [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in html.fromstring(content).xpath(
                "//table[@name='lot_numbers']/tbody/tr"
            )
        ]

    # AB-22
    def test_reserved_stamped_and_delivered_numbers(self):
        sale = self.make_sale((self.widget, 2), (self.gadget, 2))
        planned = [row["lifecycle_badge"] for row in self.numbers(sale)]
        self.assertEqual(planned, ["preallocated"] * 2)
        self.stock_gadgets("G-1", "G-2")
        widgets = self.produce(sale)
        out = self.delivery_of(sale)
        out.action_assign()
        rows = self.numbers(sale)
        self.assertEqual(
            [row["name"] for row in rows], [*widgets.mapped("name"), "G-1", "G-2"]
        )
        order = self.orders_of(sale)
        for row in rows:
            self.assertEqual(row["lifecycle_badge"], "allocated")
            self.assertEqual(row["sale_delivery"], out.name)
            self.assertEqual(
                row["location_id"]["display_name"], self.stock_location.display_name
            )
        self.assertEqual(rows[0]["production_id"]["display_name"], order.name)
        self.assertEqual(rows[0]["product_id"]["display_name"], "Widget")
        self.ship(sale)
        shipped = self.numbers(sale)
        self.assertEqual([r["name"] for r in shipped], [r["name"] for r in rows])
        self.assertEqual({r["lifecycle_badge"] for r in shipped}, {"shipped"})

    # AB-22, AB-20
    def test_produced_and_not_reserved_yet(self):
        sale = self.make_sale((self.widget, 1))
        lots = self.produce(sale)
        self.delivery_of(sale).do_unreserve()
        [row] = self.numbers(sale)
        self.assertEqual(row["name"], lots.name)
        self.assertEqual(row["lifecycle_badge"], "reserved")
        self.assertFalse(row["sale_delivery"])

    # AB-22, UX-10
    def test_numbers_being_produced(self):
        sale = self.make_sale((self.widget, 1))
        order = self.orders_of(sale)
        order.action_confirm()
        order.action_generate_serial()
        [row] = self.numbers(sale)
        self.assertEqual(row["name"], order.lot_producing_ids.name)
        self.assertEqual(row["sale_status"], "In Production")
        self.assertEqual(row["lifecycle_badge"], "preallocated")

    # AB-22: part of a lot
    def test_quantities_and_deliveries_are_those_of_the_order(self):
        curd = self.make_product("Curd", "lot")
        self.make_lot(curd, "CURD-1", 100)
        first, second = (self.make_sale((curd, quantity)) for quantity in (30, 20))
        for sale in (first, second):
            self.delivery_of(sale).action_assign()
        out = self.ship(first)
        self.ship(second)
        for sale, quantity in ((first, 30), (second, 20)):
            [row] = self.numbers(sale)
            self.assertEqual(row["sale_quantity"], quantity)
            self.assertEqual(row["sale_delivery"], sale.picking_ids.name)
            [[_product, name, printed, _state, delivery, _date]] = self.sheet(sale)
            self.assertEqual(name, "CURD-1")
            self.assertTrue(printed.startswith(f"{quantity}.00"), printed)
            self.assertEqual(delivery, sale.picking_ids.name)
        self.assertEqual(out, first.picking_ids)

    # AB-22, AB-15
    def test_what_came_back_is_still_there(self):
        sale = self.make_sale((self.widget, 2))
        lots = self.produce(sale)
        out = self.ship(sale)
        back = self.return_delivery(out.sudo(), lots[0])
        rows = self.numbers(sale)
        self.assertEqual(
            [(row["name"], row["lifecycle_badge"]) for row in rows],
            [(lots[0].name, "returned"), (lots[1].name, "shipped")],
        )
        self.assertEqual([row["sale_delivery"] for row in rows], [back.name, out.name])
        self.assertEqual([row["sale_quantity"] for row in rows], [0, 1])

    # AB-22: what somebody else has got is not this customer's
    def test_number_that_another_order_or_nobody_gets(self):
        sale = self.make_sale((self.gadget, 1))
        lots = self.stock_gadgets("TAKEN", "SCRAPPED", sale=sale)
        self.delivery_of(sale).do_unreserve()
        self.assertEqual(len(self.numbers(sale)), 2)
        other = self.make_sale((self.gadget, 1), partner_id=self.other_customer.id)
        self.delivery_of(other).action_assign()
        self.assertEqual(self.reserved(other), ["TAKEN"])
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.gadget.id,
                "lot_id": lots[1].id,
                "location_id": self.stock_location.id,
            }
        )
        scrap.do_scrap()
        self.assertEqual(self.numbers(sale), [])
        self.assertEqual([row["name"] for row in self.numbers(other)], ["TAKEN"])

    # AB-22
    def test_every_step_of_a_delivery(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        sale = self.make_sale((self.gadget, 1))
        self.stock_gadgets("STEP-1")
        for _step in range(3):
            picking = self.delivery_of(sale)
            picking.action_assign()
            [row] = self.numbers(sale)
            self.assertEqual(row["name"], "STEP-1")
            self.assertEqual(row["sale_delivery"], picking.name)
            picking.button_validate()
        [row] = self.numbers(sale)
        self.assertEqual(row["lifecycle_badge"], "shipped")

    # AB-22
    def test_report_lists_them(self):
        sale = self.make_sale((self.widget, 2))
        lots = self.orders_of(sale).prealloc_lot_ids.sorted("id")
        run, two = summarize_names(lots.mapped("name")), "2.00 Units"
        self.assertEqual(self.sheet(sale), [["Widget", run, two, "Planned", "", ""]])
        self.produce(sale)
        out = self.delivery_of(sale).name
        self.assertEqual(self.sheet(sale), [["Widget", run, two, "Ready", out, ""]])
        with freeze_time("2026-03-02 10:00:00"):
            self.ship(sale)
        self.assertEqual(
            self.sheet(sale),
            [["Widget", run, two, "Shipped", out, "03/02/2026"]],
        )

    # AB-22: a quotation whose order was cancelled and reopened has what it had shipped
    def test_quotation(self):
        sale = self.make_sale((self.widget, 1))
        lots = self.produce(sale)
        self.ship(sale)
        sale.action_cancel()
        sale.action_draft()
        self.assertEqual([row[1] for row in self.sheet(sale)], [lots.name])

    # AB-1
    def test_report_without_the_master_switch(self):
        sale = self.make_sale((self.widget, 1))
        self.produce(sale)
        group = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").implied_ids -= group
        self.assertEqual(self.sheet(sale), [])

    # AB-22: in one statement for a list of orders
    def test_statements_do_not_grow(self):
        self.warehouse.out_type_id.reservation_method = "manual"

        def statements(count):
            sales = self.env["sale.order"]
            for index in range(count):
                sale = self.make_sale((self.gadget, 1))
                self.stock_gadgets(f"{count}-{index}", sale=sale)
                sales |= sale.sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.assertEqual(sales.mapped("lot_count"), [1] * count)
            return self.env.cr.sql_log_count - start

        self.assertEqual(statements(6), statements(2))

    # AB-22
    def test_button(self):
        sale = self.make_sale((self.widget, 2))
        lots = self.produce(sale)
        action = sale.action_view_lots()
        found = self.env["stock.lot"].with_user(self.salesperson)
        self.assertEqual(found.search(action["domain"]), lots)

    # AB-20
    def test_button_of_the_number(self):
        sale = self.make_sale((self.widget, 1))
        lot = self.produce(sale).with_user(self.salesperson)
        self.assertEqual(lot.sale_order_count, 1)
        action = lot.action_view_sale_order()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", sale.id)
        )
        self.assertEqual(lot.action_view_so()["domain"], [("id", "in", sale.ids)])

    # AB-18, AB-20: number lists know the sales order and the customer
    def test_searches(self):
        sale = self.make_sale((self.widget, 1))
        lot = self.produce(sale)
        self.delivery_of(sale).do_unreserve()
        model = self.env["stock.lot"].with_user(self.worker)
        for domain in (
            [("sale_order_id", "=", sale.id)],
            [("sale_order_id.name", "ilike", sale.name)],
            [("sale_partner_id", "=", self.customer.id)],
            [("last_customer_id", "=", self.customer.id)],
        ):
            self.assertEqual(model.search(domain), lot, domain)
        self.assertEqual(lot.last_customer_id, self.customer)
        self.assertEqual(
            model._read_group([("id", "=", lot.id)], ["sale_partner_id"], ["__count"]),
            [(self.customer.with_user(self.worker), 1)],
        )

    # AB-17
    def test_timeline(self):
        sale = self.make_sale((self.widget, 1))
        lot = self.produce(sale)
        sale.action_cancel()
        lot.invalidate_recordset()
        sentences = {
            entry["kind"]: "".join(piece["text"] for piece in entry["pieces"])
            for entry in lot.with_user(self.salesperson).timeline
        }
        self.assertEqual(
            sentences["sale_reserved"], f"Reserved for Customer A, {sale.name}"
        )
        self.assertEqual(
            sentences["sale_released"],
            f"Released from {sale.name} by {self.salesperson.name}",
        )
        kinds = [entry["kind"] for entry in lot.with_user(self.worker).timeline]
        self.assertLess(kinds.index("produced"), kinds.index("sale_reserved"))
        self.assertLess(kinds.index("sale_reserved"), kinds.index("sale_released"))

    # ------------------------------------------------------------------
    # Rights (section 10)
    # ------------------------------------------------------------------

    # AB-22: without any right in Inventory
    def test_salesperson_opens_and_prints(self):
        sale = self.make_sale((self.widget, 2), user=self.own_sales)
        lots = self.produce(sale)
        self.assertFalse(self.own_sales.has_group("stock.group_stock_user"))
        rows = self.numbers(sale)
        self.assertEqual([row["name"] for row in rows], lots.mapped("name"))
        with Form(sale) as form:
            self.assertEqual(form.lot_count, 2)
        reports = self.reports.with_user(self.own_sales)
        content, _kind = reports._render_qweb_html(ORDER_REPORT, sale.ids)
        self.assertIn(summarize_names(lots.mapped("name")), content.decode())
        lot = lots[0].with_user(self.own_sales)
        self.assertTrue(lot.read(["name", "sale_order_id"]))
        for change in (
            lambda: lot.write({"name": "X"}),
            lambda: lot.copy(),
            lambda: lot.unlink(),
        ):
            with self.assertRaises(AccessError):
                change()

    # AB-22, AB-23
    def test_salesperson_confirms_and_cancels(self):
        sale = self.make_sale((self.widget, 1), user=self.own_sales)
        lots = self.produce(sale)
        sale.action_cancel()
        self.assertStamped(lots, [None])

    # AB-20
    def test_worker_sees_lots_and_their_sales_orders(self):
        sale = self.make_sale((self.widget, 1))
        lot = self.produce(sale).with_user(self.worker)
        with Form(lot) as form:
            self.assertEqual(form.sale_order_id.name, sale.name)


@tagged("post_install", "-at_install")
class TestSaleOrderPaper(SaleReportMixin, PreallocCase):
    """What can be read in a real PDF; see ``test_reports.TestPaper``."""

    # AB-22
    def test_pdf(self):
        sale = self.make_sale((self.widget, 12))
        lots = self.produce(sale)
        out = sale.picking_ids.name
        pdf = self.reports._render_qweb_pdf(ORDER_REPORT, sale.ids)[0]
        pages = PdfReader(io.BytesIO(pdf)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        self.assertIn("Lots/Serial Numbers Product Lot/Serial Number Quantity", text)
        run = summarize_names(lots.mapped("name"))
        self.assertIn(f"Widget {run} 12.00 Units Ready {out}", text)


@tagged("post_install", "-at_install")
class TestSaleOrderPages(SaleReportMixin, HttpCase):
    # AB-22
    def test_portal_page(self):
        sale = self.make_sale((self.widget, 12), (self.cheese, 10))
        lot = self.produce(sale)[0]
        self.authenticate(None, None)
        page = self.url_open(sale.sudo().get_portal_url())
        self.assertEqual(page.status_code, 200)
        table = html.fromstring(page.text).xpath("//section[@id='lot_numbers']")
        self.assertIn(lot.name, table[0].text_content())
