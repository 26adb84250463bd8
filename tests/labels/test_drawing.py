"""Barcodes are drawn as vectors, and a report waits for nothing (SC-5)."""

import random
import re
import string

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.base.models import ir_actions_report

from ..bulk.bulk_case import WAYS
from ..common import PreallocCase
from .barcodes import decode_edges, get_edges, open_picture, read_drawing, read_sheet
from .label_case import LABEL_REPORT, ZPL_REPORT, LabelMixin
from .test_reports import ORDER_REPORT

STYLE = "width:100%; height:35%"
MODULES = 44  # of a side of the DataMatrix that reportlab draws
FEW, MANY = 10, 40


@tagged("post_install", "-at_install")
class TestDrawing(LabelMixin, PreallocCase):
    """A drawing is the picture that Odoo makes, without its grain."""

    def draw_all(self, values, **options):
        """:return: list of ``lxml`` elements: the values' barcodes, as on labels"""
        order = self.make_order(self.cheese)
        view = self.extend(
            "<i t-foreach='refs' t-as='ref' t-out='ref' t-options='options'/>"
        )
        sheet = self.env["ir.actions.report"]._render_qweb_html(
            LABEL_REPORT,
            order.prealloc_lot_ids.ids,
            {
                "refs": values,
                "options": {"widget": "barcode", "img_style": STYLE, **options},
            },
        )[0]
        view.unlink()
        return html.fromstring(sheet).xpath("//i/*")

    def draw(self, value, **options):
        [element] = self.draw_all([value], **options)
        return element

    def draw_both(self, values, **options):
        """:return: of each value bars, and the picture of the same barcode"""
        drawings = self.draw_all(values, **options)
        with WAYS[0](self.env):
            pictures = self.draw_all(values, **options)
        for value, drawing, picture in zip(values, drawings, pictures, strict=True):
            self.assertEqual(drawing.tag, "svg")
            self.assertEqual(drawing.get("aria-label"), f"Barcode {value}")
            self.assertEqual(drawing.get("style"), STYLE)
            self.assertEqual(picture.tag, "img")
            yield drawing, open_picture(picture)

    def extend(self, content):
        """Add to the sheet of labels what another addon would."""
        return self.env["ir.ui.view"].create(
            {
                "name": "Another addon's",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref("stock.report_lot_label").id,
                "arch": f"""<xpath expr="//t[@t-set='nRows']" position="before">
                    {content}</xpath>""",
            }
        )

    # SC-5: whatever is in a number
    def test_code128(self):
        chance = random.Random(13)
        characters = string.ascii_letters + string.digits + string.punctuation + " "
        values = [
            "A",
            "12",
            "00123456",
            "ACME-26-00143",
            "a1B2c3",
            "7" * 21,
            characters,
        ]
        values += ["".join(chance.choices(characters, k=k)) for k in range(1, 12)]
        for quiet in (0, 1):
            drawn = self.draw_both(values, quiet=quiet, width=10000, height=1)
            for value, (drawing, picture) in zip(values, drawn, strict=True):
                with self.subTest(value=value, quiet=quiet):
                    self.assertSameBars(value, drawing, picture)

    def assertSameBars(self, value, drawing, picture):
        """As high as the picture, and each bar where it is there."""
        _x, _y, width, height = map(float, drawing.get("viewbox").split())
        bars = read_drawing(drawing)
        edges = get_edges(bars)
        self.assertEqual(decode_edges(edges), value)
        self.assertEqual({bar[1::2] for bar in bars}, {(0, height)})
        seen = get_edges_of_picture(picture)
        for edge, pixel in zip(edges, seen, strict=True):
            self.assertAlmostEqual(edge / width, pixel / picture.width, delta=2e-4)

    # SC-5
    def test_datamatrix(self):
        value = "010400638133393121ACME-26-00143"
        [[drawing, picture]] = self.draw_both(
            [value], symbology="ECC200DataMatrix", width=440, height=440
        )
        self.assertEqual(drawing.get("viewbox"), f"0 0 {MODULES} {MODULES}")
        drawn = {
            (int(left) + index, int(top))
            for left, top, width, _height in read_drawing(drawing)
            for index in range(int(width))
        }
        seen = {
            (x, y)
            for x in range(MODULES)
            for y in range(MODULES)
            if picture.getpixel((x * 10 + 5, y * 10 + 5)) < 128
        }
        self.assertEqual(drawn, seen)

    # SC-5: what only Odoo's picture has, or needs
    def test_picture_where_a_drawing_would_differ(self):
        for options in (
            {"humanreadable": 1},
            {"symbology": "QR"},
            {"symbology": "EAN13"},
            {"img_class": "w-100"},
            {"img_style": "width:100%"},
            {"img_style": "max-width:9px; line-height:9px"},
            {"img_style": None},
        ):
            with self.subTest(options=options):
                self.assertEqual(self.draw("4006381333931", **options).tag, "img")
        self.assertEqual(self.draw("12", mask="").tag, "svg")

    # SC-5: names are text
    def test_markup_in_a_number(self):
        drawing = self.draw('"><b>&')
        self.assertEqual(drawing.get("aria-label"), 'Barcode "><b>&')


def get_edges_of_picture(picture):
    row = [
        False,
        *(picture.getpixel((x, 0)) < 128 for x in range(picture.width)),
        False,
    ]
    return [x for x in range(len(row) - 1) if row[x] != row[x + 1]]


