"""Numbers on paper: the Production Order and labels (OD-10)."""

import io
import re

from lxml import html
from pypdf import PdfReader

from odoo.tests import Form, HttpCase, tagged
from odoo.tools import format_date

from ..common import PreallocCase
from .barcodes import read_page, read_sheet
from .printing_case import PrintingMixin

ORDER_REPORT = "mrp.action_report_production_order"


def read_pdf(pdf):
    """:return: its pages"""
    return PdfReader(io.BytesIO(pdf)).pages


class ReportMixin(PrintingMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product(
            "Acme Widget",
            "serial",
            lot_number_format_id=cls.make_format("ACME-{YY}-{00000}").id,
        )
        cls.cheese = cls.make_product(
            "Gouda Cheese",
            "lot",
            lot_number_format_id=cls.make_format("LOT-{00000}").id,
        )

    @classmethod
    def make_engine(cls):
        """:return: a product with a lot and a serial by-product"""
        engine, whey, core = (
            cls.make_product(
                name, tracking, lot_number_format_id=cls.make_format(pattern).id
            )
            for name, tracking, pattern in (
                ("Engine", "serial", "ENG-{0000}"),
                ("Coolant Residue", "lot", "RES-{0000}"),
                ("Motor Core", "serial", "CORE-{0000}"),
            )
        )
        cls.make_bom(engine, byproducts=[(whey, 1), (core, 2)])
        return engine

    def make_order(self, product, quantity=1, **vals):
        """A confirmed order of a plain Manufacturing user."""
        vals = {"user": self.worker, "confirm": True, **vals}
        return super().make_order(product, quantity, **vals)

    def print_order(self, order):
        """:return: a PDF"""
        return self.reports._render_qweb_pdf(ORDER_REPORT, order.ids)[0]

    def render_zpl(self, action):
        return self.render(action).decode()


@tagged("post_install", "-at_install")
class TestProductionOrder(ReportMixin, PreallocCase):
    """What is on the Production Order, whatever paper it is printed on."""

    def sheet(self, orders):
        """:return: the report as ``lxml`` element"""
        content, _kind = self.reports._render_qweb_html(ORDER_REPORT, orders.ids)
        return html.fromstring(content)

    def blocks(self, sheet):
        """:return: texts of the blocks of numbers, one line per text"""
        return [
            [text.strip() for text in block.itertext() if text.strip()]
            for block in sheet.xpath("//div[@name='lot_number' or @name='lot_numbers']")
        ]

    def printed_numbers(self, sheet):
        """:return: what a scanner reads where numbers are, in the order of the sheet"""
        blocks = sheet.xpath("//div[starts-with(@name, 'lot_number')]")
        return [name for block in blocks for name in read_sheet(block)]

    # OD-10
    def test_one_serial_is_shown_below_the_product(self):
        order = self.make_order(self.widget)
        sheet = self.sheet(order)
        name = order.prealloc_lot_ids.name
        self.assertEqual(self.blocks(sheet), [["Serial Number:", name]])
        self.assertEqual(self.printed_numbers(sheet), [name])

    # OD-10
    def test_one_lot_for_all_units(self):
        order = self.make_order(self.cheese, 40)
        sheet = self.sheet(order)
        name = order.prealloc_lot_ids.name
        self.assertEqual(self.blocks(sheet), [["Lot Number:", name]])
        self.assertEqual(self.printed_numbers(sheet), [name])

    # OD-10
    def test_many_serials_in_columns(self):
        order = self.make_order(self.widget, 10)
        sheet = self.sheet(order)
        names = self.names(order.prealloc_lot_ids)
        self.assertEqual(
            self.blocks(sheet),
            [
                ["Serial Numbers:", f"{names[0]} … {names[-1][-5:]} (10)"],
                ["Lot/Serial Numbers", "Acme Widget", "(10)", *names],
            ],
        )
        self.assertEqual(self.printed_numbers(sheet), names)
        lines = sheet.xpath("//div[@name='lot_numbers']//div[contains(@class, 'row')]")
        self.assertEqual([len(line) for line in lines], [4, 4, 2])

    # OD-10: a barcode that is too narrow is not read
    def test_long_numbers_have_fewer_columns(self):
        order = self.make_order(self.widget, 3)
        for length, columns in ((15, 4), (16, 3), (20, 3), (21, 2), (30, 2), (70, 1)):
            for number, lot in enumerate(order.prealloc_lot_ids):
                lot.sudo().name = f"{number}".rjust(length, "N")
            with self.subTest(length=length):
                sheet = self.sheet(order)
                column = f"contains(@class, 'col-{12 // columns}')"
                self.assertEqual(
                    len(sheet.xpath(f"//div[@name='lot_numbers']//div[{column}]")), 3
                )

    # OD-10: also the summary of another number is no series
    def test_number_without_a_barcode_is_shown_once(self):
        order = self.make_order(self.widget)
        order.prealloc_lot_ids.sudo().name = "ÄCME-№1"
        sheet = self.sheet(order)
        self.assertEqual(self.blocks(sheet), [["Serial Number:", "ÄCME-№1"]])
        self.assertEqual(self.printed_numbers(sheet), [])

    # OD-10: before, during and after production
    def test_same_numbers_from_draft_to_done(self):
        self.company.lot_prealloc_trigger = "draft"
        order = self.make_order(self.widget, 3, confirm=False)
        names = self.names(order.prealloc_lot_ids)
        self.assertEqual(len(names), 3)
        self.assertEqual(self.printed_numbers(self.sheet(order)), names)
        order.action_confirm()
        self.assertEqual(self.printed_numbers(self.sheet(order)), names)
        order.qty_producing = 2
        order.set_qty_producing()
        self.assertEqual(len(order.lot_producing_ids), 2)
        self.assertEqual(self.printed_numbers(self.sheet(order)), names)
        self.complete(order, 3)
        self.assertEqual(order.state, "done")
        self.assertEqual(self.printed_numbers(self.sheet(order)), names)

    # OD-10
    def test_byproducts_follow_with_their_names(self):
        order = self.make_order(self.make_engine(), 1)
        sheet = self.sheet(order)
        self.assertEqual(
            self.blocks(sheet),
            [
                ["Serial Number:", "ENG-0001"],
                [
                    "Lot/Serial Numbers",
                    *("Coolant Residue", "(1)", "RES-0001"),
                    *("Motor Core", "(2)", "CORE-0001", "CORE-0002"),
                ],
            ],
        )
        # the finished product first, although its numbers may have been drawn last
        order.sudo().prealloc_lot_ids -= order._get_held_numbers()
        order.product_qty = 2
        order.action_preallocate_lots()
        products = self.blocks(self.sheet(order))[1]
        self.assertEqual(products[:2], ["Lot/Serial Numbers", "Engine"])
        self.assertEqual(self.printed_numbers(self.sheet(order))[0], "ENG-0002")

    # OD-10
    def test_byproducts_after_production(self):
        order = self.make_order(self.make_engine(), 1)
        printed = self.printed_numbers(self.sheet(order))
        self.complete(order, 1)
        self.assertEqual(order.state, "done")
        self.assertEqual(self.printed_numbers(self.sheet(order)), printed)

    # OD-10: defect 12
    def test_lot_made_by_hand_without_preallocation(self):
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.cheese, 5)
        sheet = self.sheet(order)
        self.assertEqual(self.blocks(sheet), [])
        order.action_generate_serial()
        sheet = self.sheet(order)
        name = order.lot_producing_ids.name
        self.assertEqual(self.blocks(sheet), [["Lot Number:", name]])
        self.assertEqual(self.printed_numbers(sheet), [name])

    # OD-10
    def test_untracked_product_shows_nothing(self):
        order = self.make_order(self.make_product("Screw"), 5)
        self.assertEqual(self.blocks(self.sheet(order)), [])

    # OD-10
    def test_each_order_shows_its_own(self):
        orders = self.make_order(self.widget, 2)
        orders |= self.make_order(self.make_product("Screw"), 1)
        orders |= self.make_order(self.cheese, 4)
        lots = orders.prealloc_lot_ids
        self.assertEqual(self.printed_numbers(self.sheet(orders)), self.names(lots))
        self.assertEqual(len(self.blocks(self.sheet(orders))), 3)


