"""What is reserved by itself, and what a person chooses (AB-15, AB-16)."""

from collections import Counter

from odoo.tests import Form, tagged

from .reservation_case import ReservationCase


class ReturnedNumbers:
    """A number that a customer has returned is for a person to decide (AB-15)."""

    def test_delivery_does_not_take_it(self):
        # AB-15
        returned = self.new_returned()
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, 2 * self.quantity))
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
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_reserved(delivery, {})

    def test_person_chooses_it(self):
        # AB-15
        returned = self.new_returned()
        fresh = self.new_number()
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, self.quantity))
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
            (self.product, self.quantity), lots={returned: self.quantity}
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
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_reserved(delivery, {returned: self.quantity})
        delivery.do_unreserve()
        self.company.lot_prealloc_enabled = True
        delivery.action_assign()
        self.assert_reserved(delivery, {fresh: self.quantity})

    def test_setting_of_the_company_that_reserves(self):
        # AB-15: another company's setting does not count
        warehouse, keeper = self.make_other_works(lot_prealloc_enabled=False)
        lot = self.new_number()
        self.take_back_in_other_company(lot, warehouse, keeper)
        delivery = self.make_transfer(
            warehouse.out_type_id,
            (self.product, self.quantity),
            source=warehouse.lot_stock_id,
            target=self.customers,
            user=keeper,
        )
        self.assert_reserved(delivery, {lot: self.quantity})
        delivery.do_unreserve()
        warehouse.company_id.lot_prealloc_enabled = True
        self.company.lot_prealloc_enabled = False
        delivery.action_assign()
        self.assert_reserved(delivery, {})

    def take_back_in_other_company(self, lot, warehouse, keeper):
        # a number of all companies, as those from before
        lot.company_id = False
        self.deliver(lot, self.quantity)
        arrival = self.make_transfer(
            warehouse.in_type_id,
            (self.product, self.quantity),
            source=self.customers,
            user=keeper,
        )
        self.choose(arrival, {lot: self.quantity})
        self.validate(arrival)
        self.assert_life(lot, "returned", returned=self.quantity)


@tagged("post_install", "-at_install")
class TestReservationOfSerials(ReturnedNumbers, ReservationCase):
    tracking = "serial"
    quantity = 1

    def test_many_returned_among_many(self):
        # AB-15 AB-16
        lots = self.new_numbers(8)
        self.take_back(
            self.validated(
                self.make_delivery((self.product, 8), lots=dict.fromkeys(lots, 1))
            ),
            lots=dict.fromkeys(lots[::2], 1),
            quantity=4,
        )
        returned = lots[::2]
        self.assertEqual(set(returned.mapped("lifecycle_state")), {"returned"})
        fresh = self.new_numbers(3)
        delivery = self.make_delivery((self.product, 5))
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
            self.warehouse.out_type_id,
            (self.product, 1),
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
        delivery = self.make_delivery((self.product, 10))
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
        delivery = self.make_delivery((self.product, 8))
        self.assert_reserved(delivery, {lot: 6, fresh: 2})
        second = self.make_delivery((self.product, 8))
        self.assert_reserved(second, {fresh: 3})
        self.assert_life(lot, "allocated", allocated=6, returned=4)

    def test_another_lot_and_part_of_one(self):
        # AB-15 AB-16
        fresh = self.new_number(5)
        lot = self.new_returned(10, 4)
        delivery = self.make_delivery((self.product, 8))
        self.assert_reserved(delivery, {fresh: 5, lot: 3})
        second = self.make_delivery((self.product, 8))
        self.assert_reserved(second, {lot: 3})

    def test_parts_of_several_lots(self):
        # AB-15 AB-16: the rest of one comes from the available part of the next
        first = self.new_returned(10, 8)
        second = self.new_returned(10, 5)
        third = self.new_returned(10, 1)
        delivery = self.make_delivery((self.product, 12))
        self.assert_reserved(delivery, {first: 2, second: 5, third: 5})
        rest = self.make_delivery((self.product, 12))
        self.assert_reserved(rest, {third: 4})
        self.assert_ledger(first + second + third)

    def test_parts_before_a_younger_lot(self):
        # AB-16: oldest first, though it is only a part
        first = self.new_returned(10, 8)
        second = self.new_returned(10, 5)
        young = self.new_number(20)
        delivery = self.make_delivery((self.product, 10))
        self.assert_reserved(delivery, {first: 2, second: 5, young: 3})

    def test_part_in_several_places(self):
        # AB-15: the available part is one, wherever it lies
        lot = self.new_number(10)
        self.send_and_return(lot, 4)
        self.validate(self.choose(self.move_to(lot, self.shelf, 5), {lot: 5}))
        delivery = self.make_delivery((self.product, 10))
        self.assert_reserved(delivery, {lot: 6})
        self.assert_life(lot, "allocated", allocated=6, returned=4)

    def test_part_of_a_lot_in_another_place(self):
        # AB-15: a delivery from the shelf takes no more than is available in all
        lot = self.new_number(10)
        self.send_and_return(lot, 4)
        self.validate(self.choose(self.move_to(lot, self.shelf, 5), {lot: 5}))
        first = self.make_delivery((self.product, 3), lots={lot: 3})
        second = self.make_delivery((self.product, 5), source=self.shelf)
        self.assert_reserved(second, {lot: 3})
        self.assert_reserved(first, {lot: 3})
        self.assert_life(lot, "allocated", allocated=6, returned=4)

    def test_person_takes_more_than_is_available(self):
        # AB-15
        lot = self.new_returned(10, 4)
        delivery = self.make_delivery((self.product, 8), lots={lot: 8})
        self.assert_reserved(delivery, {lot: 8})
        self.assert_life(lot, "allocated", allocated=8, returned=2)
        self.assert_reserved(self.make_delivery((self.product, 2)), {})

    def test_typed_quantity_grows(self):
        # AB-15: the line's own lot has more, but a customer returned it
        lot = self.new_returned(10, 4)
        fresh = self.new_number(10)
        delivery = self.make_delivery((self.product, 6))
        self.assert_reserved(delivery, {lot: 6})
        delivery.move_ids.quantity = 8
        self.assert_reserved(delivery, {lot: 6, fresh: 2})

    def test_demand_grows(self):
        # AB-15
        lot = self.new_returned(10, 4)
        fresh = self.new_number(10)
        delivery = self.make_delivery((self.product, 6))
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
            self.warehouse.out_type_id,
            (self.product, 3),
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assert_reserved(delivery, {lot: 30, fresh: 6})
        self.assert_ledger(lot + fresh)

    def test_stock_without_a_lot(self):
        # AB-15: what lies there without a number is as good as ever
        lot = self.new_returned(10, 4)
        self.put_in_stock(self.product, 3, location=self.stock_location)
        delivery = self.make_delivery((self.product, 20))
        self.assertEqual(self.names_reserved(delivery), {lot.name: 6, False: 3})

    def test_several_moves_at_once(self):
        # AB-15: each is content with what the one before has left
        lot = self.new_returned(10, 4)
        fresh = self.new_number(3)
        deliveries = self.env["stock.picking"].concat(
            *(self.make_delivery((self.product, 4)) for _index in range(3))
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
            self.warehouse.out_type_id,
            (self.product, 2),
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assert_reserved(delivery, {lot: 12})
