"""Recalls in a browser: an inventory manager answers one, a storekeeper reads it."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin
from .recall_case import RecallMixin


@tagged("post_install", "-at_install")
class TestRecallTours(PictureMixin, RecallMixin, PreallocMixin, HttpCase):
    # RC-2 RC-4
    def test_manager(self):
        self.make_bikes()
        self.start_tour(
            f"/odoo/lots/{self.steel_lot.id}",
            "lot_recall_manager",
            login=self.inventory_manager.login,
        )
        recall = self.env["lot.recall"].search([])
        self.assertEqual((recall.state, recall.is_mock), ("closed", False))
        self.assertEqual(
            recall.customer_ids.filtered("told_date").partner_id, self.nordwind
        )

    # RC-5
    def test_reader(self):
        self.make_bikes()
        self.make_recall(self.steel_lot)
        self.start_tour(
            "/odoo/inventory", "lot_recall_reader", login=self.storekeeper.login
        )

    # RC-3
    def test_hold_all(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        self.start_tour(
            f"/odoo/recalls/{recall.id}",
            "lot_recall_hold",
            login=self.inventory_manager.login,
        )
        self.assertEqual(self.plates.hold_processes, "all")

    # RC-2
    def test_empty(self):
        self.start_tour(
            "/odoo/recalls", "lot_recall_empty", login=self.storekeeper.login
        )


@tagged("post_install", "-at_install")
class TestRecallOnAPhone(PictureMixin, RecallMixin, PreallocMixin, HttpCase):
    browser_size = "390,844"
    touch_enabled = True

    # RC-2 UX-14
    def test_reader(self):
        self.make_bikes()
        self.make_recall(self.steel_lot)
        self.start_tour(
            "/odoo/recalls", "lot_recall_phone", login=self.storekeeper.login
        )
