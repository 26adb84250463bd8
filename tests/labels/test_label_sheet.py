"""Labels as PDF, and in a browser (AB-19)."""

import os
import subprocess
import tempfile

from PIL import Image

from odoo.tests import Form, HttpCase, tagged
from odoo.tools import config

from ..bulk.bulk_case import WAYS
from ..common import PreallocMixin
from ..pictures import PictureMixin
from .barcodes import decode, read_page
from .label_case import LABEL_REPORT, LabelMixin
from .test_reports import read_pdf


@tagged("post_install", "-at_install")
class TestLabelSheet(LabelMixin, HttpCase):
    """How labels look on paper: real PDFs with the styles of the web server."""

    def print_sheet(self, lots, resolution=300):
        """:return: the first page as a picture"""
        pdf = self.reports._render_qweb_pdf(LABEL_REPORT, lots.ids)[0]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "labels")
            with open(path, "wb") as file:
                file.write(pdf)
            subprocess.run(
                ["pdftoppm", "-r", f"{resolution}", "-singlefile", "-png", path, path],
                check=True,
            )
            with Image.open(f"{path}.png") as picture:
                return picture.convert("L")

    def bands(self, picture, horizontal):
        """:return: start and end of each band of the picture with ink, in pixels"""
        size = (1, picture.height) if horizontal else (picture.width, 1)
        ink = picture.point(lambda value: 255 * (value < 200))
        # the mean of a line: zero only if all of it is white
        line = ink.convert("F").resize(size, Image.Resampling.BOX)
        inked = [value > 0 for value in line.get_flattened_data()]
        edges = [
            position
            for position, (before, after) in enumerate(
                zip([False, *inked], [*inked, False], strict=True)
            )
            if before != after
        ]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def scan(self, label):
        """:return: the number that is read from the barcode of a label"""
        top, bottom = self.bands(label, True)[-1]
        return decode(label.crop((0, top, label.width, bottom)))

    def make_produced(self, product, quantity):
        order = self.make_order(product, quantity)
        self.complete(order, quantity)
        self.assertEqual(order.state, "done")
        return order.lot_producing_ids

    # AB-19: labels are where those of stock Odoo are, whatever is on them
    def test_sheet_is_the_native_one(self):
        self.widget.default_code = "ACME-W"
        bought = self.env["stock.lot"].create(
            [
                {"name": f"BOUGHT-{counter:05}", "product_id": self.widget.id}
                for counter in range(8)
            ]
        )
        sheet = self.print_sheet(bought)
        rows, columns = self.bands(sheet, True), self.bands(sheet, False)
        self.assertEqual((len(rows), len(columns)), (2, 4))
        produced = self.make_produced(self.widget, 8)
        self.widget.name = "A Widget with a Name That Is Really Too Long for a Label"
        if "use_expiration_date" in self.widget:
            self.widget.use_expiration_date = True
            produced.sudo().write(
                {"use_date": "2026-12-24", "expiration_date": "2026-12-31"}
            )
        for gs1 in (False, True):
            with self.subTest(gs1=gs1):
                if gs1:
                    self.env.ref("base.group_user").implied_ids += self.env.ref(
                        "stock.group_stock_lot_print_gs1"
                    )
                sheet = self.print_sheet(produced)
                self.assertEqual(self.bands(sheet, True), rows)
                self.assertEqual(self.bands(sheet, False), columns)

    # AB-19: 200 labels are five sheets
    def test_two_hundred(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.widget, 200)
        dialog = Form.from_action(order.env, order.button_mark_done()).save()
        pages = read_pdf(self.render(dialog.process()))
        barcodes = [read_page(page)[0] for page in pages]
        self.assertEqual([len(texts) for texts in barcodes], [48] * 4 + [8])
        self.assertEqual(sorted(sum(barcodes, [])), self.names(order.lot_producing_ids))

    # SC-5: letters are written, not painted one by one, and can be searched for
    def test_letters(self):
        lots = self.make_produced(self.widget, 2)
        pdf = self.reports._render_qweb_pdf(LABEL_REPORT, lots.ids)[0]
        [page] = read_pdf(pdf)
        for text in lots.mapped("name"):
            self.assertIn(text, page.extract_text())
        self.assertNotIn("Lato", str(page["/Resources"]))
        # as Odoo prints them
        with WAYS[0](self.env):
            plain = self.reports._render_qweb_pdf(LABEL_REPORT, lots.ids)[0]
        self.assertGreater(len(plain), 2 * len(pdf))

    # AB-19: the barcode of a product with a reference keeps away from the text
    def test_picture(self):
        self.widget.default_code = "ACME-W"
        lots = self.make_produced(self.widget, 5)
        lots |= self.make_produced(self.cheese, 40)
        lots |= self.make_order(self.widget, 2).prealloc_lot_ids
        sheet = self.print_sheet(lots)
        rows, columns = self.bands(sheet, True), self.bands(sheet, False)
        self.assertEqual((len(rows), len(columns)), (2, 4))
        (top, bottom), (left, right) = rows[0], columns[0]
        inside = sheet.crop((left + 8, top + 8, right - 8, bottom - 8))
        *lines, barcode = self.bands(inside, True)
        # ascenders and brackets may touch the line above, bars touch nothing
        self.assertGreater(barcode[0] - lines[-1][1], 5)
        self.assertGreater(barcode[1] - barcode[0], 30)
        self.save_picture(
            sheet.crop((left - 40, top - 40, columns[-1][1] + 40, rows[-1][1] + 40))
        )
        # SC-5: and a scanner reads all of them
        sheet = self.print_sheet(lots, 600)
        self.assertEqual(
            [
                self.scan(sheet.crop((left + 16, top + 16, right - 16, bottom - 16)))
                for top, bottom in self.bands(sheet, True)
                for left, right in self.bands(sheet, False)
            ][: len(lots)],
            lots.mapped("name"),
        )

    def save_picture(self, picture):
        """Keep the sheet beside the screenshots of the browser, to be looked at."""
        folder = config["screenshots"]
        if folder:
            os.makedirs(folder, exist_ok=True)
            picture.save(os.path.join(folder, "label.png"))


