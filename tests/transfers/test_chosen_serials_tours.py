"""Choosing finished serials on the order's form, in a browser."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin


@tagged("post_install", "-at_install")
class TestChosenSerialsTour(PreallocMixin, PictureMixin, HttpCase):
    def test_choose(self):
        # PF-7 PF-8: units finish out of order
        product = self.make_product("Engine", "serial")
        product.lot_number_format_id = self.make_format("SHOP-{00}")
        order = self.make_order(product, 5, user=self.worker, confirm=True)
        self.start_tour(
            f"/odoo/action-mrp.mrp_production_action/{order.id}",
            "lot_prealloc_chosen_serials",
            login=self.worker.login,
        )
        self.assertEqual(self.names(order.lot_producing_ids), ["SHOP-02", "SHOP-04"])
        self.assertEqual(order.qty_producing, 2)
        self.assertEqual(len(order.prealloc_lot_ids), 3)