@tagged("post_install", "-at_install")
class TestPaper(ReportMixin, PreallocCase):
    """What can be read in real PDFs. No server styles them: with a web font, some
    builds of wkhtmltopdf draw the letters instead of writing them.
    """

    def text(self, pdf):
        """:return: the words on the only page, and what a scanner reads there"""
        (page,) = read_pdf(pdf)
        return " ".join(page.extract_text().split()), self.scan(page)

    def scan(self, page):
        """:return: texts of the barcodes on a page; all of them can be read"""
        self.assertFalse(page.images)
        texts, unread = read_page(page)
        self.assertFalse(unread)
        return texts

    # OD-10
    def test_production_order(self):
        order = self.make_order(self.cheese, 40)
        text, barcodes = self.text(self.print_order(order))
        name = order.prealloc_lot_ids.name
        self.assertIn(f"Lot Number: {name}", text)
        self.assertEqual(barcodes, [order.name, name])

    # OD-10: pages end between two numbers, not between a number and its barcode
    def test_number_and_barcode_stay_together(self):
        order = self.make_order(self.widget, 100)
        pages = read_pdf(self.print_order(order))
        self.assertGreater(len(pages), 3)
        barcodes = [self.scan(page) for page in pages]
        self.assertEqual(barcodes[0].pop(0), order.name)
        listed = [page.extract_text().rpartition("(100)")[2] for page in pages]
        self.assertEqual(
            [re.findall(r"ACME-26-\d+", text) for text in listed], barcodes
        )
        self.assertEqual(sum(barcodes, []), self.names(order.prealloc_lot_ids))

    # OD-10: before and after production, orders of several products
    def test_labels(self):
        orders = self.make_order(self.widget, 3)
        orders |= self.make_order(self.cheese, 7)
        lots = orders.prealloc_lot_ids.sorted("id")
        labels = [
            f"{lot.product_id.name} {lot.name} {lot.allocated_production_id.name}"
            for lot in lots
        ]
        self.assertEqual(len(labels), 4)
        for state in ("confirmed", "done"):
            with self.subTest(state=state):
                self.assertEqual(orders.mapped("state"), [state] * 2)
                text, barcodes = self.text(
                    self.render(orders.action_print_lot_labels())
                )
                self.assertEqual(text, " ".join(labels))
                self.assertEqual(barcodes, lots.mapped("name"))
            if state == "confirmed":
                orders.button_mark_done()
                date = format_date(orders.env, lots[0].production_date)
                labels = [f"{label} Prod. {date}" for label in labels]  # AB-19


