"""The state of a number follows the ledger: the parts of a lot (AB-12)."""

from odoo.tests import tagged

from .life_case import LifeCase


@tagged("post_install", "-at_install")
class TestParts(LifeCase):
    """A lot in several states has the first of them, and a quantity in each (AB-12)."""

    tracking = "lot"
    quantity = 10

    def test_all_states_at_once(self):
        # AB-12
        lot = self.new_number()
        self.scrap(lot, 1)
        self.assert_life(lot, "available", available=9, scrapped=1)
        finished = self.make_product("Machine")
        self.make_bom(finished, [(self.product, 1)])
        order = self.make_order(finished, 1, user=self.worker, confirm=True)
        order.action_assign()
        self.finish(order)
        self.assert_life(lot, "available", available=8, consumed=1, scrapped=1)
        delivery = self.deliver(lot, 3)
        self.take_back(delivery, 2)
        rest = {"shipped": 1, "consumed": 1, "scrapped": 1}
        self.assert_life(lot, "available", available=5, returned=2, **rest)
        self.make_delivery((self.product, 4))
        self.assert_life(lot, "available", available=1, allocated=4, returned=2, **rest)
        self.make_delivery((self.product, 1))
        self.assert_life(lot, "allocated", allocated=5, returned=2, **rest)
        self.count(lot, 2)
        self.assert_ledger(lot)
        for picking in self.open_pickings_of(self.product):
            picking.action_cancel()
        self.assert_life(lot, "returned", returned=2, shipped=1, consumed=1, scrapped=6)

    def test_first_state_with_a_quantity(self):
        # AB-12
        lot = self.new_number()
        self.deliver(lot, 5)
        self.scrap(lot, 3)
        finished = self.make_product("Machine")
        self.make_bom(finished, [(self.product, 2)])
        order = self.make_order(finished, 1, user=self.worker, confirm=True)
        order.action_assign()
        self.assert_life(lot, "allocated", allocated=2, shipped=5, scrapped=3)
        self.finish(order)
        self.assert_life(lot, "shipped", shipped=5, consumed=2, scrapped=3)

    def test_partial_delivery(self):
        # AB-13 AB-14
        lot = self.new_number()
        delivery = self.make_delivery((self.product, 10))
        delivery.move_ids.quantity = 4
        self.assert_life(lot, "available", available=6, allocated=4)
        backorder = self.validate(delivery)
        self.assert_life(lot, "allocated", allocated=6, shipped=4)
        backorder.do_unreserve()
        self.assert_life(lot, "available", available=6, shipped=4)
        backorder.action_assign()
        backorder.move_ids.quantity = 1
        self.validate(backorder, backorder=False)
        self.assert_life(lot, "available", available=5, shipped=5)

    def test_partial_steps(self):
        # AB-13 AB-14
        self.warehouse.delivery_steps = "pick_ship"
        lot = self.new_number()
        pick = self.procure(self.product, 8)
        self.assert_life(lot, "available", available=2, allocated=8)
        pick.move_ids.quantity = 3
        rest = self.validate(pick)
        rest.action_assign()
        self.assert_life(lot, "available", available=2, allocated=8)
        rest.action_cancel()
        self.assert_life(lot, "available", available=7, allocated=3)
        self.validate(self.open_pickings_of(self.product))
        self.assert_life(lot, "available", available=7, shipped=3)

    def test_demand_that_grows_and_shrinks(self):
        # AB-13
        lot = self.new_number()
        delivery = self.make_delivery((self.product, 4))
        for demand in (6, 3, 9):
            self.later()
            delivery.move_ids.product_uom_qty = demand
            delivery.action_assign()
            self.assert_ledger(lot)
        delivery.move_ids.quantity = 2
        self.assert_life(lot, "available", available=8, allocated=2)

    def test_what_leaves_was_available_first(self):
        # AB-15
        lot = self.new_number()
        self.send_and_return(lot, 4)
        self.assert_life(lot, "available", available=6, returned=4)
        self.deliver(lot, 5)
        self.assert_life(lot, "available", available=1, returned=4, shipped=5)
        delivery = self.deliver(lot, 3)
        self.assert_life(lot, "returned", returned=2, shipped=8)
        self.take_back(delivery, 1)
        self.assert_life(lot, "returned", returned=3, shipped=7)

    def test_returned_and_reserved(self):
        # AB-15
        lot = self.new_number()
        self.send_and_return(lot, 4)
        delivery = self.make_delivery((self.product, 8), lots={lot: 8})
        self.assert_life(lot, "allocated", allocated=8, returned=2)
        delivery.do_unreserve()
        self.assert_life(lot, "available", available=6, returned=4)
        self.make_available(lot)
        self.assert_life(lot, "available", available=10)

    def test_made_available_and_returned_again(self):
        # AB-15
        lot = self.new_number()
        self.send_and_return(lot, 4)
        self.make_available(lot)
        self.send_and_return(lot, 3)
        self.assert_life(lot, "available", available=7, returned=3)
        self.make_available(lot)
        self.assert_life(lot, "available", available=10)

    def test_lot_in_several_places(self):
        # AB-12
        lot = self.new_number()
        self.validate(self.move_to(lot, self.shelf, 4))
        self.make_delivery((self.product, 4), source=self.shelf)
        self.assert_life(lot, "available", available=6, allocated=4)
        self.count(lot, 0, self.shelf)
        self.assert_ledger(lot)
        self.count(lot, 7)
        self.assert_ledger(lot)

    def test_negative_in_one_place(self):
        # AB-12: on hand is the sum
        lot = self.new_number()
        delivery = self.make_delivery(
            (self.product, 4), lots={lot: 4}, source=self.shelf
        )
        self.validate(delivery)
        self.assert_life(lot, "available", available=6, shipped=4)
        self.count(lot, 0)
        self.assert_ledger(lot)
        self.count(lot, 0, self.shelf)
        self.assert_ledger(lot)

    def test_other_units_of_measure(self):
        # AB-12
        lot = self.new_number(30)
        delivery = self.make_transfer(
            self.warehouse.out_type_id,
            (self.product, 2),
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assert_life(lot, "available", available=6, allocated=24)
        self.validate(delivery)
        self.assert_life(lot, "available", available=6, shipped=24)
        self.take_back(delivery, 1)
        self.assert_life(lot, "available", available=6, returned=12, shipped=12)

    def test_fractions(self):
        # AB-12: what is left of a sum of tenths is nothing
        lot = self.new_number(0.9)
        for part in (0.1, 0.2, 0.3, 0.3):
            self.deliver(lot, part)
        self.assert_life(lot, "shipped", shipped=0.9)
        lot = self.new_number(0)
        for part in (0.1, 0.2, 0.7):
            self.receive(lot, part)
        delivery = self.make_delivery((self.product, 1))
        self.assert_life(lot, "allocated", allocated=1)
        self.validate(delivery)
        for part in (0.1, 0.2, 0.3, 0.4):
            self.take_back(delivery, part)
        self.assert_life(lot, "returned", returned=1)
        for part in (0.3, 0.7):
            self.scrap(lot, part)
        self.assert_life(lot, "scrapped", scrapped=1)

    def test_owners(self):
        # AB-12: the lot is the sum of what belongs to whom
        lot = self.new_number(4)
        receipt = self.make_transfer(
            self.warehouse.in_type_id, (self.product, 6), source=self.suppliers
        )
        self.choose(receipt, {lot: 6})
        receipt.move_line_ids.owner_id = self.vendor
        self.validate(receipt)
        delivery = self.make_transfer(
            self.warehouse.out_type_id,
            (self.product, 5),
            target=self.customers,
            move_vals={"restrict_partner_id": self.vendor.id},
        )
        self.assert_life(lot, "available", available=5, allocated=5)
        self.validate(delivery)
        self.assert_life(lot, "available", available=5, shipped=5)

    def test_one_lot_of_several_orders(self):
        # AB-10 AB-12
        first = self.make_order(self.product, 2, user=self.worker, confirm=True)
        lot = first.prealloc_lot_ids
        self.finish(first)
        second = self.make_order(self.product, 3, user=self.worker, confirm=True)
        own_number = second.prealloc_lot_ids
        self.assert_life(own_number, "preallocated")
        second.lot_producing_ids = lot
        self.assert_ledger(lot + own_number.exists())
        self.finish(second)
        self.assert_life(lot, "available", available=5)
        self.assertEqual(lot.production_id.id, first.id)

    def test_partial_production(self):
        # AB-12 PF-8
        order = self.make_order(self.product, 6, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.complete(order, 2)
        self.assert_life(lot, "available", available=2)
        self.deliver(lot, 2)
        self.assert_life(lot, "shipped", shipped=2)
        self.finish(self.backorders_of(order))
        self.assert_life(lot, "available", available=4, shipped=2)
        self.assertEqual(lot.production_id.id, order.id)

    def test_unbuild_of_a_part(self):
        # AB-12
        component = self.make_product("Part", "lot")
        part = self.new_number(10, product=component)
        self.make_bom(self.product, [(component, 2)])
        order = self.make_order(self.product, 4, user=self.worker, confirm=True)
        order.action_assign()
        lot = order.prealloc_lot_ids
        self.finish(order)
        self.assert_life(part, "available", available=2, consumed=8)
        self.later()
        self.env["mrp.unbuild"].create(
            {
                "product_id": self.product.id,
                "mo_id": order.id,
                "lot_id": lot.id,
                "product_qty": 1,
            }
        ).action_unbuild()
        self.assert_life(lot, "available", available=3, consumed=1)
        self.assert_life(part, "available", available=4, consumed=6)
