"""The customer's own story of the numbers of a sales order (AB-22).

What happened for this customer and this order, on the tab, on paper and in the portal;
never the state of a number as a whole.
"""

import io

from lxml import html
from pypdf import PdfReader

from odoo import Command
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from odoo.addons.lot_prealloc.tools.names import summarize_names

from ..common import PreallocCase
from .sale_case import SaleMixin

ORDER_REPORT = "sale.action_report_saleorder"


class StoryMixin(SaleMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.curd = cls.make_product(
            "Curd", "lot", uom_id=cls.env.ref("uom.product_uom_kgm").id
        )
        cls.portal_user = new_test_user(
            cls.env, "lot_prealloc_portal", groups="base.group_portal"
        )
        cls.customer = cls.portal_user.partner_id
        cls.other_portal_user = new_test_user(
            cls.env, "lot_prealloc_other_portal", groups="base.group_portal"
        )
        cls.other_customer = cls.other_portal_user.partner_id

    def sell_twice(self):
        """A gadget that a customer has returned goes to another one.

        :return: both sales orders, each followed by its last transfer
        """
        self.stock_gadgets("G-1")
        first = self.sell((self.gadget, 1))
        out = self.ship(first)
        back = self.take_back(out.sudo(), 1)
        lot = self.env["stock.lot"].search([("name", "=", "G-1")])
        lot.with_user(self.inventory_manager).action_make_available()
        second = self.sell((self.gadget, 1), partner_id=self.other_customer.id)
        other_out = self.ship(second)
        return first, back, second, other_out

    # ------------------------------------------------------------------
    # What is read
    # ------------------------------------------------------------------

    @staticmethod
    def rows(content):
        """:return: rows of the table of numbers, as texts"""
        return [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in html.fromstring(content).xpath(
                "//table[@name='lot_numbers']/tbody/tr"
            )
        ]

    @staticmethod
    def run_of(lots):
        """:return: text, as papers show serials (UX-5)"""
        return summarize_names(lots.mapped("name"))

    def sheet(self, sale):
        """:return: rows without product and date"""
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(self.own_sales)
        content, _kind = reports._render_qweb_html(ORDER_REPORT, sale.ids)
        return [row[1:5] for row in self.rows(content)]

    def tab(self, sale):
        """:return: what the tab shows a plain salesperson, by number"""
        self.env.invalidate_all()
        fields = ("sale_quantity", "sale_status", "sale_delivery", "sale_date")
        [values] = sale.web_read(
            {
                "lot_ids": {
                    "fields": {
                        "name": {},
                        "lifecycle_badge": {},
                        **{name: {} for name in fields},
                    }
                }
            }
        )
        return {row["name"]: row for row in values["lot_ids"]}

    # ------------------------------------------------------------------
    # What is done
    # ------------------------------------------------------------------

    def ship_quantity(self, sale, quantity):
        """Deliver a part; the rest is a backorder.

        :return: the transfer to the customer
        """
        picking = self.delivery_of(sale).sudo()
        picking.action_assign()
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        action = picking.button_validate()
        if isinstance(action, dict):
            self.env[action["res_model"]].with_context(**action["context"]).create(
                {}
            ).process()
        return picking

    def take_back(self, picking, quantity):
        """The customer sends a quantity back, by the button of the delivery."""
        back = self.make_return(picking, quantity, user=self.env.user)
        back.move_ids.picked = True
        back.button_validate()
        return back

    def sell(self, *lines, **vals):
        return self.make_sale(*lines, user=self.own_sales, **vals)


@tagged("post_install", "-at_install")
class TestSaleStory(StoryMixin, PreallocCase):
    # AB-22: 20 of 100 kg shipped is not “Available”
    def test_part_of_a_lot(self):
        self.make_lot(self.curd, "CURD-1", 100)
        sale = self.sell((self.curd, 20))
        out = self.ship(sale)
        self.assertEqual(
            self.sheet(sale), [["CURD-1", "20.00 kg", "Shipped", out.name]]
        )
        row = self.tab(sale)["CURD-1"]
        self.assertEqual(row["sale_status"], "Shipped")
        self.assertEqual(row["sale_quantity"], 20)
        self.assertEqual(row["lifecycle_badge"], "available", "for our own people")

    # AB-22: returned and sold to somebody else
    def test_serial_of_two_customers(self):
        first, back, second, other_out = self.sell_twice()
        lot = self.env["stock.lot"].search([("name", "=", "G-1")])
        self.assertEqual(lot.lifecycle_state, "shipped")
        self.assertEqual(
            self.sheet(first), [["G-1", "1.00 Units", "Returned", back.name]]
        )
        self.assertEqual(
            self.sheet(second), [["G-1", "1.00 Units", "Shipped", other_out.name]]
        )
        row = self.tab(first)["G-1"]
        self.assertEqual(row["sale_status"], "Returned")
        self.assertEqual(row["sale_delivery"], back.name)
        self.assertEqual(row["sale_quantity"], 0)

    # AB-22: a return that does not name its delivery
    def test_serial_that_came_back_another_way(self):
        self.stock_gadgets("G-1")
        first = self.sell((self.gadget, 1))
        self.ship(first)
        lot = self.env["stock.lot"].search([("name", "=", "G-1")])
        back = self.make_transfer(
            self.warehouse.in_type_id,
            (self.gadget, 1),
            source=self.customers,
            target=self.stock_location,
            user=self.env.user,
        )
        back.move_ids.move_line_ids.unlink()
        back.move_ids.move_line_ids = [
            Command.create(
                {
                    "lot_id": lot.id,
                    "quantity": 1,
                    "product_id": self.gadget.id,
                    "picking_id": back.id,
                    "location_id": back.location_id.id,
                    "location_dest_id": back.location_dest_id.id,
                }
            )
        ]
        back.move_ids.picked = True
        back.button_validate()
        lot.action_make_available()
        second = self.sell((self.gadget, 1), partner_id=self.other_customer.id)
        self.ship(second)
        self.assertEqual(
            self.sheet(first), [["G-1", "1.00 Units", "Returned", back.name]]
        )
        self.assertEqual(self.sheet(second)[0][2], "Shipped")

    # AB-22
    def test_several_deliveries_and_a_return_of_a_part(self):
        self.make_lot(self.curd, "CURD-1", 100)
        sale = self.sell((self.curd, 50))
        with freeze_time("2026-03-02 10:00:00"):
            first = self.ship_quantity(sale, 20)
        with freeze_time("2026-03-09 10:00:00"):
            second = self.ship_quantity(sale, 10)
        with freeze_time("2026-03-10 10:00:00"):
            back = self.take_back(first, 5)
        rest = self.delivery_of(sale)
        rest.action_assign()
        self.assertEqual(
            self.sheet(sale),
            [
                ["CURD-1", "15.00 kg", "Shipped", first.name],
                ["CURD-1", "10.00 kg", "Shipped", second.name],
                ["CURD-1", "5.00 kg", "Returned", back.name],
                ["CURD-1", "20.00 kg", "Ready", rest.name],
            ],
        )
        reports = self.env["ir.actions.report"].with_user(self.own_sales)
        content, _kind = reports._render_qweb_html(ORDER_REPORT, sale.ids)
        self.assertEqual(
            [row[-1] for row in self.rows(content)],
            ["03/02/2026", "03/09/2026", "03/10/2026", ""],
        )
        row = self.tab(sale)["CURD-1"]
        self.assertEqual(
            row["sale_status"], "Shipped 25.00, Returned 5.00, Ready 20.00"
        )
        self.assertEqual(row["sale_quantity"], 45)
        self.assertEqual(
            row["sale_delivery"],
            ", ".join((first.name, second.name, back.name, rest.name)),
        )

    # AB-22
    def test_several_sales_orders_share_a_lot(self):
        self.make_lot(self.curd, "CURD-1", 100)
        first = self.sell((self.curd, 30))
        second = self.sell((self.curd, 20), partner_id=self.other_customer.id)
        out = self.ship(first)
        self.delivery_of(second).action_assign()
        self.assertEqual(
            self.sheet(first), [["CURD-1", "30.00 kg", "Shipped", out.name]]
        )
        self.assertEqual(
            self.sheet(second),
            [["CURD-1", "20.00 kg", "Ready", second.sudo().picking_ids.name]],
        )

    # AB-22: another number goes out for the one that came back
    def test_exchange(self):
        self.stock_gadgets("G-1")
        sale = self.sell((self.gadget, 1))
        out = self.ship(sale).sudo()
        self.stock_gadgets("G-2")
        wizard = self.open_return(out, 1, user=self.env.user)
        action = wizard.action_create_exchanges()
        back = self.env["stock.picking"].browse(action["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        again = self.delivery_of(sale)
        again.action_assign()
        self.assertEqual(
            self.sheet(sale),
            [
                ["G-1", "1.00 Units", "Returned", back.name],
                ["G-2", "1.00 Units", "Ready", again.name],
            ],
        )
        self.ship(sale)
        self.assertEqual(
            self.sheet(sale)[1], ["G-2", "1.00 Units", "Shipped", again.name]
        )

    # AB-22: the same number goes out again
    def test_returned_serial_goes_out_again(self):
        self.stock_gadgets("G-1")
        sale = self.sell((self.gadget, 1))
        out = self.ship(sale).sudo()
        back = self.take_back(out, 1)
        lot = self.env["stock.lot"].search([("name", "=", "G-1")])
        lot.with_user(self.inventory_manager).action_make_available()
        again = self.take_back(back, 1)
        self.assertEqual(again.location_dest_id.usage, "customer")
        self.assertEqual(
            self.sheet(sale), [["G-1", "1.00 Units", "Shipped", again.name]]
        )

    # AB-22: only the last step ships; the steps within our walls are not told
    def test_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self.stock_gadgets("G-1")
        sale = self.sell((self.gadget, 1))
        for step in ("PICK", "PACK"):
            picking = self.delivery_of(sale)
            picking.action_assign()
            self.assertIn(step, picking.name)
            self.assertEqual(self.sheet(sale), [["G-1", "1.00 Units", "Ready", ""]])
            self.assertEqual(self.tab(sale)["G-1"]["sale_delivery"], picking.name)
            picking.button_validate()
        out = self.delivery_of(sale)
        self.assertEqual(self.sheet(sale), [["G-1", "1.00 Units", "Ready", out.name]])
        out.button_validate()
        self.assertEqual(self.sheet(sale), [["G-1", "1.00 Units", "Shipped", out.name]])

    # AB-22: what came back and is put away is not reserved for the customer
    def test_return_in_steps(self):
        self.stock_gadgets("G-1")
        sale = self.sell((self.gadget, 1))
        out = self.ship(sale).sudo()
        self.warehouse.reception_steps = "two_steps"
        back = self.take_back(out, 1)
        self.assertEqual(
            self.sheet(sale), [["G-1", "1.00 Units", "Returned", back.name]]
        )

    # AB-22
    def test_cancelled_delivery(self):
        self.stock_gadgets("G-1")
        sale = self.sell((self.gadget, 1))
        self.delivery_of(sale).action_assign()
        self.assertEqual(len(self.sheet(sale)), 1)
        self.delivery_of(sale).action_cancel()
        self.assertEqual(self.sheet(sale), [])

    # AB-22: in the unit of the product, whatever is sold
    def test_dozens(self):
        eggs = self.make_product("Eggs", "lot")
        self.make_lot(eggs, "EGGS-1", 100)
        sale = self.sell((eggs, 2, {"product_uom_id": self.uom_dozen.id}))
        out = self.ship(sale)
        self.assertEqual(
            self.sheet(sale), [["EGGS-1", "24.00 Units", "Shipped", out.name]]
        )

    # AB-22
    def test_kit(self):
        kit = self.make_product("Kit")
        self.make_bom(kit, [(self.gadget, 1), (self.curd, 3)], type="phantom")
        self.stock_gadgets("G-1")
        self.make_lot(self.curd, "CURD-1", 100)
        sale = self.sell((kit, 1))
        out = self.ship(sale)
        self.assertEqual(
            sorted(self.sheet(sale)),
            [
                ["CURD-1", "3.00 kg", "Shipped", out.name],
                ["G-1", "1.00 Units", "Shipped", out.name],
            ],
        )

    # AB-22
    def test_dropship(self):
        sale = self.sell((self.gadget, 1))
        self.delivery_of(sale).action_cancel()
        lot = self.make_lot(self.gadget, "G-1")
        move = self.env["stock.move"].create(
            {
                "product_id": self.gadget.id,
                "product_uom_qty": 1,
                "location_id": self.suppliers.id,
                "location_dest_id": self.customers.id,
                "sale_line_id": sale.order_line.id,
            }
        )
        move._action_confirm()
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "lot_id": lot.id,
                    "quantity": 1,
                    "product_id": self.gadget.id,
                    "location_id": self.suppliers.id,
                    "location_dest_id": self.customers.id,
                }
            )
        ]
        move.picked = True
        move._action_done()
        [row] = self.sheet(sale)
        self.assertEqual(row[:3], ["G-1", "1.00 Units", "Shipped"])

    # AB-22, section 10
    def test_two_companies(self):
        other = self.make_company("Other Works")
        self.stock_gadgets("G-1")
        sale = self.sell((self.gadget, 1))
        self.ship(sale)
        foreign = self.env["sale.order"].with_company(other)
        foreign = foreign.create(
            {"partner_id": self.customer.id, "company_id": other.id}
        )
        self.assertEqual(foreign.lot_count, 0)
        self.assertEqual((sale.sudo() | foreign).mapped("lot_count"), [1, 0])

    # ------------------------------------------------------------------
    # Planned
    # ------------------------------------------------------------------

    # AB-22, UX-10: from the moment an order made for it holds numbers
    def test_planned_numbers(self):
        sale = self.sell((self.widget, 2))
        lots = self.orders_of(sale).prealloc_lot_ids.sorted("id")
        self.assertEqual(
            self.sheet(sale), [[self.run_of(lots), "2.00 Units", "Planned", ""]]
        )
        self.assertEqual(self.tab(sale)[lots[0].name]["sale_status"], "Planned")
        order = self.orders_of(sale)
        order.action_confirm()
        order.action_start()
        self.assertEqual(self.sheet(sale)[0][2], "In Production")
        self.assertEqual(self.tab(sale)[lots[0].name]["sale_status"], "In Production")
        self.complete(order, 1)
        out = self.delivery_of(sale)
        self.assertEqual(
            self.sheet(sale),
            [
                [lots[0].name, "1.00 Units", "Ready", out.name],
                [lots[1].name, "1.00 Units", "Planned", ""],
            ],
        )

    # AB-22
    def test_planned_lot_of_several_receipts(self):
        sale = self.sell((self.cheese, 20))
        order = self.orders_of(sale)
        order.action_confirm()
        lot = order.prealloc_lot_ids
        self.assertEqual(self.sheet(sale), [[lot.name, "20.00 Units", "Planned", ""]])
        self.complete(order, 5)
        out = self.delivery_of(sale)
        self.assertEqual(
            self.sheet(sale),
            [
                [lot.name, "5.00 Units", "Ready", out.name],
                [lot.name, "15.00 Units", "Planned", ""],
            ],
        )
        self.assertEqual(self.tab(sale)[lot.name]["sale_quantity"], 20)

    # AB-22: each sees what it is going to get
    def test_planned_numbers_of_a_merged_order(self):
        first = self.sell((self.widget, 2), (self.cheese, 10))
        second = self.sell((self.widget, 1), partner_id=self.other_customer.id)
        widgets = self.orders_of(first, second).filtered(
            lambda order: order.product_id == self.widget
        )
        action = widgets.with_user(self.planner).action_merge()
        order = self.env["mrp.production"].browse(action["res_id"])
        lots = order.prealloc_lot_ids.sorted("id")
        self.assertEqual(len(lots), 3)
        self.assertEqual(
            [row[0] for row in self.sheet(first) if row[0].startswith("W")],
            [self.run_of(lots[:2])],
        )
        self.assertEqual(
            [row[0] for row in self.sheet(second)], lots[2:].mapped("name")
        )

    # AB-22, AB-20: made for it and not in a delivery: kept for it
    def test_made_for_it(self):
        sale = self.sell((self.cheese, 20))
        order = self.orders_of(sale)
        order.action_confirm()
        self.complete(order)
        lot = order.lot_producing_ids
        self.put_in_stock(self.cheese, 10, lot)
        self.delivery_of(sale).do_unreserve()
        self.assertEqual(self.sheet(sale), [[lot.name, "20.00 Units", "Ready", ""]])
        self.assertEqual(self.tab(sale)[lot.name]["lifecycle_badge"], "reserved")
        out = self.ship_quantity(sale, 5)
        rest = self.delivery_of(sale)
        rest.do_unreserve()
        self.assertEqual(
            self.sheet(sale),
            [
                [lot.name, "5.00 Units", "Shipped", out.name],
                [lot.name, "15.00 Units", "Ready", ""],
            ],
        )

    # AB-22, AB-23
    def test_cancelled_order(self):
        sale = self.sell((self.widget, 1))
        self.assertEqual(len(self.sheet(sale)), 1)
        sale.action_cancel()
        self.assertEqual(self.sheet(sale), [])

    # Installed and switched off, nothing is planned
    def test_settings_off(self):
        self.company.lot_prealloc_enabled = False
        sale = self.sell((self.widget, 1))
        order = self.orders_of(sale)
        order.action_confirm()
        order.action_generate_serial()
        self.assertEqual(self.sheet(sale), [])

    # ------------------------------------------------------------------
    # Rights and time
    # ------------------------------------------------------------------

    # Section 10: a context is no way to read other people's sales orders
    def test_context_is_no_key(self):
        self.stock_gadgets("G-1")
        sale = self.make_sale((self.gadget, 1), user_id=self.salesperson.id)
        self.ship(sale)
        lot = self.env["stock.lot"].search([("name", "=", "G-1")])
        lots = lot.with_context(lot_prealloc_sale_order_id=sale.id)
        self.assertEqual(lots.with_user(self.salesperson).sale_quantity, 1)
        self.env.invalidate_all()
        self.assertEqual(lots.with_user(self.own_sales).sale_quantity, 0)
        self.assertFalse(lots.with_user(self.own_sales).sale_delivery)

    # AB-22: 2,000 serials cost the statements of a few
    def test_statements_do_not_grow(self):
        def statements(planned, stocked):
            sale = self.sell((self.widget, planned), (self.gadget, stocked))
            self.stock_gadgets(*(f"{stocked}-{index}" for index in range(stocked)))
            self.delivery_of(sale).action_assign()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            numbers = sale._get_numbers_to_print()
            for number in numbers:
                self.assertTrue(number["lot"].name and number["lot"].product_id.name)
            count = self.env.cr.sql_log_count - start
            self.assertEqual(len(numbers), planned + stocked)
            return count

        statements(2, 2)
        self.assertEqual(statements(20, 15), statements(5, 5))


