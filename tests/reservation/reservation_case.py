"""What the tests of reservation share: numbers, and what is reserved of them."""

from ..common import PreallocCase
from ..life.lifecycle_oracle import LifeMixin


class ReservationCase(LifeMixin, PreallocCase):
    tracking = "serial"
    quantity = 1

    def setUp(self):
        super().setUp()
        self.product = self.make_product("Pump", self.tracking)
        self.counter = 0

    def new_number(self, quantity=None, **vals):
        """:return: a number received a day after the one before"""
        self.counter += 1
        self.later(days=1)
        lot = self.make_lot(self.product, f"N-{self.counter}")
        self.receive(lot, quantity or self.quantity, **vals)
        return lot

    def new_numbers(self, count):
        return self.env["stock.lot"].concat(
            *(self.new_number() for _index in range(count))
        )

    def new_returned(self, quantity=None, returned=None):
        """:return: a number, all or part of which has come back"""
        lot = self.new_number(quantity)
        self.send_and_return(lot, returned or quantity or self.quantity)
        return lot

    def use_strategy(self, method):
        self.product.categ_id = self.env["product.category"].create(
            {
                "name": method,
                "removal_strategy_id": self.env["product.removal"]
                .search([("method", "=", method)])
                .id,
            }
        )

    def assert_reserved(self, picking, quantities):
        """:param quantities: ``{lot: quantity}``"""
        self.assertEqual(
            self.names_reserved(picking),
            {lot.name: quantity for lot, quantity in quantities.items()},
        )
        for quant in self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "internal"),
            ]
        ):
            self.assertGreaterEqual(quant.reserved_quantity, 0)
            self.assertLessEqual(quant.reserved_quantity, quant.quantity)

    def make_machine_order(self, quantity=1, user=None, per_unit=None, **vals):
        """:return: a confirmed order that wants the product as a component"""
        machine = self.make_product("Machine")
        self.make_bom(machine, [(self.product, per_unit or self.quantity)])
        return self.make_order(
            machine, quantity, user=user or self.worker, confirm=True, **vals
        )

    def reserved_by(self, order):
        """:return: ``{lot: quantity}`` of the components of an order"""
        return {
            line.lot_id: line.quantity_product_uom
            for line in order.move_raw_ids.move_line_ids
            if line.quantity
        }
