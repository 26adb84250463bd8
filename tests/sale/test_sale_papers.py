"""Which papers of a customer show his numbers, from when on, in how many words."""

import io

from lxml import html
from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import is_html_empty

from odoo.addons.lot_prealloc.tools.names import summarize_names

from ..common import PreallocCase
from .test_sale_story import ORDER_REPORT, StoryMixin

SLIP = "stock.action_report_delivery"
INVOICE = "account.account_invoices"
OUR_TEMPLATES = (
    "lot_prealloc_sale.report_saleorder_document",
    "lot_prealloc_sale.sale_order_portal_content",
    "lot_prealloc_sale.report_delivery_document",
    "lot_prealloc_sale.stock_report_delivery_aggregated_move_lines",
    "lot_prealloc_sale.stock_account_report_invoice_document",
)


class PapersMixin(StoryMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        cls.accountant = cls.make_user("accountant", "account.group_account_invoice")

    def switch(self, xmlid, on=True):
        """Tick one of Odoo's settings that are groups, or untick it."""
        group, employee = self.env.ref(xmlid), self.env.ref("base.group_user")
        command = Command.link if on else Command.unlink
        employee.implied_ids = [command(group.id)]

    def switch_odoo(self, on=True):
        self.switch("stock.group_lot_on_delivery_slip", on)
        self.switch("stock_account.group_lot_on_invoice", on)

    def render(self, report, record, user):
        self.env.invalidate_all()
        return self.reports.with_user(user)._render_qweb_html(report, record.ids)[0]

    def slip(self, picking):
        """:return: what the lines of the slip say of their numbers"""
        content = self.render(SLIP, picking, self.storekeeper)
        prefix = "Lot/Serial Number: "
        texts = [
            " ".join(node.text_content().split()).removeprefix(prefix)
            for node in html.fromstring(content).xpath("//div[@name='lot_numbers']")
        ]
        return texts

    def read_pdf(self, content):
        pages = PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def make_serials(self, count, prefix="RUN"):
        """:return: serials in stock, whose names are a run"""
        lots = self.env["stock.lot"]
        for index in range(1, count + 1):
            lots += self.make_lot(self.gadget, f"{prefix}-{index:04}", 1)
        return lots

    def make_invoice(self, sale):
        invoice = sale.sudo()._create_invoices()
        invoice.invoice_date = "2026-03-02"
        invoice.action_post()
        return invoice


@tagged("post_install", "-at_install")
class TestSalePapers(PapersMixin, PreallocCase):
    # ------------------------------------------------------------------
    # Quotation, order, portal
    # ------------------------------------------------------------------

    # UX-10: from the state on that the company has chosen
    def test_from_which_state_on(self):
        sale = self.sell((self.widget, 1))
        order = self.orders_of(sale)
        told = []

        def tell():
            company = sale.sudo().company_id
            told.append([])
            for state in ("planned", "production", "ready", "shipped"):
                company.numbers_on_papers_from = state
                told[-1].append(bool(self.sheet(sale)))
            # whatever papers tell, the tab has them
            self.assertEqual(len(self.tab(sale)), 1)

        tell()
        order.action_confirm()
        order.action_start()
        tell()
        self.complete(order)
        tell()
        self.ship(sale)
        tell()
        self.assertEqual(
            told,
            [
                [True, False, False, False],
                [True, True, False, False],
                [True, True, True, False],
                [True, True, True, True],
            ],
        )

    # UX-10
    def test_order_without_numbers(self):
        sale = self.sell((self.widget, 1))
        self.assertTrue(self.sheet(sale))
        self.company.numbers_on_sale_orders = False
        self.assertFalse(self.sheet(sale))
        self.assertTrue(sale._get_number_rows("numbers_on_sale_portal"))
        self.company.numbers_on_sale_portal = False
        self.assertFalse(sale._get_number_rows("numbers_on_sale_portal"))

    # UX-10, section 10
    def test_setting_of_another_company(self):
        other = self.make_company("Other Works")
        other.numbers_on_sale_orders = False
        other.numbers_on_papers_from = "shipped"
        sale = self.sell((self.widget, 1))
        self.assertTrue(self.sheet(sale))
        self.assertEqual(self.company.numbers_on_papers_from, "planned")

    # MM-6: lot control shows its numbers where the general setting is off
    def test_lot_control(self):
        self.company.lot_prealloc_enabled = False
        plain = self.sell((self.widget, 1))
        self.produce(plain)
        self.assertEqual(self.sheet(plain), [])
        sale = self.sell((self.widget, 1, {"lot_control": True}))
        self.assertEqual(self.sheet(sale)[0][2], "Planned")

    # UX-5, UX-10: each lot keeps its quantity, serials are a run
    def test_lots_keep_their_quantities(self):
        self.make_lot(self.curd, "CURD-1", 30)
        self.make_lot(self.curd, "CURD-2", 30)
        lots = self.make_serials(3)
        sale = self.sell((self.curd, 50), (self.gadget, 3))
        out = self.ship(sale)
        self.assertEqual(
            sorted(self.sheet(sale)),
            [
                ["CURD-1", "30.00 kg", "Shipped", out.name],
                ["CURD-2", "20.00 kg", "Shipped", out.name],
                [self.run_of(lots), "3.00 Units", "Shipped", out.name],
            ],
        )

    # UX-5: what belongs to others is not within a run
    def test_gap(self):
        lots = self.make_serials(4)
        taken = self.sell((self.gadget, 1), partner_id=self.other_customer.id)
        out = self.delivery_of(taken)
        out.do_unreserve()
        out.move_ids.sudo().move_line_ids = [
            Command.create(
                {
                    "lot_id": lots[1].id,
                    "quantity": 1,
                    "product_id": self.gadget.id,
                    "picking_id": out.id,
                    "location_id": self.stock_location.id,
                    "location_dest_id": out.location_dest_id.id,
                }
            )
        ]
        sale = self.sell((self.gadget, 3))
        self.delivery_of(sale).action_assign()
        own = lots - lots[1]
        self.assertEqual(self.reserved(sale), own.mapped("name"))
        self.assertEqual(self.sheet(sale)[0][0], summarize_names(own.mapped("name")))

    # UX-5: paper has no list behind it: it names all, however scattered
    def test_scattered(self):
        self.switch_odoo()
        lots = self.make_serials(15)
        taken = lots[1::2]
        for lot in taken:
            self.env["stock.quant"]._update_available_quantity(
                self.gadget, self.stock_location, -1, lot_id=lot
            )
        sale = self.sell((self.gadget, 8))
        out = self.ship(sale)
        invoice = self.make_invoice(sale)
        [slip], [[_product, _quantity, on_invoice]] = (
            self.slip(out),
            self.invoiced(invoice),
        )
        for text in (self.sheet(sale)[0][0], slip, on_invoice):
            for lot in lots:
                digits = lot.name.removeprefix("RUN-")
                self.assertEqual(digits in text, lot not in taken, (lot.name, text))

    # AB-23: a cancelled order tells nothing of what it has not got
    def test_cancelled(self):
        sale = self.sell((self.widget, 3))
        order = self.orders_of(sale)
        order.action_confirm()
        self.complete(order, 1)
        shipped = self.ship(sale)
        sale.action_cancel()
        [row] = self.sheet(sale)
        self.assertEqual(row[2:], ["Shipped", shipped[0].name])

    # UX-10: two sales that share one order: each reads of its own
    def test_shared_order(self):
        first = self.sell((self.widget, 2))
        second = self.sell((self.widget, 1), partner_id=self.other_customer.id)
        order = self.merge(first, second).with_user(self.worker)
        order.action_confirm()
        lots = order.prealloc_lot_ids.sorted("id")
        self.complete(order)
        for sale, own in ((first, lots[:2]), (second, lots[2:])):
            [row] = self.sheet(sale)
            self.assertEqual(row[0], self.run_of(own))
            self.assertEqual(row[2], "Ready")
            self.assertEqual(list(self.tab(sale)), own.mapped("name"))

    # ------------------------------------------------------------------
    # Delivery slip
    # ------------------------------------------------------------------

    # UX-10, UX-5: a run in the line, before and after shipping
    def test_slip(self):
        self.switch_odoo()
        lots = self.make_serials(5)
        sale = self.sell((self.gadget, 5))
        out = self.delivery_of(sale)
        out.action_assign()
        self.assertEqual(self.slip(out), [self.run_of(lots)])
        self.company.numbers_on_papers_from = "shipped"
        self.assertEqual(self.slip(out), [])
        out.button_validate()
        self.assertEqual(self.slip(out), [self.run_of(lots)])
        content = self.render(SLIP, out, self.storekeeper)
        rows = "//table[@name='stock_move_line_table']/tbody/tr"
        self.assertEqual(len(html.fromstring(content).xpath(rows)), 1)

    # UX-10: where Odoo's own setting is off, the slip shows none
    def test_slip_without_numbers(self):
        self.switch_odoo(on=False)
        self.make_serials(2)
        sale = self.sell((self.gadget, 2))
        out = self.ship(sale)
        self.assertEqual(self.slip(out), [])

    # UX-10
    def test_slip_of_lots(self):
        self.switch_odoo()
        self.make_lot(self.curd, "CURD-1", 30)
        self.make_lot(self.curd, "CURD-2", 30)
        self.make_lot(self.cheese, "CHZ-1", 8)
        sale = self.sell((self.curd, 50), (self.cheese, 5))
        self.orders_of(sale).sudo().action_cancel()
        out = self.delivery_of(sale)
        out.sudo().move_ids.procure_method = "make_to_stock"
        out.action_assign()
        self.assertEqual(
            self.slip(out), ["CURD-1 (30.00 kg), CURD-2 (20.00 kg)", "CHZ-1"]
        )

    # UX-10: backorder and first delivery each have their own numbers
    def test_slip_of_a_backorder(self):
        self.switch_odoo()
        lots = self.make_serials(5)
        sale = self.sell((self.gadget, 5))
        first = self.ship(sale, 2)
        rest = self.delivery_of(sale)
        rest.action_assign()
        self.assertEqual(self.slip(first), [self.run_of(lots[:2])])
        self.assertEqual(self.slip(rest), [self.run_of(lots[2:])])

    # UX-10: in packages, and beside them
    def test_slip_of_packages(self):
        self.switch_odoo()
        lots = self.make_serials(3)
        sale = self.sell((self.gadget, 3))
        out = self.delivery_of(sale).sudo()
        out.action_assign()
        lines = out.move_line_ids.sorted(lambda line: line.lot_id.id)
        package = self.env["stock.package"].create({"name": "PACK-1"})
        lines[:2].result_package_id = package
        out.button_validate()
        self.assertEqual(self.slip(out), [self.run_of(lots[:2]), self.run_of(lots[2:])])

    # UX-10
    def test_slip_of_a_kit(self):
        self.switch_odoo()
        kit = self.make_product("Kit")
        self.make_bom(kit, [(self.gadget, 1), (self.curd, 3)], type="phantom")
        lots = self.make_serials(2)
        self.make_lot(self.curd, "CURD-1", 100)
        sale = self.sell((kit, 2))
        out = self.ship(sale)
        self.assertEqual(sorted(self.slip(out)), ["CURD-1", self.run_of(lots)])

    # UX-10: a number that somebody else has got later stays on the old papers
    def test_number_of_two_customers(self):
        self.switch_odoo()
        first, back, second, other_out = self.sell_twice()
        out = first.sudo().picking_ids.filtered(lambda p: p != back)
        self.assertEqual([self.slip(p) for p in (out, back, other_out)], [["G-1"]] * 3)
        self.assertEqual(self.sheet(first)[0][2:], ["Returned", back.name])
        self.assertNotIn(second.name, str(self.render(SLIP, out, self.storekeeper)))

    # UX-10: a slip of 60 serials costs the statements of a few
    def test_statements_do_not_grow(self):
        self.switch_odoo()

        def statements(count, prefix):
            self.make_serials(count, prefix)
            sale = self.sell((self.gadget, count))
            out = self.ship(sale)
            self.env.flush_all()
            self.env.invalidate_all()
            lines = out.move_line_ids
            # what Odoo reads for its lines is not counted
            self.company.lot_prealloc_enabled = False
            lines._get_aggregated_product_quantities()
            self.company.lot_prealloc_enabled = True
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            [line] = lines._get_aggregated_product_quantities().values()
            self.assertTrue(line["lot_numbers"])
            return self.env.cr.sql_log_count - start

        statements(2, "A")
        self.assertEqual(statements(20, "B"), statements(5, "C"))

    # ------------------------------------------------------------------
    # Invoice
    # ------------------------------------------------------------------

    def invoiced(self, invoice):
        content = self.render(INVOICE, invoice, self.accountant)
        return [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in html.fromstring(content).xpath(
                "//table[@name='invoice_snln_table']/tbody/tr"
            )
        ]

    # UX-10, UX-5
    def test_invoice(self):
        self.switch_odoo()
        lots = self.make_serials(3)
        self.make_lot(self.curd, "CURD-1", 10)
        self.make_lot(self.curd, "CURD-2", 30)
        sale = self.sell((self.gadget, 3), (self.curd, 20))
        self.ship(sale)
        invoice = self.make_invoice(sale)
        self.assertEqual(
            sorted(self.invoiced(invoice)),
            [
                ["Curd", "10.00", "CURD-1"],
                ["Curd", "10.00", "CURD-2"],
                ["Gadget", "3.00", self.run_of(lots)],
            ],
        )

    # ------------------------------------------------------------------
    # Off
    # ------------------------------------------------------------------

    def render_all(self, sale, *pickings, invoice):
        return [
            self.render(ORDER_REPORT, sale, self.own_sales),
            *(self.render(SLIP, picking, self.storekeeper) for picking in pickings),
            self.render(INVOICE, invoice, self.accountant),
            str(
                self.env["ir.qweb"]._render(
                    "sale.sale_order_portal_content",
                    {
                        "sale_order": sale.sudo(),
                        "report_type": "html",
                        "keep_query": str,
                        "is_html_empty": is_html_empty,
                    },
                )
            ),
        ]

    def make_all(self):
        self.make_serials(4)
        sale = self.sell((self.gadget, 4))
        first = self.ship(sale, 2)
        rest = self.delivery_of(sale)
        rest.action_assign()
        return sale, first, rest, self.make_invoice(sale)

    # RC-3, UX-10: it is our own affair, what is shipped as what is not yet
    def test_nothing_is_told_of_a_hold(self):
        sale, first, rest, invoice = self.make_all()
        lots = first.move_line_ids.lot_id | rest.move_line_ids.lot_id
        self.assertEqual(len(lots), 4)
        lots.with_user(self.inventory_manager).action_hold("ship", "cracked housing")
        told = self.render_all(sale, first, rest, invoice=invoice)
        for paper in map(str, told):
            self.assertNotIn("cracked housing", paper)
            self.assertNotIn("on hold", paper.lower())

    def assertOdoosOwn(self):
        sale, first, rest, invoice = self.make_all()
        ours = self.render_all(sale, first, rest, invoice=invoice)
        for xmlid in OUR_TEMPLATES:
            self.env.ref(xmlid).active = False
        odoos = self.render_all(sale, first, rest, invoice=invoice)
        self.assertEqual(ours, odoos)
        return ours

    # UX-10: with preallocation off, papers are Odoo's, to the byte
    def test_preallocation_off(self):
        self.switch_odoo()
        self.company.lot_prealloc_enabled = False
        papers = self.assertOdoosOwn()
        # as Odoo has it, a row for each number
        self.assertIn(b"RUN-0002", papers[1])

    # UX-10: and with our settings off
    def test_settings_off(self):
        self.switch_odoo(on=False)
        self.company.numbers_on_sale_orders = False
        self.company.numbers_on_sale_portal = False
        self.assertOdoosOwn()

    # AB-1
    def test_master_switch_off(self):
        self.switch_odoo(on=False)
        self.switch("stock.group_production_lot", on=False)
        self.assertOdoosOwn()


@tagged("post_install", "-at_install")
class TestSalePapersPdf(PapersMixin, PreallocCase):
    # UX-10: what can be read in real PDFs
    def test_pdf(self):
        self.switch_odoo()
        lots = self.make_serials(40)
        sale = self.sell((self.gadget, 40))
        out = self.ship(sale)
        invoice = self.make_invoice(sale)
        run = self.run_of(lots)
        for report, record, expected in (
            (ORDER_REPORT, sale, f"Gadget {run} 40.00 Units Shipped {out.name}"),
            (SLIP, out, f"Lot/Serial Number: {run}"),
            (INVOICE, invoice, f"Gadget 40.00 {run}"),
        ):
            pdf = self.reports._render_qweb_pdf(report, record.ids)[0]
            self.assertIn(expected, self.read_pdf(pdf))


@tagged("post_install", "-at_install")
class TestSalePapersPages(PapersMixin, HttpCase):
    # UX-10: the customer, by the link of his mail, without an account
    def test_customer_with_access_token(self):
        self.switch_odoo()
        lots = self.make_serials(3)
        sale = self.sell((self.gadget, 3))
        out = self.ship(sale)
        url = sale.sudo().get_portal_url()
        token = sale.sudo().access_token
        self.authenticate(None, None)
        rows = self.rows(self.url_open(url).text)
        self.assertEqual(rows[0][1:4], [self.run_of(lots), "3.00 Units", "Shipped"])
        # In tests Odoo answers with the HTML that the PDF is made from.
        for path in (
            f"/my/orders/{sale.id}?report_type=pdf&access_token=",
            f"/my/picking/pdf/{out.id}?access_token=",
        ):
            self.assertIn(self.run_of(lots), self.url_open(path + token).text)
            self.assertNotIn("RUN-", self.url_open(path + "another").text)

    # UX-10
    def test_portal_setting(self):
        self.make_serials(1)
        sale = self.sell((self.gadget, 1))
        self.ship(sale)
        self.company.numbers_on_sale_portal = False
        self.authenticate(None, None)
        page = self.url_open(sale.sudo().get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("RUN-0001", page.text)
