"""Expiration dates on screens and on paper (LN-2, MM-11)."""

import re
from datetime import datetime, timedelta

from lxml import etree, html

from odoo.fields import Datetime
from odoo.tests import Form, HttpCase, tagged

from ..common import PreallocCase
from ..labels.test_reports import ORDER_REPORT, read_pdf
from ..pictures import PictureMixin
from .test_expiry import LASTS, ExpiryMixin

EARLY, LATE, GONE = (
    datetime(2030, 3, 1, 12),
    datetime(2031, 4, 2, 12),
    datetime(2020, 5, 3, 12),
)
to_string = Datetime.to_string


class ExpiryScreensMixin(ExpiryMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fondue = cls.make_product("Fondue")
        cls.bread = cls.make_product("Bread")
        cls.make_bom(cls.fondue, [(cls.cheese, 2), (cls.yogurt, 3), (cls.bread, 1)])
        cls.put_in_stock(cls.bread, 100)

    def put_lots_in_stock(self):
        self.make_lot(self.cheese, "CHZ-A", 1, expiration_date=LATE)
        self.make_lot(self.cheese, "CHZ-B", 9, expiration_date=EARLY)
        for number, date in enumerate((EARLY, LATE, LATE, LATE), 1):
            self.make_lot(self.yogurt, f"YOG-{number}", 1, expiration_date=date)

    def reserved(self, **vals):
        order = self.confirmed(self.fondue, **vals)
        order.action_assign()
        return order


@tagged("post_install", "-at_install")
class TestExpiryForms(ExpiryScreensMixin, PreallocCase):
    def column(self, record, user, lines):
        """:return: the column of the list of these lines, or None"""
        views = record.with_user(user).get_views([(False, "form")])
        arch = etree.fromstring(views["views"]["form"]["arch"])
        found = arch.xpath(
            f"//field[@name='{lines}']/list/field[@name='lot_expiration_date']"
        )
        return found[0] if found else None

    # MM-11: a plain Manufacturing user
    def test_components_of_the_order(self):
        self.put_lots_in_stock()
        order = self.reserved()
        column = self.column(order, self.worker, "move_raw_ids")
        self.assertEqual(column.get("optional"), "show")
        self.assertEqual(column.get("decoration-danger"), "has_expired_lot")
        self.assertEqual(
            column.get("column_invisible"), "not parent.shows_expiration_dates"
        )
        with Form(order) as form:
            self.assertTrue(form.shows_expiration_dates)
            dates = [
                form.move_raw_ids.edit(index).lot_expiration_date for index in range(3)
            ]
        self.assertEqual(dates, [to_string(EARLY), to_string(EARLY), False])

    # MM-11: not for who does not trace
    def test_columns_without_tracking(self):
        order = self.confirmed(self.fondue)
        with_tracking = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").implied_ids -= with_tracking
        with_tracking.user_ids -= self.worker
        self.assertIsNone(self.column(order, self.worker, "move_raw_ids"))

    # LN-2: a plain Inventory user types a date, which becomes that of the lot
    def test_date_typed_on_the_receipt(self):
        receipt = self.make_receipt((self.cheese, 10))
        self.assertIsNotNone(self.column(receipt, self.storekeeper, "move_ids"))
        with Form(receipt) as form:
            self.assertTrue(form.shows_expiration_dates)
            with form.move_ids.edit(0) as line:
                self.assertEqual(
                    line.lot_expiration_date,
                    to_string(receipt.scheduled_date + timedelta(days=LASTS)),
                )
        move = receipt.move_ids
        with Form(move, move.action_show_details()["view_id"]) as details:
            with details.move_line_ids.edit(0) as line:
                line.lot_name = "FROM-VENDOR"
                line.expiration_date = EARLY
        self.assertEqual(move.lot_expiration_date, EARLY)
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(move.lot_ids.name, "FROM-VENDOR")
        self.assertEqual(move.lot_ids.expiration_date, EARLY)


@tagged("post_install", "-at_install")
class TestExpiryOnPaper(ExpiryScreensMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = (
            cls.env["ir.actions.report"]
            .with_user(cls.worker)
            .with_context(force_report_rendering=True)
        )

    def printed(self, records, report):
        """:return: what the report says of each lot that expires"""
        content, _kind = self.reports._render_qweb_html(report, records.ids)
        blocks = html.fromstring(content).xpath("//*[@name='component_expiration']")
        return [re.sub(r"\s+", " ", block.text_content()).strip() for block in blocks]

    # MM-11: lots that expire on one day are one series
    def test_production_order(self):
        self.put_lots_in_stock()
        order = self.reserved()
        lines = [
            "CHZ-B Exp. 03/01/2030",
            "CHZ-A Exp. 04/02/2031",
            "YOG-1 Exp. 03/01/2030",
            "YOG-2 … 3 (2) Exp. 04/02/2031",
        ]
        self.assertEqual(self.printed(order, ORDER_REPORT), lines)
        self.complete(order)
        self.assertEqual(self.printed(order, ORDER_REPORT), lines)

    # MM-11: dates are optional
    def test_lot_without_a_date(self):
        self.make_lot(self.cheese, "UNDATED", 2, expiration_date=False)
        order = self.reserved()
        self.assertEqual(self.printed(order, ORDER_REPORT), ["UNDATED"])

    # MM-11: what is read in a real PDF
    def test_pdf(self):
        self.put_lots_in_stock()
        pdf = self.reports._render_qweb_pdf(ORDER_REPORT, self.reserved().ids)[0]
        (page,) = read_pdf(pdf)
        text = re.sub(r"\s+", " ", page.extract_text())
        self.assertIn("CHZ-B Exp. 03/01/2030", text)
        self.assertIn("(2) Exp. 04/02/2031", text)

    # MM-11: the day where the user is
    def test_time_zone(self):
        self.make_lot(self.cheese, "LATE", 2, expiration_date=datetime(2030, 3, 1, 23))
        order = self.reserved()
        self.worker.tz = "Asia/Tokyo"
        self.assertEqual(self.printed(order, ORDER_REPORT), ["LATE Exp. 03/02/2030"])

    # MM-11: the list by which components are brought to production
    def test_pick_components(self):
        self.warehouse.manufacture_steps = "pbm"
        self.put_lots_in_stock()
        order = self.confirmed(self.fondue)
        [transfer] = order.picking_ids
        transfer.action_assign()
        self.reports = self.reports.with_user(self.storekeeper)
        slip = "stock.action_report_picking"
        self.assertEqual(
            sorted(self.printed(transfer, slip)),
            ["Exp. 03/01/2030"] * 2 + ["Exp. 04/02/2031"] * 3,
        )
        pdf = self.reports._render_qweb_pdf(slip, transfer.ids)[0]
        text = " ".join(page.extract_text() for page in read_pdf(pdf))
        self.assertRegex(re.sub(r"\s+", " ", text), "CHZ-B Exp. 03/01/2030")

    # MM-11: other transfers, and papers with the settings off, are Odoo's
    def test_elsewhere(self):
        self.put_lots_in_stock()
        order = self.reserved()
        delivery = self.make_delivery((self.cheese, 2), user=self.env.user)
        self.assertTrue(delivery.move_line_ids.lot_id)
        self.assertFalse(self.printed(delivery, "stock.action_report_picking"))
        self.company.lot_prealloc_enabled = False
        self.assertFalse(self.printed(order, ORDER_REPORT))


@tagged("post_install", "-at_install")
class TestExpiryTours(PictureMixin, ExpiryScreensMixin, HttpCase):
    # MM-11: one component is fresh, the other is past its date
    def test_components(self):
        self.make_lot(self.cheese, "CHZ-2030", 2, expiration_date=EARLY)
        for number in range(3):
            self.make_lot(self.yogurt, f"YOG-{number}", 1, expiration_date=LATE)
        order = self.reserved()
        self.env["stock.lot"].search([("name", "=", "YOG-0")]).expiration_date = GONE
        self.start_tour(
            f"/odoo/mrp.production/{order.id}",
            "expiry_components",
            login=self.worker.login,
        )

    # LN-2: a plain Inventory user types the date of a new lot
    def test_receipt(self):
        receipt = self.make_receipt((self.cheese, 10), (self.bread, 10))
        self.start_tour(
            f"/odoo/receipts/{receipt.id}",
            "expiry_receipt",
            login=self.storekeeper.login,
        )
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "done")
        lot = receipt.move_ids.lot_ids
        self.assertEqual(lot.name, "VENDOR-7")
        self.assertEqual(lot.expiration_date.date(), EARLY.date())
