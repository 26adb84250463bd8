"""What is reserved by itself, and what a person chooses (AB-15, AB-16)."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from ..database_case import SharedDatabaseCase
from ..life.lifecycle_oracle import LifeMixin, derive, read_stored


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


class ReturnedNumbers:
    """A number that a customer has returned is for a person to decide (AB-15)."""

    def test_delivery_does_not_take_it(self):
        # AB-15
        returned = self.new_returned()
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {})
        self.assertEqual(delivery.state, "confirmed")
        for check_availability in (
            delivery.action_assign,
            delivery.with_user(self.inventory_manager).action_assign,
            self.env["stock.rule"].run_scheduler,
        ):
            check_availability()
            self.assert_reserved(delivery, {})
        # a receipt reserves for what waits
        fresh = self.new_number()
        self.env["stock.rule"].run_scheduler()
        self.assert_reserved(delivery, {fresh: self.quantity})
        self.assert_ledger(returned + fresh)

    def test_it_is_skipped_though_it_is_the_oldest(self):
        # AB-15 AB-16
        self.new_returned()
        fresh = self.new_numbers(2)
        delivery = self.make_delivery(self.product, 2 * self.quantity)
        self.assert_reserved(delivery, dict.fromkeys(fresh, self.quantity))

    def test_order_does_not_take_it(self):
        # AB-15
        self.new_returned()
        order = self.make_machine_order()
        order.action_assign()
        self.assertFalse(self.reserved_by(order))
        fresh = self.new_number()
        order.action_assign()
        self.assertEqual(self.reserved_by(order), {fresh: self.quantity})

    def test_quantity_typed_on_a_delivery(self):
        # AB-15
        returned = self.new_returned()
        fresh = self.new_number()
        delivery = self.make_delivery(self.product, self.quantity)
        delivery.do_unreserve()
        with Form(delivery) as form:
            with form.move_ids.edit(0) as line:
                line.quantity = self.quantity
        self.assert_reserved(delivery, {fresh: self.quantity})
        delivery.move_ids.quantity = 2 * self.quantity
        self.assertNotIn(returned.name, self.names_reserved(delivery))

    def test_quantity_produced_without_reservation(self):
        # AB-15
        self.new_returned()
        fresh = self.new_number()
        order = self.make_machine_order()
        with Form(order) as form:
            form.qty_producing = 1
        self.assertEqual(self.reserved_by(order), {fresh: self.quantity})

    def test_components_picked_for_an_order(self):
        # AB-15
        self.warehouse.manufacture_steps = "pbm"
        self.new_returned()
        fresh = self.new_number()
        order = self.make_machine_order()
        pick = order.sudo().picking_ids
        pick.action_assign()
        self.assert_reserved(pick, {fresh: self.quantity})

    def test_internal_transfer_does_not_take_it(self):
        # AB-15: where it goes is for a person to say as well
        returned = self.new_returned()
        transfer = self.move_to(returned, self.shelf, self.quantity)
        self.assert_reserved(transfer, {})
        self.choose(transfer, {returned: self.quantity})
        self.assert_reserved(transfer, {returned: self.quantity})
        self.validate(transfer)
        self.assert_life(returned, "returned", returned=self.quantity)

    def test_put_away_of_a_return(self):
        # AB-15: what came in is what is put away
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.warehouse.reception_steps = "two_steps"
        self.take_back(delivery)
        for step in self.open_pickings_of(self.product):
            self.assert_reserved(step, {lot: self.quantity})
            self.validate(step)
        self.assert_life(lot, "returned", returned=self.quantity)
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {})

    def test_person_chooses_it(self):
        # AB-15
        returned = self.new_returned()
        fresh = self.new_number()
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {fresh: self.quantity})
        delivery.move_line_ids.lot_id = returned
        self.assert_reserved(delivery, {returned: self.quantity})
        self.assert_life(returned, "allocated", allocated=self.quantity)
        delivery.action_assign()
        self.env["stock.rule"].run_scheduler()
        self.assert_reserved(delivery, {returned: self.quantity})
        self.validate(delivery)
        self.assert_life(returned, "shipped", shipped=self.quantity)
        self.assert_life(fresh, "available", available=self.quantity)

    def test_person_picks_it_from_the_stock(self):
        # AB-15: “Pick From”, by quant
        returned = self.new_returned()
        delivery = self.make_delivery(self.product, self.quantity)
        quant = returned.quant_ids.filtered(lambda q: q.location_id.usage == "internal")
        delivery.env["stock.move.line"].create(
            {
                "move_id": delivery.move_ids.id,
                "picking_id": delivery.id,
                "product_id": self.product.id,
                "quant_id": quant.id,
                "quantity": self.quantity,
            }
        )
        self.assert_reserved(delivery, {returned: self.quantity})

    def test_person_chooses_it_for_a_delivery_in_steps(self):
        # AB-15: what was picked goes on
        self.warehouse.delivery_steps = "pick_ship"
        returned = self.new_returned()
        pick = self.procure(self.product, self.quantity)
        self.assert_reserved(pick, {})
        self.choose(pick, {returned: self.quantity})
        self.validate(pick)
        ship = self.open_pickings_of(self.product)
        self.assert_reserved(ship, {returned: self.quantity})
        ship.do_unreserve()
        ship.action_assign()
        self.assert_reserved(ship, {returned: self.quantity})
        self.validate(ship)
        self.assert_life(returned, "shipped", shipped=self.quantity)

    def test_person_chooses_it_for_an_order(self):
        # AB-15
        returned = self.new_returned()
        order = self.make_machine_order()
        [move] = order.move_raw_ids
        self.env["stock.move.line"].with_user(self.worker).create(
            {
                "move_id": move.id,
                "product_id": self.product.id,
                "lot_id": returned.id,
                "quantity": self.quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": move.location_dest_id.id,
            }
        )
        self.assert_life(returned, "allocated", allocated=self.quantity)
        order.button_mark_done()
        self.assert_life(returned, "consumed", consumed=self.quantity)

    def test_unreserved_it_is_not_taken_again(self):
        # AB-15
        returned = self.new_returned()
        delivery = self.make_delivery(
            self.product, self.quantity, {returned: self.quantity}
        )
        delivery.do_unreserve()
        delivery.action_assign()
        self.assert_reserved(delivery, {})

    def test_exchange_does_not_send_it_again(self):
        # AB-15
        lot = self.new_number()
        delivery = self.procure(self.product, self.quantity)
        self.validate(delivery)
        wizard = self.open_return(delivery)
        action = wizard.action_create_exchanges()
        back = self.env["stock.picking"].browse(action["res_id"])
        exchange = self.open_pickings_of(self.product) - back
        self.validate(back)
        exchange.action_assign()
        self.assert_reserved(exchange, {})
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_settings_off(self):
        # AB-15 AB-1: stock Odoo's behaviour
        self.company.lot_prealloc_enabled = False
        returned = self.new_returned()
        self.assert_life(returned, "returned", returned=self.quantity)
        fresh = self.new_number()
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {returned: self.quantity})
        delivery.do_unreserve()
        self.company.lot_prealloc_enabled = True
        delivery.action_assign()
        self.assert_reserved(delivery, {fresh: self.quantity})

    def test_setting_of_the_company_that_reserves(self):
        # AB-15: another company's setting does not count
        other = self.make_company("Other works", lot_prealloc_enabled=False)
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        keeper = self.make_user(
            "other_keeper",
            "stock.group_stock_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        lot = self.new_number()
        self.take_back_in_other_company(lot, warehouse, keeper)
        delivery = self.make_transfer(
            self.product,
            self.quantity,
            warehouse.out_type_id,
            warehouse.lot_stock_id,
            self.customers,
            user=keeper,
        )
        self.assert_reserved(delivery, {lot: self.quantity})
        delivery.do_unreserve()
        other.lot_prealloc_enabled = True
        self.company.lot_prealloc_enabled = False
        delivery.action_assign()
        self.assert_reserved(delivery, {})

    def take_back_in_other_company(self, lot, warehouse, keeper):
        # a number of all companies, as those from before
        lot.company_id = False
        self.deliver(lot, self.quantity)
        arrival = self.make_transfer(
            self.product,
            self.quantity,
            warehouse.in_type_id,
            self.customers,
            user=keeper,
        )
        self.choose(arrival, {lot: self.quantity})
        self.validate(arrival)
        self.assert_life(lot, "returned", returned=self.quantity)

    # ------------------------------------------------------------------
    # Make Available
    # ------------------------------------------------------------------

    def test_made_available(self):
        # AB-15
        returned = self.new_returned()
        delivery = self.make_delivery(self.product, self.quantity)
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

    # ------------------------------------------------------------------
    # Which one is taken (AB-16)
    # ------------------------------------------------------------------

    def test_oldest_first(self):
        # AB-16: by the date of arrival, not by name or number
        lots = self.new_numbers(3)
        oldest = lots[1]
        oldest.quant_ids.filtered(
            lambda q: q.location_id.usage == "internal"
        ).sudo().in_date = "2029-01-01"
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {oldest: self.quantity})
        second = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(second, {lots[0]: self.quantity})

    def test_reserved_numbers_are_skipped(self):
        # AB-16
        lots = self.new_numbers(3)
        self.make_delivery(self.product, self.quantity, {lots[0]: self.quantity})
        delivery = self.make_delivery(self.product, 2 * self.quantity)
        self.assert_reserved(delivery, dict.fromkeys(lots[1:], self.quantity))

    def test_choice_is_kept(self):
        # AB-16: while the delivery is editable
        lots = self.new_numbers(3)
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {lots[0]: self.quantity})
        delivery.move_line_ids.lot_id = lots[2]
        delivery.move_ids.product_uom_qty = 2 * self.quantity
        delivery.action_assign()
        self.assert_reserved(delivery, dict.fromkeys(lots[0] + lots[2], self.quantity))
        delivery.scheduled_date = "2030-12-24 12:00:00"
        delivery.action_assign()
        self.assert_reserved(delivery, dict.fromkeys(lots[0] + lots[2], self.quantity))
        self.validate(delivery)
        self.assert_life(lots[1], "available", available=self.quantity)

    def test_choice_in_the_form(self):
        # AB-16: the tags of the delivery's line
        if self.tracking != "serial":
            self.skipTest("Odoo offers tags for serials")
        lots = self.new_numbers(3)
        delivery = self.make_delivery(self.product, 2)
        delivery.move_ids.lot_ids = lots[1] + lots[2]
        self.assert_reserved(delivery, dict.fromkeys(lots[1:], 1))
        delivery.action_assign()
        self.assert_reserved(delivery, dict.fromkeys(lots[1:], 1))

    def test_last_in_first_out(self):
        # AB-16: the strategy chosen in Odoo is honoured
        self.use_strategy("lifo")
        lots = self.new_numbers(2)
        self.new_returned()
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {lots[1]: self.quantity})

    def test_closest_location(self):
        # AB-16
        self.use_strategy("closest")
        far, near, back = (
            self.env["stock.location"].create(
                {"name": name, "location_id": self.stock_location.id}
            )
            for name in ("B2", "B1", "B0")
        )
        self.new_number(target=far)
        closest = self.new_number(target=near)
        returned = self.new_number()
        self.send_and_return(returned, self.quantity)
        self.validate(
            self.choose(
                self.move_to(returned, back, self.quantity), {returned: self.quantity}
            )
        )
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {closest: self.quantity})

    def put_in_pack(self, *lots):
        """:return: a package with all there is of the lots"""
        package = self.env["stock.package"].create({})
        for lot in lots:
            quants = lot.quant_ids.filtered(
                lambda q: q.location_id.usage == "internal" and q.quantity
            )
            quants.move_quants(package_dest_id=package)
        return package

    def test_least_packages(self):
        # AB-16 AB-15
        self.use_strategy("least_packages")
        lots = self.new_numbers(4)
        returned = self.new_returned() + self.new_returned()
        self.put_in_pack(lots[0])
        self.put_in_pack(lots[1])
        self.put_in_pack(lots[2], lots[3])
        self.put_in_pack(*returned)
        delivery = self.make_delivery(self.product, 2 * self.quantity)
        self.assert_reserved(delivery, dict.fromkeys(lots[2:], self.quantity))
        for lot in returned:
            self.assert_life(lot, "returned", returned=self.quantity)

    def test_returned_in_a_package(self):
        # AB-15
        returned = self.new_returned()
        self.put_in_pack(returned)
        self.assert_life(returned, "returned", returned=self.quantity)
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_reserved(delivery, {})
        fresh = self.new_number()
        self.put_in_pack(fresh)
        delivery.action_assign()
        self.assert_reserved(delivery, {fresh: self.quantity})

    def test_goods_of_an_owner(self):
        # AB-15 AB-16: each owner's
        own = self.new_number()
        foreign = self.env["stock.lot"]
        for name in ("F-1", "F-2"):
            lot = self.make_lot(self.product, name)
            receipt = self.make_transfer(
                self.product,
                self.quantity,
                self.warehouse.in_type_id,
                self.suppliers,
            )
            self.choose(receipt, {lot: self.quantity})
            receipt.move_line_ids.owner_id = self.vendor
            self.validate(receipt)
            foreign += lot
        delivery = self.make_delivery(self.product, self.quantity)
        self.choose(delivery, {foreign[0]: self.quantity})
        delivery.move_line_ids.owner_id = self.vendor
        self.validate(delivery)
        self.take_back(delivery)
        self.assert_life(foreign[0], "returned", returned=self.quantity)
        delivery = self.make_transfer(
            self.product,
            2 * self.quantity,
            self.warehouse.out_type_id,
            target=self.customers,
            move_vals={"restrict_partner_id": self.vendor.id},
        )
        self.assert_ledger(own + foreign)
        self.assertNotIn(foreign[0].name, self.names_reserved(delivery))
        self.assertIn(foreign[1].name, self.names_reserved(delivery))


@tagged("post_install", "-at_install")
class TestReservationOfSerials(ReturnedNumbers, ReservationCase):
    tracking = "serial"
    quantity = 1

    def test_many_returned_among_many(self):
        # AB-15 AB-16
        lots = self.new_numbers(8)
        self.take_back(
            self.validated(self.make_delivery(self.product, 8, dict.fromkeys(lots, 1))),
            lots=dict.fromkeys(lots[::2], 1),
            quantity=4,
        )
        returned = lots[::2]
        self.assertEqual(set(returned.mapped("lifecycle_state")), {"returned"})
        fresh = self.new_numbers(3)
        delivery = self.make_delivery(self.product, 5)
        self.assert_reserved(delivery, dict.fromkeys(fresh, 1))
        self.assertEqual(delivery.move_ids.state, "partially_available")
        self.assert_ledger(lots + fresh)

    def validated(self, picking):
        self.validate(picking)
        return picking

    def test_serials_in_dozens(self):
        # AB-15: whole dozens of what is available
        self.new_returned()
        fresh = self.new_numbers(12)
        delivery = self.make_transfer(
            self.product,
            1,
            self.warehouse.out_type_id,
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assert_reserved(delivery, dict.fromkeys(fresh, 1))


@tagged("post_install", "-at_install")
class TestReservationOfLots(ReturnedNumbers, ReservationCase):
    tracking = "lot"
    quantity = 5

    def test_part_of_a_lot(self):
        # AB-15: only what is available of it
        lot = self.new_returned(10, 4)
        delivery = self.make_delivery(self.product, 10)
        self.assert_reserved(delivery, {lot: 6})
        self.assert_life(lot, "allocated", allocated=6, returned=4)
        delivery.action_assign()
        self.assert_reserved(delivery, {lot: 6})
        self.make_available(lot)
        delivery.action_assign()
        self.assert_reserved(delivery, {lot: 10})

    def test_part_of_a_lot_and_another_one(self):
        # AB-15 AB-16
        lot = self.new_returned(10, 4)
        fresh = self.new_number(5)
        delivery = self.make_delivery(self.product, 8)
        self.assert_reserved(delivery, {lot: 6, fresh: 2})
        second = self.make_delivery(self.product, 8)
        self.assert_reserved(second, {fresh: 3})
        self.assert_life(lot, "allocated", allocated=6, returned=4)

    def test_another_lot_and_part_of_one(self):
        # AB-15 AB-16
        fresh = self.new_number(5)
        lot = self.new_returned(10, 4)
        delivery = self.make_delivery(self.product, 8)
        self.assert_reserved(delivery, {fresh: 5, lot: 3})
        second = self.make_delivery(self.product, 8)
        self.assert_reserved(second, {lot: 3})

    def test_parts_of_several_lots(self):
        # AB-15 AB-16: the rest of one comes from the available part of the next
        first = self.new_returned(10, 8)
        second = self.new_returned(10, 5)
        third = self.new_returned(10, 1)
        delivery = self.make_delivery(self.product, 12)
        self.assert_reserved(delivery, {first: 2, second: 5, third: 5})
        rest = self.make_delivery(self.product, 12)
        self.assert_reserved(rest, {third: 4})
        self.assert_ledger(first + second + third)

    def test_parts_before_a_younger_lot(self):
        # AB-16: oldest first, though it is only a part
        first = self.new_returned(10, 8)
        second = self.new_returned(10, 5)
        young = self.new_number(20)
        delivery = self.make_delivery(self.product, 10)
        self.assert_reserved(delivery, {first: 2, second: 5, young: 3})

    def test_part_in_several_places(self):
        # AB-15: the available part is one, wherever it lies
        lot = self.new_number(10)
        self.send_and_return(lot, 4)
        self.validate(self.choose(self.move_to(lot, self.shelf, 5), {lot: 5}))
        delivery = self.make_delivery(self.product, 10)
        self.assert_reserved(delivery, {lot: 6})
        self.assert_life(lot, "allocated", allocated=6, returned=4)

    def test_part_of_a_lot_in_another_place(self):
        # AB-15: a delivery from the shelf takes no more than is available in all
        lot = self.new_number(10)
        self.send_and_return(lot, 4)
        self.validate(self.choose(self.move_to(lot, self.shelf, 5), {lot: 5}))
        first = self.make_delivery(self.product, 3, {lot: 3})
        second = self.make_delivery(self.product, 5, source=self.shelf)
        self.assert_reserved(second, {lot: 3})
        self.assert_reserved(first, {lot: 3})
        self.assert_life(lot, "allocated", allocated=6, returned=4)

    def test_person_takes_more_than_is_available(self):
        # AB-15
        lot = self.new_returned(10, 4)
        delivery = self.make_delivery(self.product, 8, {lot: 8})
        self.assert_reserved(delivery, {lot: 8})
        self.assert_life(lot, "allocated", allocated=8, returned=2)
        self.assert_reserved(self.make_delivery(self.product, 2), {})

    def test_typed_quantity_grows(self):
        # AB-15: the line's own lot has more, but a customer returned it
        lot = self.new_returned(10, 4)
        fresh = self.new_number(10)
        delivery = self.make_delivery(self.product, 6)
        self.assert_reserved(delivery, {lot: 6})
        delivery.move_ids.quantity = 8
        self.assert_reserved(delivery, {lot: 6, fresh: 2})

    def test_demand_grows(self):
        # AB-15
        lot = self.new_returned(10, 4)
        fresh = self.new_number(10)
        delivery = self.make_delivery(self.product, 6)
        delivery.move_ids.product_uom_qty = 8
        delivery.action_assign()
        self.assert_reserved(delivery, {lot: 6, fresh: 2})

    def test_produced_quantity_grows(self):
        # AB-15
        lot = self.new_returned(10, 4)
        fresh = self.new_number(10)
        order = self.make_machine_order(2, per_unit=4)
        order.action_assign()
        self.assertEqual(self.reserved_by(order), {lot: 6, fresh: 2})
        with Form(order) as form:
            form.qty_producing = 2
        self.assertEqual(self.reserved_by(order), {lot: 6, fresh: 2})

    def test_dozens(self):
        # AB-15
        lot = self.new_returned(40, 10)
        fresh = self.new_number(12)
        delivery = self.make_transfer(
            self.product,
            3,
            self.warehouse.out_type_id,
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assert_reserved(delivery, {lot: 30, fresh: 6})
        self.assert_ledger(lot + fresh)

    def test_stock_without_a_lot(self):
        # AB-15: what lies there without a number is as good as ever
        lot = self.new_returned(10, 4)
        self.put_in_stock(self.product, 3, location=self.stock_location)
        delivery = self.make_delivery(self.product, 20)
        self.assertEqual(self.names_reserved(delivery), {lot.name: 6, False: 3})

    def test_several_moves_at_once(self):
        # AB-15: each is content with what the one before has left
        lot = self.new_returned(10, 4)
        fresh = self.new_number(3)
        deliveries = self.env["stock.picking"].concat(
            *(self.make_delivery(self.product, 4) for _index in range(3))
        )
        deliveries.do_unreserve()
        deliveries.action_assign()
        reserved = Counter()
        for delivery in deliveries:
            reserved.update(self.names_reserved(delivery))
        self.assertEqual(reserved, {lot.name: 6, fresh.name: 3})

    def test_full_packaging_only(self):
        # AB-16: Odoo's “reserve only full packagings”
        self.product.categ_id = self.env["product.category"].create(
            {"name": "Full", "packaging_reserve_method": "full"}
        )
        lot = self.new_returned(24, 8)
        delivery = self.make_transfer(
            self.product,
            2,
            self.warehouse.out_type_id,
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assert_reserved(delivery, {lot: 12})


@tagged("post_install", "-at_install")
class TestReservationAtOnce(SharedDatabaseCase):
    """Who reserves the last numbers in the same moment as somebody else (AB-16)."""

    def setUp(self):
        super().setUp()
        self.customers = self.env.ref("stock.stock_location_customers")

    def make_deliveries(self, product, quantities):
        deliveries = self.env["stock.picking"].create(
            [
                {
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "location_id": self.stock_location.id,
                    "location_dest_id": self.customers.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "location_id": self.stock_location.id,
                                "location_dest_id": self.customers.id,
                            }
                        )
                    ],
                }
                for quantity in quantities
            ]
        )
        deliveries.action_confirm()
        return deliveries

    def make_stock(self, tracking, total):
        """:return: a product of which so many are there: serials, or one lot"""
        product = self.make_product(f"Last {tracking}", tracking)
        if tracking == "serial":
            for index in range(total):
                self.make_lot(product, f"S-{index}", 1)
        else:
            self.make_lot(product, "L", total)
        return product

    def do_at_once(self, deliveries, button="action_assign"):
        """Everybody has looked before anybody presses the button.

        Who was in the way of others too often, for Odoo to repeat it, presses again.
        """
        self.cr.commit()
        everybody_has_looked = threading.Barrier(len(deliveries))

        def press(env, delivery):
            getattr(env["stock.picking"].browse(delivery.id), button)()

        def work_for(delivery):
            attempts = []

            def work(env):
                env.cr.execute("SELECT 1 FROM stock_quant LIMIT 1")  # the snapshot
                attempts.append(env)
                if len(attempts) == 1:
                    everybody_has_looked.wait(20)
                press(env, delivery)

            self.call(work, self.storekeeper)

        with ThreadPoolExecutor(len(deliveries)) as pool:
            futures = {
                pool.submit(work_for, delivery): delivery for delivery in deliveries
            }
        for future, delivery in futures.items():
            error = future.exception()
            if error:
                self.assertIsInstance(error, psycopg2.OperationalError)
                self.call(
                    lambda env, delivery=delivery: press(env, delivery),
                    self.storekeeper,
                )
        self.refresh()

    def assert_nothing_reserved_twice(self, product, deliveries, total):
        """What is reserved is there, all that is there is reserved where wanted."""
        lines = self.env["stock.move.line"].search(
            [("product_id", "=", product.id), ("picking_id", "in", deliveries.ids)]
        )
        reserved = Counter()
        for line in lines:
            reserved[line.lot_id] += line.quantity_product_uom
        on_hand = Counter()
        for quant in self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id.usage", "=", "internal")]
        ):
            on_hand[quant.lot_id] += quant.quantity
            self.assertGreaterEqual(quant.quantity, quant.reserved_quantity)
        self.assertEqual(sum(on_hand.values()), total)
        for lot, quantity in reserved.items():
            self.assertLessEqual(quantity, on_hand[lot], lot.name)
        for lot in on_hand:
            state = "allocated" if reserved[lot] == on_hand[lot] else "available"
            self.assertEqual(lot.lifecycle_state, state, lot.name)
        return sum(reserved.values())

    def check_round(self, tracking, total, quantities):
        product = self.make_stock(tracking, total)
        deliveries = self.make_deliveries(product, quantities)
        deliveries.do_unreserve()
        self.do_at_once(deliveries)
        reserved = self.assert_nothing_reserved_twice(product, deliveries, total)
        self.assertEqual(reserved, min(total, sum(quantities)))
        return deliveries

    def test_two_want_the_last_serial(self):
        # AB-16
        for _round in range(3):
            deliveries = self.check_round("serial", 1, [1, 1])
            self.assertEqual(set(deliveries.mapped("state")), {"assigned", "confirmed"})

    def test_two_want_the_last_of_a_lot(self):
        # AB-16
        for _round in range(3):
            deliveries = self.check_round("lot", 5, [5, 5])
            self.assertEqual(set(deliveries.mapped("state")), {"assigned", "confirmed"})

    def test_two_share_a_lot(self):
        # AB-16
        self.check_round("lot", 10, [7, 7])

    def test_eight_want_the_last_serials(self):
        # AB-16
        for _round in range(2):
            self.check_round("serial", 10, [2] * 8)

    def test_eight_want_the_last_of_a_lot(self):
        # AB-16
        for _round in range(2):
            self.check_round("lot", 10, [2] * 8)

    def test_enough_for_everybody(self):
        # AB-16
        self.check_round("serial", 16, [2] * 8)

    def test_two_deliver_one_lot_from_two_places(self):
        # AB-12: neither sees what the other takes; the state is right in the end
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock_location.id}
        )
        for button, state in (
            ("action_assign", "allocated"),
            ("button_validate", "shipped"),
        ):
            with self.subTest(button):
                product = self.make_product(f"Spread {button}", "lot")
                lot = self.make_lot(product, "L", 5)
                self.put_in_stock(product, 5, lot, shelf)
                deliveries = self.make_deliveries(product, [5, 5])
                deliveries[1].move_ids.location_id = shelf
                deliveries.action_assign()
                if button == "action_assign":
                    deliveries.do_unreserve()
                self.do_at_once(deliveries, button)
                self.assertEqual(
                    [line.quantity for line in deliveries.move_line_ids], [5, 5]
                )
                self.assertEqual(derive(lot)[lot].state, state)
                self.assertEqual(read_stored(lot)[lot.id]["lifecycle_state"], state)
