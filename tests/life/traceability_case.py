"""Numbers in every state, for the screens that show them."""

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

    def make_delivery(self, *demands, **vals):
        """:return: a delivery, of a widget unless given, reserved or done"""
        return super().make_delivery(
            *demands or [(self.widget, 1)],
            **{"partner_id": self.customer.id, "assign": True, **vals},
        )

    def take_back(self, delivery, quantity=1):
        """:return: the transfer in which the customer brings units back"""
        back = self.make_return(delivery, quantity)
        back.button_validate()
        self.assertEqual(back.state, "done")
        return back

    def make_every_state(self):
        """One returned, two shipped, three allocated, four available, two held."""
        self.produced = self.produce(10)
        self.shipped = self.make_delivery((self.widget, 3), validate=True)
        self.take_back(self.shipped)
        self.reserved = self.make_delivery((self.widget, 3))
        self.holding = self.make_order(self.widget, 2, user=self.worker, confirm=True)
