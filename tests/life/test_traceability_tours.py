"""Where numbers are, in a browser (AB-18, MM-3, MM-4)."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .traceability_case import TraceabilityMixin


@tagged("post_install", "-at_install")
class TestTraceabilityTours(PictureMixin, TraceabilityMixin, HttpCase):
    def tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    # AB-18: a plain stock user, from the menu
    def test_lot_traceability(self):
        self.make_every_state()
        self.tour("inventory", "lot_traceability", self.storekeeper)

    # AB-18
    def test_empty_list(self):
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        self.tour("lot-traceability", "lot_traceability_empty", administrator)

    # AB-18
    def test_product_button(self):
        self.make_every_state()
        self.tour(
            f"product.product/{self.widget.id}", "product_numbers", self.storekeeper
        )

    # AB-18, MM-3, MM-4
    def test_order(self):
        self.make_every_state()
        self.tour(
            f"mrp.production/{self.produced.id}", "order_traceability", self.worker
        )

    # AB-16, AB-18, PF-6: a plain stock user changes a number and validates
    def test_delivery(self):
        self.make_every_state()
        self.tour(
            f"deliveries/{self.reserved.id}", "delivery_numbers", self.storekeeper
        )
        self.assertEqual(self.reserved.state, "done")
        self.assertEqual(
            self.reserved.move_ids.lot_ids,
            self.number(5) + self.number(6) + self.number(9),
        )
        self.assertEqual(self.number(4).lifecycle_state, "available")
        self.assertEqual(self.number(9).lifecycle_state, "shipped")

    # AB-18, UX-5: nobody takes what lies in the gap
    def test_delivery_of_many(self):
        self.produce(15)
        before = self.make_delivery((self.widget, 3))
        self.make_delivery((self.widget, 3))
        before.do_unreserve()
        delivery = self.make_delivery((self.widget, 12))
        self.tour(
            f"deliveries/{delivery.id}", "delivery_many_numbers", self.storekeeper
        )

    # AB-18
    def test_command_palette(self):
        self.make_every_state()
        self.tour("inventory", "command_palette_number", self.storekeeper)

    # AB-18: Discuss, where one lands after the login, has a Ctrl+K of its own
    def test_command_palette_on_landing_page(self):
        self.make_every_state()
        self.tour("discuss", "command_palette_landing_page", self.storekeeper)

    # AB-18: no rights, no question to the server, no error
    def test_command_palette_without_rights(self):
        self.make_every_state()
        nobody = self.make_user("nobody", "base.group_user")
        self.tour(
            "action-base.action_partner_form", "command_palette_no_rights", nobody
        )

    # AB-1
    def test_command_palette_without_tracking(self):
        self.make_every_state()
        with_tracking = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").implied_ids -= with_tracking
        with_tracking.user_ids -= self.storekeeper
        self.tour("inventory", "command_palette_no_rights", self.storekeeper)
