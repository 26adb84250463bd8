"""The state of a number follows the ledger: delivered (AB-14)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .life_case import LifeCase


class DeliveredFlows:
    """For one serial as for all of a lot."""

    def test_shipped_stays_shipped(self):
        # AB-14
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        with self.assertRaises(UserError):
            delivery.move_ids._action_cancel()
        with self.assertRaises(UserError):
            delivery.with_user(self.inventory_manager).unlink()
        for press in (delivery.do_unreserve, delivery.action_cancel):
            try:
                with self.env.cr.savepoint():
                    press()
            except UserError as error:
                self.assertTrue(str(error))
            self.assert_life(lot, "shipped", shipped=self.quantity)
        self.assertEqual(delivery.state, "done")

    def test_delivery_in_two_steps(self):
        # AB-13 AB-14
        self.warehouse.delivery_steps = "pick_ship"
        lot = self.new_number()
        pick = self.procure(self.product, self.quantity)
        self.assertEqual(len(pick), 1)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(pick)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        ship = self.open_pickings_of(self.product)
        ship.do_unreserve()
        self.assert_life(lot, "available", available=self.quantity)
        ship.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(ship)
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_delivery_in_three_steps(self):
        # AB-13 AB-14
        self.warehouse.delivery_steps = "pick_pack_ship"
        lot = self.new_number()
        self.procure(self.product, self.quantity)
        for _step in range(3):
            [step] = self.open_pickings_of(self.product)
            self.assert_life(lot, "allocated", allocated=self.quantity)
            self.validate(step)
        self.assertFalse(self.open_pickings_of(self.product))
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_cancelled_in_the_middle_of_steps(self):
        # AB-13
        self.warehouse.delivery_steps = "pick_pack_ship"
        lot = self.new_number()
        self.validate(self.procure(self.product, self.quantity))
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.open_pickings_of(self.product).action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    def link_moves(self, *places):
        """:return: moves from place to place, each waiting for the one before"""
        moves = self.env["stock.move"]
        for source, target in zip(places, places[1:], strict=False):
            moves += moves.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": self.quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "picking_type_id": self.warehouse.int_type_id.id,
                    "move_orig_ids": [Command.set(moves[-1:].ids)],
                    "procure_method": "make_to_order" if moves else "make_to_stock",
                    "propagate_cancel": False,
                }
            )
        self.later()
        moves._action_confirm(merge=False)
        moves[0]._action_assign()
        return moves

    def test_chain_that_ends_outside(self):
        # AB-13: moved within the stock, for a delivery
        lot = self.new_number()
        first, last = self.link_moves(self.stock_location, self.shelf, self.customers)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        last._action_cancel()
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(first.state, "assigned")

    def test_chain_whose_far_end_is_cancelled(self):
        # AB-13
        lot = self.new_number()
        bin_location = self.shelf.copy({"name": "Bin"})
        moves = self.link_moves(
            self.stock_location, self.shelf, bin_location, self.customers
        )
        self.assert_life(lot, "allocated", allocated=self.quantity)
        moves[2]._action_cancel()
        self.assertEqual(moves[0].state, "assigned")
        self.assert_life(lot, "available", available=self.quantity)

    def test_chain_whose_far_end_comes_later(self):
        # AB-13
        lot = self.new_number()
        bin_location = self.shelf.copy({"name": "Bin"})
        moves = self.link_moves(self.stock_location, self.shelf, bin_location)
        self.assert_life(lot, "available", available=self.quantity)
        last = moves[1].copy(
            {"location_id": bin_location.id, "location_dest_id": self.customers.id}
        )
        last.move_orig_ids = moves[1]
        self.assert_life(lot, "allocated", allocated=self.quantity)
        last.location_dest_id = self.shelf
        self.assert_life(lot, "available", available=self.quantity)

    def test_chain_that_is_taken_apart(self):
        # AB-13: from either end, in any field
        lot = self.new_number()
        bin_location = self.shelf.copy({"name": "Bin"})
        first, middle, last = self.link_moves(
            self.stock_location, self.shelf, bin_location, self.customers
        )
        for unlink, link in (
            (
                lambda: middle.write({"move_dest_ids": [Command.unlink(last.id)]}),
                lambda: middle.write({"move_dest_ids": [Command.link(last.id)]}),
            ),
            (
                lambda: middle.write({"move_orig_ids": [Command.clear()]}),
                lambda: first.write({"move_dest_ids": [Command.set(middle.ids)]}),
            ),
            (
                lambda: last.write({"location_dest_id": self.shelf.id}),
                lambda: last.write({"location_final_id": self.customers.id}),
            ),
        ):
            unlink()
            self.assert_life(lot, "available", available=self.quantity)
            link()
            self.assert_life(lot, "allocated", allocated=self.quantity)
        self.assertEqual(first.state, "assigned")

    def test_chain_whose_draft_end_is_deleted(self):
        # AB-13
        lot = self.new_number()
        bin_location = self.shelf.copy({"name": "Bin"})
        moves = self.link_moves(self.stock_location, self.shelf, bin_location)
        last = moves[1].copy(
            {
                "location_id": bin_location.id,
                "location_dest_id": self.customers.id,
                "move_orig_ids": [Command.set(moves[1].ids)],
            }
        )
        self.assertEqual(last.state, "draft")
        self.assert_life(lot, "allocated", allocated=self.quantity)
        last.unlink()
        self.assert_life(lot, "available", available=self.quantity)

    def test_chain_whose_end_is_done_with_another_number(self):
        # AB-13: what was to leave with it stays
        lot = self.new_number()
        other = self.new_number()
        self.count(other, 0)
        self.count(other, self.quantity, self.shelf)
        first, last = self.link_moves(self.stock_location, self.shelf, self.customers)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.later()
        last.move_line_ids = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "lot_id": other.id,
                    "quantity": self.quantity,
                    "location_id": self.shelf.id,
                    "location_dest_id": self.customers.id,
                }
            )
        ]
        last.picked = True
        last._action_done()
        self.assert_life(other, "shipped", shipped=self.quantity)
        self.assertEqual(first.state, "assigned")
        self.assert_life(lot, "available", available=self.quantity)

    def test_delivery_of_packages(self):
        # AB-14
        self.warehouse.delivery_steps = "pick_ship"
        lot = self.new_number()
        pick = self.procure(self.product, self.quantity).with_user(self.storekeeper)
        pick.action_put_in_pack()
        self.validate(pick)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        ship = self.open_pickings_of(self.product)
        self.assertTrue(ship.move_line_ids.package_id)
        self.validate(ship)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.take_back(ship)
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_goods_of_an_owner(self):
        # AB-14
        lot = self.new_number(0)
        receipt = self.make_transfer(
            self.warehouse.in_type_id,
            (self.product, self.quantity),
            source=self.suppliers,
            owner_id=self.vendor.id,
        )
        self.choose(receipt, {lot: self.quantity})
        receipt.move_line_ids.owner_id = self.vendor
        self.validate(receipt)
        self.assertEqual(lot.quant_ids.owner_id, self.vendor)
        self.assert_life(lot, "available", available=self.quantity)
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(delivery)
        self.assert_life(lot, "shipped", shipped=self.quantity)


@tagged("post_install", "-at_install")
class TestDeliveredSerial(DeliveredFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestDeliveredLot(DeliveredFlows, LifeCase):
    tracking = "lot"
    quantity = 5
