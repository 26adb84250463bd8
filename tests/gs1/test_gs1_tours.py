"""The dialog of labels, a number and the settings in a browser (GS-1 to GS-3)."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from ..test_languages import GermanMixin
from .gs1_case import Gs1Mixin


@tagged("post_install", "-at_install")
class TestGs1Tours(PictureMixin, Gs1Mixin, HttpCase):
    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        self.widget.lot_number_format_id = self.make_format("TOUR-GS1-{00000}")

    # GS-2 GS-3
    def test_dialog(self):
        order = self.make_order(self.widget, 5, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids.sorted("id")
        self.print_labels(lots[:2], gs1_size="zpl")
        lots[4].sudo().name = "TOUR-GS1-" + "0" * 16
        self.start_tour(
            f"/odoo/mrp.production/{order.id}",
            "gs1_label_dialog",
            login=self.worker.login,
        )
        self.env.invalidate_all()
        self.assertEqual(lots.mapped("label_print_count"), [1, 1, 1, 1, 0])

    # GS-3 OD-10: the dialog takes the place of Batch Production, and gives it back
    def test_batch_production(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        self.start_tour(
            f"/odoo/mrp.production/{order.id}",
            "gs1_batch_labels",
            login=self.worker.login,
        )
        lots = self.env["stock.lot"].search([("product_id", "=", self.widget.id)])
        lots = lots.filtered("is_label_printed")
        self.assertIn("TOUR-GS1-TYPED", lots.mapped("name"))
        self.assertEqual(lots.mapped("label_print_count"), [1, 1])
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"available"})

    # GS-1
    def test_lot_form(self):
        lot = self.make_produced(self.widget)
        self.start_tour(
            f"/odoo/lots/{lot.id}", "gs1_lot_form", login=self.storekeeper.login
        )

    # GS-1
    def test_settings(self):
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        self.start_tour("/odoo/settings", "gs1_settings", login=administrator.login)
        self.assertEqual(self.company.gs1_resolver, "https://trace.example.com")


@tagged("post_install", "-at_install")
class TestGermanLabels(GermanMixin, PictureMixin, Gs1Mixin, HttpCase):
    # UX-15
    def test_dialog(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        order.prealloc_lot_ids[0].sudo().name = "0" * 25
        self.look(f"mrp.production/{order.id}", "gs1_labels", self.worker)
