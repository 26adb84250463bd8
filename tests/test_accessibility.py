"""axe-core finds nothing serious on our screens (UX-14)."""

from odoo.tests import HttpCase, tagged

from .accessibility import AccessibilityMixin
from .life.traceability_case import TraceabilityMixin


@tagged("post_install", "-at_install")
class TestAccessibility(AccessibilityMixin, TraceabilityMixin, HttpCase):
    browser_size = "1366,768"

    def setUp(self):
        super().setUp()
        self.make_every_state()

    def inspect(self, path, name, user):
        self.start_tour(f"/odoo/{path}", f"accessible_{name}", login=user.login)

    # UX-14
    def test_order(self):
        self.inspect(f"mrp.production/{self.holding.id}", "order", self.worker)

    # UX-14
    def test_batch_production(self):
        self.inspect(f"mrp.production/{self.holding.id}", "batch", self.worker)

    # UX-14
    def test_formats(self):
        path = "action-lot_prealloc.action_lot_number_format"
        self.inspect(path, "formats", self.inventory_manager)

    # UX-14
    def test_settings(self):
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        self.inspect(
            "action-stock.action_stock_config_settings", "settings", administrator
        )

    # UX-14
    def test_lot(self):
        self.inspect(f"lots/{self.number(2).id}", "lot", self.storekeeper)

    # UX-14
    def test_lot_traceability(self):
        self.inspect("lot-traceability", "traceability", self.storekeeper)

    # UX-14
    def test_delivery(self):
        self.inspect(f"deliveries/{self.reserved.id}", "delivery", self.storekeeper)


@tagged("post_install", "-at_install")
class TestAccessibilityOfPhone(AccessibilityMixin, TraceabilityMixin, HttpCase):
    browser_size = "390,844"
    touch_enabled = True

    # UX-14
    def test_lot_traceability(self):
        self.make_every_state()
        self.start_tour(
            "/odoo/lot-traceability",
            "accessible_on_a_phone",
            login=self.storekeeper.login,
        )
