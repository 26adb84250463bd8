"""What the tests of GS1 labels share: products with a GTIN, the dialog, a scanner."""

import subprocess
import tempfile
from pathlib import Path

import zxingcpp
from biip.gs1_messages import GS1Message
from PIL import Image

from odoo.tests import Form

from ..labels.printing_case import PrintingMixin

# GS1's own example.
GTIN = "09506000134352"
DIALOG = "lot.label.layout"
GS1_GROUP = "stock.group_stock_lot_print_gs1"
DATAMATRIX, GS1_128, QR, PLAIN = "]d2", "]C1", "]Q1", "]C0"
PLAIN_DATAMATRIX = "]d1"


class Gs1Mixin(PrintingMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids += cls.env.ref(GS1_GROUP)
        cls.widget = cls.make_numbered("Acme Widget", "serial", "ACME-{YY}-{00000}")
        cls.widget.barcode = GTIN
        cls.cheese = cls.make_numbered("Gouda Cheese", "lot", "CHZ-{0000}")
        cls.cheese.barcode = "4006381333931"
        cls.bare = cls.make_numbered("Bare Product", "serial", "BARE-{0000}")

    @classmethod
    def make_numbered(cls, name, tracking, pattern, **vals):
        number_format = cls.make_format(pattern)
        return cls.make_product(
            name, tracking, lot_number_format_id=number_format.id, **vals
        )

    def make_numbers(self, product, quantity=1):
        """:return: ``stock.lot``, held by a confirmed order of a plain user"""
        order = self.make_order(product, quantity, user=self.worker, confirm=True)
        return order.prealloc_lot_ids.sorted("id")

    def make_produced(self, product, quantity=1):
        order = self.make_order(product, quantity, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        self.complete(order, quantity)
        self.assertEqual(order.state, "done")
        return lots.sorted("id")

    def open_dialog(self, lots, user=None):
        """:return: ``Form`` of the dialog, as Print Labels opens it"""
        env = self.env(user=user or self.worker)
        return Form.from_action(env, lots.with_env(env).action_print_lot_labels())

    def choose(self, lots, user=None, **vals):
        """:return: the dialog's record, with these choices"""
        dialog = self.open_dialog(lots, user)
        for name, value in vals.items():
            setattr(dialog, name, value)
        return dialog.save()

    def print_labels(self, lots, **vals):
        """:return: what the web client gets to print: a PDF, or text"""
        return self.render(self.choose(lots, **vals).process())

    def scan(self, pdf, resolution=300):
        """Read what is on paper, as a scanner does.

        :return: list of pairs of symbology identifier and text, page by page, in the
            order in which one reads
        """
        found = []
        for picture in take_pictures(pdf, resolution):
            barcodes = zxingcpp.read_barcodes(
                picture, text_mode=zxingcpp.TextMode.Plain, try_rotate=False
            )
            barcodes.sort(key=_get_place)
            found += [(code.symbology_identifier, code.text) for code in barcodes]
        return found

    def parse(self, message):
        """:return: ``{AI: value}``, read by a parser that is not ours"""
        elements = GS1Message.parse(message).element_strings
        self.assertFalse([e.gtin_error for e in elements if e.gtin_error])
        return {element.ai.ai: element.value for element in elements}


def take_pictures(pdf, resolution=300):
    """:return: list of a picture for each page"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "labels.pdf")
        path.write_bytes(pdf)
        subprocess.run(
            ["pdftoppm", "-r", f"{resolution}", "-gray", "-png", path, path], check=True
        )
        return [Image.open(page).copy() for page in sorted(Path(folder).glob("*.png"))]


def _get_place(barcode):
    corner = barcode.position.top_left
    # labels of one row are not cut to the pixel
    return round(corner.y / 50), corner.x
