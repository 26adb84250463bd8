"""Why a transfer waits, and where the parts of a lot are, in a browser."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .traceability_case import TraceabilityMixin


@tagged("post_install", "-at_install")
class TestPlacesTours(PictureMixin, TraceabilityMixin, HttpCase):
    def tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    def make_waiting_delivery(self):
        """:return: a delivery of one; two are here, both returned"""
        self.produce(2)
        self.take_back(self.make_delivery((self.widget, 2), validate=True), 2)
        return self.make_delivery((self.widget, 1))

    # AB-15
    def test_manager_makes_a_number_available(self):
        delivery = self.make_waiting_delivery()
        self.tour(
            f"deliveries/{delivery.id}",
            "delivery_waits_manager",
            self.inventory_manager,
        )
        self.assertEqual(delivery.move_line_ids.lot_id, self.number(1))
        self.assertEqual(self.number(2).lifecycle_state, "returned")

    # AB-15
    def test_storekeeper_reads_why(self):
        delivery = self.make_waiting_delivery()
        self.tour(
            f"deliveries/{delivery.id}", "delivery_waits_storekeeper", self.storekeeper
        )

    # AB-15
    def test_forecast(self):
        self.make_waiting_delivery()
        self.tour(
            f"product.product/{self.widget.id}", "forecast_withheld", self.storekeeper
        )

    # AB-15
    def test_receipt_of_a_number_that_is_with_a_customer(self):
        self.produce()
        self.make_delivery(validate=True)
        receipt = self.make_receipt((self.widget, 1))
        receipt.move_line_ids.lot_name = "ACME-0001"
        self.tour(
            f"receipts/{receipt.id}", "receipt_of_shipped_number", self.storekeeper
        )

    # AB-18
    def test_places(self):
        cheese = self.make_product("Traced Cheese", "lot")
        lot = self.make_lot(cheese, "CHEESE-1", 60)
        self.make_lot(cheese, "CHEESE-2", 5)
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.warehouse.view_location_id.id}
        )
        self.put_in_stock(cheese, 20, lot)
        self.make_delivery((cheese, 20), validate=True)
        self.put_in_stock(cheese, 20, lot, shelf)
        self.tour("lot-traceability", "lot_places", self.storekeeper)
