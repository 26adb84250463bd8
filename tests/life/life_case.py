"""What the tests of a number's life share: a number, an order that consumes it."""

from ..common import PreallocCase
from .lifecycle_oracle import LifeMixin


class LifeCase(LifeMixin, PreallocCase):
    """A product of its own for each test, and numbers with ``quantity`` units."""

    tracking = "lot"
    quantity = 5

    def setUp(self):
        super().setUp()
        self.product = self.make_product("Pump", self.tracking)
        self.counter = 0

    def new_number(self, quantity=None, product=None, **vals):
        """:return: a number that was received; 0 for one that is nowhere"""
        self.counter += 1
        product = product or self.product
        lot = self.make_lot(product, f"N-{self.counter}")
        quantity = self.quantity if quantity is None else quantity
        if quantity:
            self.receive(lot, quantity, **vals)
        return lot

    def make_consumer(self, user=None, component=None, quantity=None, **vals):
        """:return: a confirmed order that consumes the product, reserved"""
        self.later()
        finished = self.make_product("Machine")
        self.make_bom(finished, [(component or self.product, self.quantity)])
        order = self.make_order(
            finished, quantity or 1, user=user or self.worker, confirm=True, **vals
        )
        order.action_assign()
        return order

    def finish(self, order):
        self.later()
        self.assertIsNot(self.complete(order), None)
        self.assertEqual(order.state, "done")

    def make_producer(self, **vals):
        return self.make_order(
            self.product, self.quantity, user=self.worker, confirm=True, **vals
        )
