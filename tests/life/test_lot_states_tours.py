"""Numbers that are nowhere, in a browser (AB-12, AB-17, AB-18)."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .traceability_case import TraceabilityMixin


@tagged("post_install", "-at_install")
class TestLotStatesTours(PictureMixin, TraceabilityMixin, HttpCase):
    # AB-12: a plain stock user
    def test_states(self):
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        self.env["ir.actions.report"]._mark_labels_printed(
            "stock.report_lot_label", order.prealloc_lot_ids.ids
        )
        order.action_cancel()
        self.make_lot(self.widget, "BY-HAND")
        self.start_tour(
            "/odoo/lot-traceability",
            "lot_states",
            login=self.storekeeper.login,
            timeout=180,
        )
