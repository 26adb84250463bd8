"""The state of a number follows the ledger: reserved, released (AB-13)."""

from odoo import Command
from odoo.tests import tagged

from .life_case import LifeCase


class ReservedFlows:
    """For one serial as for all of a lot."""

    def assert_released(self, release):
        """A delivery that has reserved the number gives it back."""
        lot = self.new_number()
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_life(lot, "allocated", allocated=self.quantity)
        release(delivery)
        self.assert_life(lot, "available", available=self.quantity)

    def test_unreserve(self):
        # AB-13
        self.assert_released(lambda delivery: delivery.do_unreserve())

    def test_cancelled_delivery(self):
        # AB-13
        self.assert_released(lambda delivery: delivery.action_cancel())

    def test_deleted_delivery(self):
        # AB-13
        def delete(delivery):
            delivery.action_cancel()
            delivery.with_user(self.inventory_manager).unlink()

        self.assert_released(delete)

    def test_deleted_line(self):
        # AB-13
        self.assert_released(lambda delivery: delivery.move_line_ids.unlink())

    def test_line_of_nothing(self):
        # AB-13
        def empty(delivery):
            delivery.move_line_ids.quantity = 0

        self.assert_released(empty)

    def test_demand_of_nothing(self):
        # AB-13
        def empty(delivery):
            delivery.move_ids.quantity = 0

        self.assert_released(empty)

    def test_cancelled_move(self):
        # AB-13
        self.assert_released(lambda delivery: delivery.move_ids._action_cancel())

    def test_delivery_that_stays_here_after_all(self):
        # AB-13: what was to leave is moved within the stock
        def redirect(delivery):
            delivery.move_line_ids.location_dest_id = self.shelf
            delivery.move_ids.location_dest_id = self.shelf

        self.assert_released(redirect)

    def test_another_number_is_chosen(self):
        # AB-13
        lot, other = self.new_number(), self.new_number()
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_life(lot, "allocated")
        self.later()
        delivery.move_line_ids.lot_id = other
        self.assert_life(lot, "available", available=self.quantity)
        self.assert_life(other, "allocated", allocated=self.quantity)

    def test_sales_order(self):
        # AB-13 AB-14
        lot = self.new_number()
        order = self.sell()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order._action_cancel()
        self.assert_life(lot, "available", available=self.quantity)
        order = self.sell()
        self.validate(order.picking_ids)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        order._action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def sell(self):
        self.later()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": self.quantity,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def test_draft_delivery_with_a_number(self):
        # AB-13: Odoo reserves what is entered before the delivery is confirmed
        lot = self.new_number()
        delivery = self.make_delivery((self.product, self.quantity))
        draft = delivery.copy()
        delivery.action_cancel()
        self.choose(draft, {lot: self.quantity})
        self.assert_ledger(lot)
        draft.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)


@tagged("post_install", "-at_install")
class TestReservedSerial(ReservedFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestReservedLot(ReservedFlows, LifeCase):
    tracking = "lot"
    quantity = 5