@tagged("post_install", "-at_install")
class TestLabelTours(PictureMixin, PreallocMixin, HttpCase):
    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        self.widget = self.make_product(
            "Tour Widget",
            "serial",
            lot_number_format_id=self.make_format("TOUR-{00000}").id,
        )
        self.cheese = self.make_product(
            "Tour Cheese",
            "lot",
            lot_number_format_id=self.make_format("TOUR-LOT-{00000}").id,
        )
        screw = self.make_product("Tour Screw")
        self.put_in_stock(screw, 1000)
        for product in (self.widget, self.cheese):
            self.make_bom(product, [(screw, 1)])

    def tour(self, name, order):
        self.start_tour(
            f"/odoo/mrp.production/{order.id}", name, login=self.worker.login
        )
        self.env.invalidate_all()

    # AB-19: discarded, the form is that of the done order
    def test_discard(self):
        order = self.make_order(self.cheese, 3, user=self.worker, confirm=True)
        self.tour("lot_label_discard", order)
        self.assertEqual(order.state, "done")
        self.assertFalse(order.lot_producing_ids.is_label_printed)

    # AB-19
    def test_print(self):
        order = self.make_order(self.cheese, 3, user=self.worker, confirm=True)
        self.tour("lot_label_print", order)
        self.assertEqual(order.state, "done")
        self.assertTrue(order.lot_producing_ids.is_label_printed)

    # AB-19: above the rest of the order, which Odoo shows after a part
    def test_part(self):
        order = self.make_order(self.widget, 5, user=self.worker, confirm=True)
        self.tour("lot_label_part", order)
        self.assertEqual(order.state, "done")
        self.assertEqual(len(order.lot_producing_ids), 2)
        self.assertTrue(all(order.lot_producing_ids.mapped("is_label_printed")))
        rest = self.backorders_of(order)
        self.assertFalse(any(rest.prealloc_lot_ids.mapped("is_label_printed")))

    # AB-19 OD-9: asked for the lot first
    def test_after_the_question(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.cheese, 3, user=self.worker, confirm=True)
        self.tour("lot_label_after_question", order)
        self.assertEqual(order.state, "done")
