"""Numbers in every state, for the screens that show them."""

from odoo import Command

from ..common import PreallocMixin


class TraceabilityMixin(PreallocMixin):
    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        number_format = self.make_format("ACME-{0000}")
        self.widget = self.make_product(
            "Acme Widget", "serial", lot_number_format_id=number_format.id
        )
        self.customer = self.env["res.partner"].create({"name": "Customer A"})

    def number(self, counter):
        """:return: ``stock.lot``, the n-th number of the widget"""
        return self.env["stock.lot"].search(
            [("product_id", "=", self.widget.id), ("name", "=", f"ACME-{counter:04}")]
        )

    def produce(self, quantity=1, product=None):
        """:return: a completed order, made by the worker"""
        order = self.make_order(
            product or self.widget, quantity, user=self.worker, confirm=True
        )
        self.complete(order, quantity)
        self.assertEqual(order.state, "done")
        return order

    def make_delivery(self, quantity=1, product=None, validate=False):
        """:return: a delivery, reserved or done by the storekeeper"""
        product = product or self.widget
        delivery = (
            self.env["stock.picking"]
            .with_user(self.storekeeper)
            .create(
                {
                    "partner_id": self.customer.id,
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "location_id": self.stock_location.id,
                    "location_dest_id": self.env.ref(
                        "stock.stock_location_customers"
                    ).id,
                    "move_ids": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": quantity}
                        )
                    ],
                }
            )
        )
        delivery.action_confirm()
        delivery.action_assign()
        if validate:
            delivery.button_validate()
            self.assertEqual(delivery.state, "done")
        return delivery

    def take_back(self, delivery, quantity=1):
        """:return: the transfer in which the customer brings units back"""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.storekeeper)
            .with_context(active_id=delivery.id, active_model="stock.picking")
            .create({"picking_id": delivery.id})
        )
        wizard.product_return_moves.quantity = quantity
        receipt = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        receipt.with_user(self.storekeeper).button_validate()
        self.assertEqual(receipt.state, "done")
        return receipt

    def make_every_state(self):
        """One returned, two shipped, three allocated, four available, two held."""
        self.produced = self.produce(10)
        self.shipped = self.make_delivery(3, validate=True)
        self.take_back(self.shipped)
        self.reserved = self.make_delivery(3)
        self.holding = self.make_order(self.widget, 2, user=self.worker, confirm=True)
