"""The PDF and the spreadsheet of a recall."""

import io
import re

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from .recall_case import RecallCase, RecallMixin


@tagged("post_install", "-at_install")
class TestRecallPapers(RecallCase):
    def setUp(self):
        super().setUp()
        self.make_bikes()
        self.recall = self.make_recall(self.steel_lot, is_mock=True)

    # RC-2
    def test_xlsx(self):
        recall = self.recall.with_user(self.worker)
        book = load_workbook(io.BytesIO(recall._make_xlsx()))
        self.assertEqual(book.sheetnames, ["Recall", "Customers", "Numbers", "Balance"])
        head = dict(book["Recall"].iter_rows(values_only=True))
        self.assertEqual(head["Reference"], recall.name)
        self.assertEqual(head["Mock Recall"], "Yes")
        self.assertEqual(head["Affected Numbers"], "16")
        rows = [*book["Numbers"].iter_rows(values_only=True)]
        self.assertEqual(rows[0][:4], ("State", "Number", "Product", "Quantity"))
        self.assertEqual(
            sorted((row[0], row[1], row[3]) for row in rows[1:]),
            sorted(
                (
                    dict(line._fields["state"].selection)[line.state],
                    line.number,
                    line.quantity,
                )
                for line in recall.line_ids
            ),
        )
        customers = [*book["Customers"].iter_rows(values_only=True)]
        self.assertEqual(
            [row[0] for row in customers], ["Customer", "Nordwind", "Zephyr"]
        )
        self.assertEqual(
            [*book["Balance"].iter_rows(values_only=True, min_row=2)],
            [(self.steel_lot.name, "Steel", "Units", 100, 0, 20, 80, 0, 0, 0)],
        )

    # RC-2
    def test_no_formulas(self):
        """What somebody has typed is a text for the spreadsheet."""
        lot = self.make_lot(self.steel, "=1+1")
        self.receive(lot, 3)
        recall = self.make_recall(lot, reason="=cmd()")
        book = load_workbook(io.BytesIO(recall._make_xlsx()))
        cell = book["Numbers"]["B2"]
        self.assertEqual((cell.value, cell.data_type), ("=1+1", "s"))

    # RC-2
    def test_pdf(self):
        self.deliver(self.bikes[4], partner_id=self.nordwind.id)
        self.recall.action_find()
        self.recall.action_answer()
        reports = self.env["ir.actions.report"].with_user(self.worker)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("lot_prealloc.report_lot_recall", self.recall.ids)
        self.assertEqual(kind, "pdf")
        text = "\n".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        )
        text = re.sub(r"\s+", " ", text)
        for part in (
            "Mock Recall",
            self.recall.name,
            "cracked",
            "Answered in 6 min",
            "Nordwind",
            "nordwind@example.com",
            f"{self.bikes[0].name} … {self.bikes[1].name[-4:]}",
            self.order.name,
            "In Stock",
            "1 new, 1 gone",
        ):
            self.assertIn(part, text)

    # RC-2
    def test_many_numbers_are_told_as_runs(self):
        sections = {
            section["title"]: section["rows"] for section in self.recall._get_sections()
        }
        [row] = [row for row in sections["Shipped"] if row["place"] == "Nordwind"]
        self.assertEqual(
            row["numbers"], f"{self.bikes[0].name} … {self.bikes[1].name[-4:]} (2)"
        )
        self.assertEqual(row["quantity"], "2.00 Units")


@tagged("post_install", "-at_install")
class TestRecallDownload(RecallMixin, PreallocMixin, HttpCase):
    # RC-2 RC-5
    def test_download(self):
        recall = self.make_recall(self.make_steel())
        url = recall.action_download_xlsx()["url"]
        self.password(self.worker)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn(
            recall.name.replace("/", "-"), response.headers["Content-Disposition"]
        )
        book = load_workbook(io.BytesIO(response.content))
        self.assertEqual(book["Numbers"]["B2"].value, "STEEL-1")
        # who may not read it gets nothing
        warehouse, keeper = self.make_other_works()
        for user in (keeper, self.make_portal()):
            self.password(user)
            self.assertIn(self.url_open(url).status_code, (403, 404), user.login)
        self.logout()
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def password(self, user):
        self.authenticate(user.login, user.login)
