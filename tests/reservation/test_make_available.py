"""Returned numbers that a person makes available again (AB-15)."""

from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .reservation_case import ReservationCase


class MakeAvailable:
    """For one serial as for all of a lot."""

    def test_made_available(self):
        # AB-15
        returned = self.new_returned()
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_reserved(delivery, {})
        self.make_available(returned)
        self.assert_life(returned, "available", available=self.quantity)
        delivery.action_assign()
        self.assert_reserved(delivery, {returned: self.quantity})

    def test_only_inventory_managers_make_it_available(self):
        # AB-15: over RPC as well
        returned = self.new_returned()
        for user in (self.storekeeper, self.worker, self.planner):
            # an AccessError is a UserError
            with self.subTest(user.login), self.assertRaises(UserError):
                self.make_available(returned, user)
        self.assert_life(returned, "returned", returned=self.quantity)

    def test_stamp_of_the_button_is_not_written_by_hand(self):
        # AB-15: over RPC the field is as far away as the button
        lot = self.new_number()
        back = self.send_and_return(lot, self.quantity)
        for user in (self.storekeeper, self.worker):
            with suppress(AccessError, UserError), self.env.cr.savepoint():
                back.move_line_ids.with_user(user).write({"is_made_available": True})
                self.env.flush_all()
            self.env.invalidate_all()
            self.assert_life(lot, "returned", returned=self.quantity)

    def test_only_returned_numbers_are_made_available(self):
        # AB-15 10: all or nothing, and the message says which
        returned, fresh = self.new_returned(), self.new_number()
        gone = self.new_number()
        self.deliver(gone, self.quantity)
        for wrong in (fresh, gone, returned + fresh):
            with self.assertRaisesRegex(UserError, (wrong - returned).name):
                self.make_available(wrong)
        self.assert_life(returned, "returned", returned=self.quantity)
        self.make_available(returned)
        with self.assertRaisesRegex(UserError, returned.name):
            self.make_available(returned)

    def test_several_are_made_available(self):
        # AB-15
        lots = self.new_returned() + self.new_returned()
        self.make_available(lots)
        for lot in lots:
            self.assert_life(lot, "available", available=self.quantity)

    def test_manager_of_another_company(self):
        # AB-15 10: cannot touch what he does not see
        other = self.make_company("Other works")
        manager = self.make_user(
            "other_manager",
            "stock.group_stock_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        returned = self.new_returned()
        returned.company_id = self.company
        with self.assertRaises(AccessError):
            self.make_available(returned, manager)
        self.assert_life(returned, "returned", returned=self.quantity)


@tagged("post_install", "-at_install")
class TestSerialMadeAvailable(MakeAvailable, ReservationCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestLotMadeAvailable(MakeAvailable, ReservationCase):
    tracking = "lot"
    quantity = 5
