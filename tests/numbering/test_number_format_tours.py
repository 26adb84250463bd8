"""What a person sees of formats that warn, and of an order that lacks numbers."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin


@tagged("post_install", "-at_install")
class TestNumberFormatTours(PictureMixin, PreallocMixin, HttpCase):
    # AB-5, OD-7
    def test_format_warnings(self):
        self.make_format("TWIN-{IYY}{WW}-{000}")
        self.start_tour(
            "/odoo/action-lot_prealloc.action_lot_number_format/new",
            "lot_prealloc_format_warnings",
            login=self.inventory_manager.login,
        )

    # PF-2, section 10
    def test_number_obstacle(self):
        product = self.make_product("Nameless", "serial")
        product.lot_number_format_id = self.make_format("{SKU}-{000}")
        order = self.make_order(product, 2, user=self.worker, confirm=True)
        self.start_tour(
            f"/odoo/mrp.production/{order.id}",
            "lot_prealloc_number_obstacle",
            login=self.worker.login,
        )