@tagged("post_install", "-at_install")
class TestDrawnReports(LabelMixin, PreallocCase):
    def setUp(self):
        super().setUp()
        self.few = self.make_order(self.widget, FEW)
        self.many = self.make_order(self.widget, MANY)

    def render_sheet(self, report, records):
        return self.reports._render_qweb_html(report, records.ids)[0].decode()

    def spy_on_printing(self):
        """:return: list, to which the arguments of each run of wkhtmltopdf are added"""
        calls = []
        run = ir_actions_report._run_wkhtmltopdf
        self.patch(
            ir_actions_report,
            "_run_wkhtmltopdf",
            lambda args: calls.append(args) or run(args),
        )
        return calls

    def print_delay(self, report, records):
        """:return: milliseconds that wkhtmltopdf is told to wait"""
        calls = self.spy_on_printing()
        self.reports._render_qweb_pdf(report, records.ids)
        [args] = calls
        return args[args.index("--javascript-delay") + 1]

    # SC-5: nothing is fetched, and no picture is unpacked
    def test_no_pictures(self):
        for report, records, barcodes in (
            (LABEL_REPORT, self.many.prealloc_lot_ids, []),
            (ORDER_REPORT, self.many, [self.many.name]),
        ):
            with self.subTest(report=report):
                sheet = self.render_sheet(report, records)
                self.assertNotIn("<img", sheet)
                self.assertNotIn("/report/barcode", sheet)
                self.assertNotIn("data:image", sheet)
                names = self.many.prealloc_lot_ids.mapped("name")
                read = read_sheet(html.fromstring(sheet))
                self.assertEqual(read[: len(barcodes + names)], barcodes + names)

    # SC-5: numbers are read together, whoever made them
    def test_statements_do_not_grow(self):
        bought = self.env["stock.lot"].create(
            [
                {"name": f"BOUGHT-{index}", "product_id": self.widget.id}
                for index in range(MANY)
            ]
        )
        few, many = self.few, self.many
        for report, few_records, many_records in (
            (LABEL_REPORT, few.prealloc_lot_ids, many.prealloc_lot_ids),
            (LABEL_REPORT, bought[:FEW], bought),
            (ZPL_REPORT, few.prealloc_lot_ids, many.prealloc_lot_ids),
            (ORDER_REPORT, few, many),
        ):
            with self.subTest(report=report):
                counts = [
                    self.count_statements(report, records)
                    for records in (many_records, few_records, many_records)
                ]
                self.assertEqual(counts[1], counts[2])

    def count_statements(self, report, records):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        kind = "text" if report == ZPL_REPORT else "html"
        getattr(self.reports, f"_render_qweb_{kind}")(report, records.ids)
        return self.env.cr.sql_log_count - before

    # SC-5 NO-3: with the settings off, and with the parameter, pictures are Odoo's
    def test_off(self):
        records = self.few.prealloc_lot_ids
        self.assertIn("<svg", self.render_sheet(LABEL_REPORT, records))
        for way in WAYS:
            with self.subTest(way=way), way(self.env):
                self.assertNotIn("<svg", self.render_sheet(LABEL_REPORT, records))
        self.company.lot_prealloc_enabled = False
        sheets = [self.render_sheet(LABEL_REPORT, records)]
        with WAYS[1](self.env):
            sheets.append(self.render_sheet(LABEL_REPORT, records))
        # two pictures of the same barcode differ in what is not seen
        ours, native = (re.sub(r"base64,[^\"]*", "", sheet) for sheet in sheets)
        self.assertEqual(ours, native)

    # SC-5: nobody waits a second for scripts that are not there
    def test_no_delay(self):
        parameters = self.env["ir.config_parameter"].sudo()
        lots = self.few.prealloc_lot_ids
        for report, records in ((LABEL_REPORT, lots), (ORDER_REPORT, self.few)):
            with self.subTest(report=report):
                self.assertEqual(self.print_delay(report, records), "0")
        # whoever has set it, wants it
        parameters.set_param("report.print_delay", "7")
        self.assertEqual(self.print_delay(LABEL_REPORT, lots), "7")
        parameters.set_param("report.print_delay", False)
        with WAYS[0](self.env):
            self.assertEqual(self.print_delay(LABEL_REPORT, lots), "1000")
        self.company.lot_prealloc_enabled = False
        self.assertEqual(self.print_delay(LABEL_REPORT, lots), "1000")

    # SC-5 NO-4: a report of Odoo, and a sheet on which another addon runs a script
    def test_scripts_have_their_time(self):
        transfer = self.make_receipt((self.widget, 1))
        self.assertEqual(
            self.print_delay("stock.action_report_picking", transfer), "1000"
        )
        self.env["ir.ui.view"].create(
            {
                "name": "Another addon's",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref("stock.report_lot_label").id,
                "arch": """<xpath expr="//t[@t-set='nRows']" position="before">
                    <script>document.title = "Labels";</script></xpath>""",
            }
        )
        lots = self.few.prealloc_lot_ids
        self.assertEqual(self.print_delay(LABEL_REPORT, lots), "1000")

    # SC-5 AB-19: what is read at once is read with the rights of who prints
    def test_numbers_of_another_company(self):
        stranger = self.make_user("stranger", "stock.group_stock_user")
        other = self.make_company("Other works")
        stranger.write({"company_ids": other.ids, "company_id": other.id})
        lots = self.few.prealloc_lot_ids
        self.assertEqual(lots.company_id, self.company)
        reports = self.reports.with_user(stranger).with_context(
            allowed_company_ids=other.ids
        )
        for report, kind in ((LABEL_REPORT, "html"), (ZPL_REPORT, "text")):
            self.env.invalidate_all()
            with self.subTest(report=report), self.assertRaises(AccessError):
                getattr(reports, f"_render_qweb_{kind}")(report, lots.ids)