@tagged("post_install", "-at_install")
class TestSaleStoryPaper(StoryMixin, PreallocCase):
    # AB-22: what can be read in a real PDF
    def test_pdf(self):
        self.make_lot(self.curd, "CURD-1", 100)
        sale = self.sell((self.curd, 50))
        with freeze_time("2026-03-02 10:00:00"):
            first = self.ship_quantity(sale, 20)
            back = self.take_back(first, 5)
        rest = self.delivery_of(sale)
        rest.action_assign()
        reports = self.env["ir.actions.report"].with_user(self.own_sales)
        reports = reports.with_context(force_report_rendering=True)
        pdf = reports._render_qweb_pdf(ORDER_REPORT, sale.ids)[0]
        pages = PdfReader(io.BytesIO(pdf)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for row in (
            "Product Lot/Serial Number Quantity Status Delivery Date",
            f"Curd CURD-1 15.00 kg Shipped {first.name} 03/02/2026",
            f"Curd CURD-1 5.00 kg Returned {back.name} 03/02/2026",
            f"Curd CURD-1 30.00 kg Ready {rest.name}",
        ):
            self.assertIn(row, text)
        for inner in ("Available", "Allocated", "WH/Stock"):
            self.assertNotIn(inner, text)


@tagged("post_install", "-at_install")
class TestSaleStoryPages(StoryMixin, HttpCase):
    # AB-22: a customer reads his own, another one nothing
    def test_portal_user(self):
        first, back, second, other_out = self.sell_twice()
        self.authenticate(self.portal_user.login, self.portal_user.login)
        page = self.url_open(f"/my/orders/{first.id}")
        self.assertEqual(page.status_code, 200)
        [row] = self.rows(page.text)
        self.assertEqual(row[1:5], ["G-1", "1.00 Units", "Returned", back.name])
        self.assertNotIn(other_out.name, page.text)
        self.authenticate(self.other_portal_user.login, self.other_portal_user.login)
        self.assertEqual(
            self.rows(self.url_open(f"/my/orders/{second.id}").text)[0][3], "Shipped"
        )
        foreign = self.url_open(f"/my/orders/{first.id}")
        self.assertFalse(foreign.url.split("?")[0].endswith(f"/my/orders/{first.id}"))
        self.assertNotIn("G-1", foreign.text)
