"""What is on labels (AB-19)."""

import re

from odoo.tests import freeze_time, tagged

from ..common import PreallocCase
from .barcodes import read_page
from .label_case import LABEL_REPORT, ZPL_REPORT, LabelMixin
from .test_reports import read_pdf


@tagged("post_install", "-at_install")
class TestLabelText(LabelMixin, PreallocCase):
    """What is written on labels."""

    def read_labels(self, lots):
        """:return: the text of the whole sheets, and their barcodes, from a real PDF"""
        pages = read_pdf(self.reports._render_qweb_pdf(LABEL_REPORT, lots.ids)[0])
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        return text, [barcode for page in pages for barcode in read_page(page)[0]]

    def read_zpl(self, lots):
        """:return: texts of each label, by their position"""
        text = self.reports._render_qweb_text(ZPL_REPORT, lots.ids)[0].decode()
        labels = []
        for label in text.split("^XZ")[:-1]:
            label_texts = {}
            for field in label.split("^FO")[1:]:
                position, _separator, rest = field.partition("^")
                data = rest.partition("^FD")[2].partition("^FS")[0]
                label_texts[position.strip()] = data
            labels.append(label_texts)
        return labels

    # AB-19: product, number, barcode, order, date; a held number has no date yet
    def test_sheet(self):
        with freeze_time("2026-03-15 09:00:00"):
            orders = self.make_order(self.widget, 3) | self.make_order(self.cheese, 7)
            lots = orders.prealloc_lot_ids.sorted("id")
            held, barcodes = self.read_labels(lots)
            self.assertEqual(
                held,
                " ".join(
                    f"{lot.product_id.name} {lot.name} {lot.production_id.name}"
                    for lot in lots
                ),
            )
            self.assertEqual(lots.mapped("production_id"), orders)
            orders.button_mark_done()
        produced, barcodes = self.read_labels(lots)
        self.assertEqual(
            produced,
            " ".join(
                f"{lot.product_id.name} {lot.name} {lot.production_id.name}"
                " Prod. 03/15/2026"
                for lot in lots
            ),
        )
        self.assertEqual(barcodes, lots.mapped("name"))

    # AB-19
    def test_label_printer(self):
        with freeze_time("2026-03-15 09:00:00"):
            order = self.make_order(self.cheese, 7)
            lot = order.prealloc_lot_ids
            native = {
                "100,50": "Gouda Cheese",
                "100,100": f"LN/SN: {lot.name}",
                "100,150": lot.name,
            }
            (label,) = self.read_zpl(lot)
            self.assertEqual(label, {"100,12": order.name, **native})
            order.button_mark_done()
        (label,) = self.read_zpl(lot)
        origin = f"{order.name}  Prod. 03/15/2026"
        self.assertEqual(label, {"100,12": origin, **native})

    # AB-19: names are for people, an ampersand is one
    def test_label_printer_knows_no_html(self):
        order = self.make_order(self.cheese)
        order.sudo().name = "R&D/1"
        (label,) = self.read_zpl(order.prealloc_lot_ids)
        self.assertEqual(label["100,12"], "R&D/1")

    # AB-19: the day on which it was produced where the user is
    def test_date_in_the_time_zone_and_language_of_the_user(self):
        with freeze_time("2026-03-15 23:30:00"):
            order = self.make_order(self.cheese)
            order.button_mark_done()
        lot = order.lot_producing_ids.with_user(self.worker)
        self.assertEqual(
            lot.with_context(tz="Asia/Tokyo")._get_label_origin()["produced"],
            "Prod. 03/16/2026",
        )
        language = self.env["res.lang"]._activate_lang("en_GB")
        self.worker.lang = language.code
        self.assertEqual(
            lot.with_context(lang="en_GB")._get_label_origin()["produced"],
            "Prod. 15/03/2026",
        )

    # AB-19: a lot produced in parts has the day and the order of the first
    def test_lot_in_parts(self):
        order = self.make_order(self.cheese, 5)
        lot = order.prealloc_lot_ids
        with freeze_time("2026-03-15 09:00:00"):
            self.complete(order, 2)
        with freeze_time("2026-04-15 09:00:00"):
            self.backorders_of(order).button_mark_done()
        text, _barcodes = self.read_labels(lot)
        # without styles the name is broken at its hyphen
        self.assertIn(f"{order.name} Prod. 03/15/2026", text.replace("- ", "-"))

    # AB-19
    def test_gs1(self):
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "stock.group_stock_lot_print_gs1"
        )
        # without a GTIN, lot_prealloc_gs1 has the number only
        is_ours = "gs1_symbol" in self.company
        order = self.make_order(self.cheese)
        lot = order.prealloc_lot_ids
        with freeze_time("2026-03-15 09:00:00"):
            order.button_mark_done()
        text, _barcodes = self.read_labels(lot)
        # without styles the number is broken at its hyphen
        self.assertEqual(
            text.replace("- ", "-"),
            f"Gouda Cheese {lot.name} {order.name} Prod. 03/15/2026",
        )
        sheet, _kind = self.reports._render_qweb_html(LABEL_REPORT, lot.ids)
        labels = re.findall('aria-label="([^"]*)"', sheet.decode())
        told = lot.name if is_ours else f"Barcode 10{lot.name}"
        self.assertEqual(labels, [told] * 48)
        zpl = self.reports._render_qweb_text(ZPL_REPORT, lot.ids)[0].decode()
        self.assertEqual(f"^FD10{lot.name}^FS" in zpl, not is_ours)
        (label,) = self.read_zpl(lot)
        self.assertEqual(label["100,12"], f"{order.name}  Prod. 03/15/2026")

    # AB-19: by-products too
    def test_byproducts(self):
        order = self.make_order(self.make_engine(), 1)
        lots = order.prealloc_lot_ids
        with freeze_time("2026-03-15 09:00:00"):
            self.complete(order, 1)
        for label in self.read_zpl(lots):
            self.assertEqual(label["100,12"], f"{order.name}  Prod. 03/15/2026")

    # AB-19: whoever may print a label; he need not see the order
    def test_who_may_not_read_orders(self):
        seller = self.make_user("seller", "stock.group_stock_user")
        order = self.make_order(self.cheese)
        order.button_mark_done()
        other = self.make_company("Other works")
        seller.write({"company_ids": other.ids, "company_id": other.id})
        lot = order.lot_producing_ids
        lot.sudo().company_id = False
        origin = lot.with_user(seller)._get_label_origin()
        self.assertEqual(origin["order"], order.name)

    # AB-19
    def test_statements_do_not_grow(self):
        order = self.make_order(self.widget, 60)
        lots = order.prealloc_lot_ids
        lots = lots.browse(lots.ids)  # to be read together

        def count(lots):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for lot in lots:
                lot._get_label_origin()
            return self.env.cr.sql_log_count - before

        count(lots[:1])
        self.assertEqual(count(lots[:2]), count(lots))

    # AB-19: a number that no order gave, and any number without preallocation
    def test_other_labels_are_stock_odoo_s(self):
        order = self.make_order(self.cheese)
        order.button_mark_done()
        others = self.make_lot(self.widget, "BOUGHT-1", 1)
        others |= self.make_lot(self.cheese, "BOUGHT-2", 5)
        views = self.env.ref("lot_prealloc.report_lot_label")
        views |= self.env.ref("lot_prealloc.label_lot_template_view")

        def render(lots):
            sheet, _kind = self.reports._render_qweb_html(LABEL_REPORT, lots.ids)
            zpl = self.reports._render_qweb_text(ZPL_REPORT, lots.ids)[0].decode()
            # a picture and a drawing of the same barcode look alike
            sheet = re.sub(
                r'<(?:img [^>]*|svg [^>]*)"(Barcode [^"]*)"[^>]*>(<path [^>]*></svg>)?',
                r"\1",
                sheet.decode(),
            )
            return sheet.split(), zpl.split()

        ours = render(others)
        self.company.lot_prealloc_enabled = False
        lots = others | order.lot_producing_ids
        off = render(lots)
        views.active = False
        self.assertEqual(ours, render(others))
        self.assertEqual(off, render(lots))
