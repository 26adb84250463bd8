"""Numbers named on the demand, in a browser (MM-9)."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin
from .test_demand_lots import DemandMixin


@tagged("post_install", "-at_install")
class TestDemandLotsTours(PictureMixin, DemandMixin, PreallocMixin, HttpCase):
    def tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    # MM-9: a plain stock user names a new number on a draft, and validates
    def test_receipt(self):
        receipt = self.make_receipt((self.milk, 40, self.env["stock.lot"]))
        self.tour(f"receipts/{receipt.id}", "named_receipt", self.storekeeper)
        self.assertEqual(self.lines(receipt), [("VENDOR-7", 40)])
        self.assertEqual(receipt.state, "done")

    # MM-9: a plain Manufacturing user names a component, and produces all
    def test_component(self):
        _old, new = self.make_lots(self.milk, "OLD", "NEW", quantity=50)
        order = self.make_order_of(self.milk, 5, new.browse())
        self.tour(f"mrp.production/{order.id}", "named_component", self.worker)
        self.assertEqual(self.lines(order), [("NEW", 5)])
        self.assertEqual(order.state, "done")