@tagged("post_install", "-at_install")
class TestStyledPaper(ReportMixin, HttpCase):
    """Where the pages of a real PDF end, with the styles of the web server."""

    # OD-10: a barcode that is cut in two would be on both pages
    def test_hundred_serials_on_two_pages(self):
        order = self.make_order(self.widget, 100)
        pages = read_pdf(self.print_order(order))
        (first, unread), (second, unread_as_well) = map(read_page, pages)
        self.assertFalse(unread or unread_as_well)
        first.remove(order.name)  # drawn when all that floats is there
        self.assertEqual(first + second, self.names(order.prealloc_lot_ids))
        self.assertEqual(len(second) % 4, 0)


@tagged("post_install", "-at_install")
class TestLabels(ReportMixin, PreallocCase):
    """Labels from the order and the operation type's own automatic print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manufacturing = cls.warehouse.manu_type_id

    def assertLabels(self, zpl, lots):
        """A label for each number: its product, the number as text and barcode."""
        labels = [label for label in zpl.split("^XZ") if label.strip()]
        self.assertEqual(len(labels), len(lots))
        for label, lot in zip(labels, lots.sorted("id"), strict=True):
            self.assertIn(f"^FD{lot.product_id.display_name}^FS", label)
            self.assertIn(f"^FDLN/SN: {lot.name}^FS", label)
            barcode = label.partition("^BC")[2]
            self.assertIn(f"^FD{lot.name}^FS", barcode)

    # OD-10
    def test_zpl_before_and_after_production(self):
        self.manufacturing.generated_mrp_lot_label_to_print = "zpl"
        orders = self.make_order(self.widget, 3)
        orders |= self.make_order(self.cheese, 7)
        lots = orders.prealloc_lot_ids
        self.assertEqual(len(lots), 4)
        self.assertLabels(self.render_zpl(orders.action_print_lot_labels()), lots)
        self.assertEqual(lots.mapped("is_label_printed"), [True] * 4)
        orders.button_mark_done()
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertLabels(self.render_zpl(orders.action_print_lot_labels()), lots)

    # OD-10: numbers that are produced, and some that are still held
    def test_part_produced(self):
        self.manufacturing.generated_mrp_lot_label_to_print = "zpl"
        order = self.make_order(self.widget, 3)
        lots = order.prealloc_lot_ids
        order.qty_producing = 1
        order.set_qty_producing()
        self.assertEqual(len(order.prealloc_lot_ids), 2)
        self.assertLabels(self.render_zpl(order.action_print_lot_labels()), lots)

    # OD-10
    def test_labels_of_byproducts(self):
        self.manufacturing.generated_mrp_lot_label_to_print = "zpl"
        order = self.make_order(self.make_engine(), 1)
        lots = order.prealloc_lot_ids
        self.assertEqual(len(lots), 4)
        self.assertLabels(self.render_zpl(order.action_print_lot_labels()), lots)
        self.complete(order, 1)
        self.assertLabels(self.render_zpl(order.action_print_lot_labels()), lots)

    # OD-10
    def test_labels_of_several_printers_are_a_pdf(self):
        self.manufacturing.generated_mrp_lot_label_to_print = "zpl"
        order = self.make_order(self.widget)
        other_type = self.manufacturing.copy(
            {"generated_mrp_lot_label_to_print": "pdf"}
        )
        orders = order | self.make_order(self.widget, picking_type_id=other_type.id)
        action = orders.action_print_lot_labels()
        self.assertEqual(action["report_type"], "qweb-pdf")

    # OD-10: Generate Serial and Generate Lot
    def test_generating_one_number_prints_it(self):
        self.manufacturing.write(
            {
                "auto_print_generated_mrp_lot": True,
                "generated_mrp_lot_label_to_print": "zpl",
            }
        )
        for product in (self.widget, self.cheese):
            order = self.make_order(product)
            lot = order.prealloc_lot_ids
            self.assertLabels(self.render_zpl(order.action_generate_serial()), lot)
            self.assertEqual(order.lot_producing_ids, lot)
        self.manufacturing.generated_mrp_lot_label_to_print = "pdf"
        action = self.make_order(self.widget).action_generate_serial()
        self.assertEqual(action["report_name"], "stock.report_lot_label")
        self.manufacturing.auto_print_generated_mrp_lot = False
        self.assertFalse(self.make_order(self.widget).action_generate_serial())

    # OD-10: the dialog, before production and on the way
    def test_batch_production_prints(self):
        self.manufacturing.write(
            {
                "auto_print_generated_mrp_lot": True,
                "generated_mrp_lot_label_to_print": "zpl",
            }
        )
        order = self.make_order(self.widget, 3)
        lots = order.prealloc_lot_ids
        dialog = Form.from_action(order.env, order.action_batch_production()).save()
        self.assertLabels(self.render_zpl(dialog.action_print_labels()), lots)
        self.assertEqual(order.prealloc_lot_ids, lots)
        (report,) = dialog.action_produce()["params"]["reports"]
        self.assertEqual(order.state, "done")
        self.assertLabels(self.render_zpl(report), lots)

    # OD-10 PF-9: Preallocate is a button that generates, before production
    def test_preallocating_prints_what_is_new(self):
        self.company.lot_prealloc_trigger = "done"
        self.manufacturing.write(
            {
                "auto_print_generated_mrp_lot": True,
                "generated_mrp_lot_label_to_print": "zpl",
            }
        )
        silent_type = self.manufacturing.copy({"auto_print_generated_mrp_lot": False})
        orders = self.make_order(self.widget, 2)
        orders |= self.make_order(self.cheese, 5)
        silent = self.make_order(self.widget, picking_type_id=silent_type.id)
        action = (orders | silent).action_preallocate_lots()
        self.assertEqual(action["tag"], "do_multi_print")
        (report,) = action["params"]["reports"]
        self.assertEqual(len(silent.prealloc_lot_ids), 1)
        self.assertLabels(self.render_zpl(report), orders.prealloc_lot_ids)
        orders[0].product_qty = 3
        (report,) = orders.action_preallocate_lots()["params"]["reports"]
        self.assertLabels(self.render_zpl(report), orders[0]._get_held_numbers()[-1:])
        action = orders.action_preallocate_lots()
        self.assertEqual(action["tag"], "display_notification")

    # OD-10 PF-9: the same from the list
    def test_preallocating_from_the_list_prints(self):
        self.company.lot_prealloc_trigger = "done"
        orders = self.make_order(self.widget, 2)
        orders |= self.make_order(self.widget, 1)
        from_list = (
            self.env.ref("lot_prealloc.action_preallocate_lots")
            .with_user(self.worker)
            .with_context(active_model="mrp.production", active_ids=orders.ids)
        )
        self.manufacturing.auto_print_generated_mrp_lot = True
        action = from_list.run()
        (report,) = action["params"]["reports"]
        self.assertEqual(report["report_name"], "stock.report_lot_label")
        # UX-11: and says what it did
        told = action["params"]["anotherAction"]
        self.assertEqual(told["params"]["message"], "3 numbers for 2 orders")
        self.assertEqual(report["context"]["active_ids"], orders.prealloc_lot_ids.ids)
        message = from_list.run()["params"]["message"]
        self.assertEqual(message, "No new numbers · 2 skipped: has its numbers")

    # OD-10: confirming asks for nothing, and prints nothing
    def test_confirming_prints_nothing(self):
        self.manufacturing.auto_print_generated_mrp_lot = True
        order = self.make_order(self.widget, confirm=False)
        self.assertIs(order.action_confirm(), True)
        self.assertTrue(order.prealloc_lot_ids)
