"""Numbers on a phone: cards (UX-14)."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .traceability_case import TraceabilityMixin


@tagged("post_install", "-at_install")
class TestPhoneTours(PictureMixin, TraceabilityMixin, HttpCase):
    browser_size = "390,844"
    touch_enabled = True

    def tour(self, path, name):
        self.make_every_state()
        path = path.format(delivery=self.reserved.id)
        self.start_tour(f"/odoo/{path}", name, login=self.storekeeper.login)

    # UX-14
    def test_lot_traceability(self):
        self.tour("lot-traceability", "traceability_on_a_phone")

    # UX-14: Odoo's own list of lots
    def test_lots(self):
        self.tour("lots", "lots_on_a_phone")

    # UX-14
    def test_delivery(self):
        self.tour("deliveries/{delivery}", "delivery_on_a_phone")
