"""The state of a number follows the stock ledger (section 6, AB-12 to AB-15).

Each way that a number can go, for a serial and for a lot. After every step the state is
the one expected, and what is stored is what ``lifecycle_oracle`` derives by itself.
"""

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from .lifecycle_oracle import LifeMixin, derive, read_stored


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


class LifeFlows:
    """For one serial as for all of a lot."""

    # ------------------------------------------------------------------
    # Before there is stock
    # ------------------------------------------------------------------

    def make_producer(self, **vals):
        return self.make_order(
            self.product, self.quantity, user=self.worker, confirm=True, **vals
        )

    def test_number_of_nothing(self):
        # AB-12
        self.assert_life(self.new_number(0), "expected")

    def test_preallocated_produced_delivered(self):
        # AB-12 AB-13 AB-14
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.assert_life(lot, "preallocated")
        self.assertEqual(lot.production_id, order.sudo(False))
        self.assertFalse(lot.production_date)
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(lot.production_date, fields.Datetime.now())
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(delivery)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.assertEqual(lot.production_id.id, order.id)

    def test_producing_number_is_preallocated(self):
        # AB-12: Odoo's own field names it
        self.company.lot_prealloc_enabled = False
        order = self.make_producer()
        order.action_generate_serial()
        lot = order.lot_producing_ids
        self.assert_life(lot, "preallocated")
        order.lot_producing_ids = False
        self.assert_life(lot, "expected")
        order.lot_producing_ids = lot
        self.assert_life(lot, "preallocated")
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)

    def test_order_gives_its_number_back(self):
        # AB-12 BX-5: a number that stays, because its label was printed
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        lot.sudo().is_label_printed = True
        order.action_cancel()
        self.assertTrue(lot.exists())
        self.assert_life(lot, "void")

    def test_deleted_order(self):
        # AB-12 BX-5: of a number that stays
        for field in ("prealloc_lot_ids", "lot_producing_ids"):
            with self.subTest(field):
                order = self.make_producer()
                lot = order.prealloc_lot_ids
                lot.sudo().is_label_printed = True
                order.lot_producing_ids = lot if field == "lot_producing_ids" else False
                self.assertEqual(order[field], lot)
                self.assert_life(lot, "preallocated")
                order.action_cancel()
                order.with_user(self.planner).unlink()
                self.assert_life(lot, "void")
                order = self.make_order(self.product, self.quantity)
                order[field] = lot
                self.assert_life(lot, "preallocated")
                order.unlink()
                self.assert_life(lot, "void")

    def test_held_number_that_is_counted(self):
        # AB-12, PF-6: it is not stock yet, there is nothing to count
        lot = self.make_producer().prealloc_lot_ids
        for quantity in (0, self.quantity):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.count(lot, quantity)
            self.assert_life(lot, "preallocated")

    def test_production_date_that_is_corrected(self):
        # AB-12: Odoo redates the lines of the receipt as well
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        lines = order.move_finished_ids.move_line_ids
        order.sudo().move_finished_ids.date = "2030-02-02 10:00:00"
        self.assertEqual(lines.date, fields.Datetime.to_datetime("2030-02-02 10:00:00"))
        self.assert_life(lot, "available")
        self.assertEqual(lot.production_date, lines.date)
        lines.sudo().date = "2030-02-01 10:00:00"
        self.assert_life(lot, "available")

    def test_second_production_of_a_number(self):
        # AB-12 AB-10: the first order is the one that made it
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        first = (lot.production_id, lot.production_date)
        self.unbuild(order, lot, self.quantity)
        self.assert_life(lot, "consumed", consumed=self.quantity)
        second = self.make_producer()
        second.lot_producing_ids = lot
        self.finish(second)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual((lot.production_id, lot.production_date), first)

    # ------------------------------------------------------------------
    # Reserved and released (AB-13)
    # ------------------------------------------------------------------

    def assert_released(self, release):
        """A delivery that has reserved the number gives it back."""
        lot = self.new_number()
        delivery = self.make_delivery(self.product, self.quantity)
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
        delivery = self.make_delivery(self.product, self.quantity)
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
        delivery = self.make_delivery(self.product, self.quantity)
        draft = delivery.copy()
        delivery.action_cancel()
        self.choose(draft, {lot: self.quantity})
        self.assert_ledger(lot)
        draft.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    # ------------------------------------------------------------------
    # Delivered (AB-14)
    # ------------------------------------------------------------------

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
            self.product,
            self.quantity,
            self.warehouse.in_type_id,
            self.suppliers,
            owner_id=self.vendor.id,
        )
        self.choose(receipt, {lot: self.quantity})
        receipt.move_line_ids.owner_id = self.vendor
        self.validate(receipt)
        self.assertEqual(lot.quant_ids.owner_id, self.vendor)
        self.assert_life(lot, "available", available=self.quantity)
        delivery = self.make_delivery(self.product, self.quantity)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(delivery)
        self.assert_life(lot, "shipped", shipped=self.quantity)

    # ------------------------------------------------------------------
    # Returned (AB-15)
    # ------------------------------------------------------------------

    def test_return(self):
        # AB-15
        lot = self.new_number()
        back = self.make_return(self.deliver(lot, self.quantity))
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.validate(back)
        self.assert_life(lot, "returned", returned=self.quantity)
        self.make_available(lot)
        self.assert_life(lot, "available", available=self.quantity)
        self.send_and_return(lot, self.quantity)
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_cancelled_return(self):
        # AB-14 AB-15
        lot = self.new_number()
        back = self.make_return(self.deliver(lot, self.quantity))
        back.action_cancel()
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_return_in_three_steps(self):
        # AB-15
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.warehouse.reception_steps = "three_steps"
        self.validate(self.make_return(delivery))
        self.assert_life(lot, "returned", returned=self.quantity)
        for _step in range(2):
            [step] = self.open_pickings_of(self.product) or [None]
            if not step:
                break
            self.validate(step)
            self.assert_life(lot, "returned", returned=self.quantity)
        self.assertIn(
            lot.quant_ids.filtered(lambda q: q.quantity > 0).location_id,
            self.warehouse.wh_input_stock_loc_id + self.stock_location,
        )

    def test_return_of_a_delivery_in_steps(self):
        # AB-15
        self.warehouse.delivery_steps = "pick_pack_ship"
        lot = self.new_number()
        self.procure(self.product, self.quantity)
        for _step in range(3):
            [step] = self.open_pickings_of(self.product)
            self.validate(step)
        self.take_back(step)
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_return_of_a_pick(self):
        # AB-15: it never left
        self.warehouse.delivery_steps = "pick_ship"
        lot = self.new_number()
        pick = self.procure(self.product, self.quantity)
        self.validate(pick)
        ship = self.open_pickings_of(self.product)
        back = self.make_return(pick)
        self.assert_life(lot, "available", available=self.quantity)
        self.validate(back)
        self.assert_ledger(lot)
        ship.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    def test_return_of_a_return(self):
        # AB-15
        lot = self.new_number()
        back = self.send_and_return(lot, self.quantity)
        again = self.make_return(back)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(again)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.take_back(again)
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_exchange(self):
        # AB-15
        lot = self.new_number()
        delivery = self.procure(self.product, self.quantity)
        self.validate(delivery)
        other = self.new_number()
        wizard = self.open_return(delivery)
        action = wizard.action_create_exchanges()
        back = self.env["stock.picking"].browse(action["res_id"])
        exchange = self.open_pickings_of(self.product) - back
        self.assertTrue(exchange)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        exchange.action_assign()
        self.assert_life(other, "allocated", allocated=self.quantity)
        self.validate(exchange)
        self.assert_life(other, "shipped", shipped=self.quantity)
        self.validate(back)
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_returned_number_goes_on(self):
        # AB-15: chosen, moved, scrapped, counted
        lot = self.new_number()
        self.send_and_return(lot, self.quantity)
        delivery = self.make_delivery(self.product, self.quantity, {lot: self.quantity})
        self.assert_life(lot, "allocated", allocated=self.quantity)
        delivery.do_unreserve()
        self.assert_life(lot, "returned", returned=self.quantity)
        transfer = self.move_to(lot, self.shelf, self.quantity)
        self.choose(transfer, {lot: self.quantity})
        self.assert_life(lot, "returned", returned=self.quantity)
        self.validate(transfer)
        self.assert_life(lot, "returned", returned=self.quantity)
        self.scrap(lot, self.quantity, location_id=self.shelf.id)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)

    def test_returned_number_that_was_lost_and_found(self):
        # AB-15: what is found is not what the customer returned
        lot = self.new_number()
        self.send_and_return(lot, self.quantity)
        self.count(lot, 0)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)
        self.count(lot, self.quantity)
        self.assert_life(lot, "available", available=self.quantity)

    def test_return_without_a_delivery(self):
        # AB-15: received from a customer, whoever delivered it
        lot = self.new_number(0)
        receipt = self.make_transfer(
            self.product, self.quantity, self.warehouse.in_type_id, self.customers
        )
        self.choose(receipt, {lot: self.quantity})
        self.validate(receipt)
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_vendor_return(self):
        # AB-12
        lot = self.new_number(0)
        receipt = self.receive(lot, self.quantity)
        back = self.make_return(receipt)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(back)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.take_back(back)
        self.assert_life(lot, "available", available=self.quantity)

    # ------------------------------------------------------------------
    # Scrapped, counted
    # ------------------------------------------------------------------

    def test_scrap_from_stock(self):
        # AB-12
        lot = self.new_number()
        scrap = self.scrap(lot, self.quantity)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)
        self.count(lot, self.quantity)
        # Odoo counts against the location of its scrap.
        self.assertEqual(scrap.scrap_location_id, self.product.property_stock_inventory)
        self.assert_life(lot, "available", available=self.quantity)

    def test_scrap_in_a_place_of_its_own(self):
        # AB-12: found by counting, and not among the scrap
        lot = self.new_number()
        bin_location = self.env["stock.location"].create(
            {"name": "Bin", "usage": "inventory"}
        )
        self.scrap(lot, self.quantity, scrap_location_id=bin_location.id)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)
        self.count(lot, self.quantity)
        self.assert_life(
            lot, "available", available=self.quantity, scrapped=self.quantity
        )

    def test_scrap_from_a_transfer(self):
        # AB-12: what the delivery had reserved
        lot = self.new_number()
        delivery = self.make_delivery(self.product, self.quantity)
        self.scrap(lot, self.quantity, picking=delivery)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)
        self.assertEqual(self.names_reserved(delivery).get(lot.name, 0), 0)

    def test_scrap_of_a_receipt(self):
        # AB-12
        lot = self.new_number(0)
        receipt = self.receive(lot, self.quantity)
        self.scrap(lot, self.quantity, picking=receipt)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)

    def test_inventory_adjustment(self):
        # AB-12
        lot = self.new_number(0)
        self.count(lot, self.quantity)
        self.assert_life(lot, "available", available=self.quantity)
        self.count(lot, 0)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)
        self.count(lot, self.quantity)
        self.assert_life(lot, "available", available=self.quantity)

    def test_counted_away_while_reserved(self):
        # AB-12: Odoo leaves the reservation, there is nothing for it
        lot = self.new_number()
        delivery = self.make_delivery(self.product, self.quantity)
        self.count(lot, 0)
        self.assert_life(lot, "scrapped", scrapped=self.quantity)
        delivery.do_unreserve()
        self.assert_life(lot, "scrapped", scrapped=self.quantity)

    def test_shipped_number_that_is_counted(self):
        # AB-12 AB-15: it is here, whatever was delivered; of a serial there is but one
        lot = self.new_number()
        self.deliver(lot, self.quantity)
        self.count(lot, self.quantity)
        if self.tracking == "serial":
            self.assert_life(lot, "returned", returned=1)
        else:
            self.assert_life(
                lot, "available", available=self.quantity, shipped=self.quantity
            )

    # ------------------------------------------------------------------
    # Used by orders
    # ------------------------------------------------------------------

    def unbuild(self, order, lot, quantity=1):
        self.later()
        unbuild = self.env["mrp.unbuild"].create(
            {
                "product_id": order.product_id.id,
                "mo_id": order.id,
                "lot_id": lot.id,
                "product_qty": quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": self.stock_location.id,
            }
        )
        unbuild.action_unbuild()
        self.assertEqual(unbuild.state, "done")

    def test_consumed(self):
        # AB-12 AB-13
        lot = self.new_number()
        order = self.make_consumer()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order.do_unreserve()
        self.assert_life(lot, "available", available=self.quantity)
        order.action_assign()
        self.finish(order)
        self.assert_life(lot, "consumed", consumed=self.quantity)

    def test_cancelled_order_releases(self):
        # AB-13
        lot = self.new_number()
        order = self.make_consumer()
        order.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    def test_picked_for_an_order(self):
        # AB-13: components brought to the line first
        self.warehouse.manufacture_steps = "pbm"
        lot = self.new_number()
        order = self.make_consumer()
        [pick] = self.open_pickings_of(self.product)
        pick.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(pick)
        self.assertEqual(
            lot.quant_ids.filtered(lambda q: q.quantity > 0).location_id,
            self.warehouse.pbm_loc_id,
        )
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order.action_assign()
        self.finish(order)
        self.assert_life(lot, "consumed", consumed=self.quantity)

    def test_order_cancelled_before_the_pick(self):
        # AB-13
        self.warehouse.manufacture_steps = "pbm"
        lot = self.new_number()
        order = self.make_consumer()
        [pick] = self.open_pickings_of(self.product)
        pick.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        order.sudo().action_cancel()
        self.assert_ledger(lot)
        pick.action_cancel()
        self.assert_life(lot, "available", available=self.quantity)

    def test_put_away_after_production(self):
        # AB-12: three steps
        self.warehouse.manufacture_steps = "pbm_sam"
        self.make_bom(self.product, [(self.make_product("Screw"), 1)])
        self.put_in_stock(self.product.bom_ids.bom_line_ids.product_id, self.quantity)
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        pick = order.sudo().picking_ids
        pick.action_assign()
        self.validate(pick)
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)
        [store] = self.open_pickings_of(self.product)
        self.assertEqual(self.names_reserved(store), {lot.name: self.quantity})
        self.assert_life(lot, "available", available=self.quantity)
        self.validate(store)
        self.assert_life(lot, "available", available=self.quantity)

    def test_unbuild(self):
        # AB-12
        lot = self.new_number()
        machine = self.make_product("Machine", "serial")
        self.make_bom(machine, [(self.product, self.quantity)])
        order = self.make_order(machine, 1, user=self.worker, confirm=True)
        order.action_assign()
        finished = order.prealloc_lot_ids
        self.finish(order)
        self.assert_life(lot, "consumed", consumed=self.quantity)
        self.assert_life(finished, "available", available=1)
        self.unbuild(order, finished)
        self.assert_life(finished, "consumed", consumed=1)
        self.assert_life(lot, "available", available=self.quantity)

    def test_byproduct(self):
        # AB-12
        main = self.make_product("Main")
        self.make_bom(main, byproducts=[(self.product, self.quantity)])
        order = self.make_order(main, 1, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.assert_life(lot, "preallocated")
        self.finish(order)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(lot.production_id.id, order.id)

    def test_subcontracted(self):
        # AB-12
        self.make_bom(
            self.product,
            [(self.make_product("Blank"), 1)],
            type="subcontract",
            subcontractor_ids=[Command.set(self.vendor.ids)],
        )
        receipt = self.make_transfer(
            self.product,
            self.quantity,
            self.warehouse.in_type_id,
            self.suppliers,
            self.stock_location,
            partner_id=self.vendor.id,
            user=self.worker,
        )
        order = receipt.sudo().move_ids.move_orig_ids.production_id
        lot = order.prealloc_lot_ids
        self.assert_life(lot, "preallocated")
        self.validate(receipt)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertEqual(lot.production_id.bom_id, self.product.bom_ids)

    def test_component_of_a_subcontractor(self):
        # AB-12: at the subcontractor's it is still ours
        self.make_bom(
            blade := self.make_product("Blade"),
            [(self.product, self.quantity)],
            type="subcontract",
            subcontractor_ids=[Command.set(self.vendor.ids)],
        )
        lot = self.new_number()
        self.validate(
            self.move_to(lot, self.company.subcontracting_location_id, self.quantity)
        )
        self.assert_life(lot, "available", available=self.quantity)
        receipt = self.make_transfer(
            blade,
            1,
            self.warehouse.in_type_id,
            self.suppliers,
            self.stock_location,
            partner_id=self.vendor.id,
            user=self.worker,
        )
        receipt.sudo().move_ids.move_orig_ids.production_id.action_assign()
        self.assert_ledger(lot)
        self.validate(receipt)
        self.assert_ledger(lot)

    # ------------------------------------------------------------------
    # Moved
    # ------------------------------------------------------------------

    def test_internal_move(self):
        # AB-12: available, even while the transfer has reserved it
        lot = self.new_number()
        transfer = self.move_to(lot, self.shelf, self.quantity)
        self.assertEqual(self.names_reserved(transfer), {lot.name: self.quantity})
        self.assert_life(lot, "available", available=self.quantity)
        self.validate(transfer)
        self.assert_life(lot, "available", available=self.quantity)

    def test_receipt_in_three_steps(self):
        # AB-12
        self.warehouse.reception_steps = "three_steps"
        lot = self.new_number(0)
        self.receive(lot, self.quantity)
        for _step in range(2):
            self.assert_life(lot, "available", available=self.quantity)
            [step] = self.open_pickings_of(self.product)
            self.assertEqual(self.names_reserved(step), {lot.name: self.quantity})
            self.validate(step)
        self.assert_life(lot, "available", available=self.quantity)
        self.assertFalse(self.open_pickings_of(self.product))

    def test_transit_of_the_company(self):
        # AB-12: between warehouses it is still ours
        lot = self.new_number()
        transit = self.env["stock.location"].create(
            {"name": "Truck", "usage": "transit", "company_id": self.company.id}
        )
        transfer = self.move_to(lot, transit, self.quantity)
        self.assert_life(lot, "available", available=self.quantity)
        self.validate(transfer)
        self.assert_life(lot, "available", available=self.quantity)
        self.make_delivery(self.product, self.quantity, source=transit)
        self.assert_life(lot, "allocated", allocated=self.quantity)

    def test_transit_to_another_company(self):
        # AB-14: it has left; no return, when it comes from there
        lot = self.new_number()
        transit = self.env["stock.location"].create(
            {"name": "Ferry", "usage": "transit", "company_id": False}
        )
        transfer = self.move_to(lot, transit, self.quantity)
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.validate(transfer)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.validate(
            self.choose(
                self.move_to(lot, self.shelf, self.quantity, transit),
                {lot: self.quantity},
            )
        )
        self.assert_life(lot, "available", available=self.quantity)

    def test_packages(self):
        # AB-12
        lot = self.new_number()
        transfer = self.move_to(lot, self.shelf, self.quantity)
        transfer.action_put_in_pack()
        self.validate(transfer)
        self.assertTrue(lot.quant_ids.package_id)
        self.assert_life(lot, "available", available=self.quantity)
        self.later()
        lot.quant_ids.package_id.unpack()
        self.assert_life(lot, "available", available=self.quantity)

    def test_drop_shipping(self):
        # AB-14
        lot = self.new_number(0)
        transfer = self.make_transfer(
            self.product,
            self.quantity,
            self.warehouse.in_type_id,
            self.suppliers,
            self.customers,
        )
        self.choose(transfer, {lot: self.quantity})
        self.assert_life(lot, "expected")
        self.validate(transfer)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.validate(
            self.choose(
                self.make_transfer(
                    self.product,
                    self.quantity,
                    self.warehouse.in_type_id,
                    self.customers,
                ),
                {lot: self.quantity},
            )
        )
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_drop_shipping_returned_to_the_vendor(self):
        # AB-14
        lot = self.new_number(0)
        transfer = self.make_transfer(
            self.product,
            self.quantity,
            self.warehouse.in_type_id,
            self.suppliers,
            self.customers,
        )
        self.choose(transfer, {lot: self.quantity})
        self.validate(transfer)
        back = self.make_transfer(
            self.product,
            self.quantity,
            self.warehouse.out_type_id,
            self.customers,
            self.suppliers,
        )
        self.choose(back, {lot: self.quantity})
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.validate(back)
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_relocation(self):
        # AB-12: the location written on the lot itself
        lot = self.new_number()
        self.later()
        lot.with_user(self.inventory_manager).location_id = self.shelf
        self.assertEqual(
            lot.quant_ids.filtered(lambda q: q.quantity > 0).location_id, self.shelf
        )
        self.assert_life(lot, "available", available=self.quantity)

    # ------------------------------------------------------------------
    # Past the screens
    # ------------------------------------------------------------------

    def test_quant_without_a_movement(self):
        # AB-12: another addon, an import
        lot = self.make_lot(self.product, "Imported", self.quantity)
        self.assert_life(lot, "available", available=self.quantity)
        delivery = self.deliver(lot, self.quantity)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.take_back(delivery)
        self.assert_life(lot, "returned", returned=self.quantity)
        transfer = self.move_to(lot, self.shelf, self.quantity)
        self.validate(self.choose(transfer, {lot: self.quantity}))
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_quant_that_disappears(self):
        # AB-12
        lot = self.make_lot(self.product, "Imported", self.quantity)
        self.assert_life(lot, "available")
        lot.quant_ids.sudo().unlink()
        self.assert_life(lot, "expected")

    def test_quant_that_is_written(self):
        # AB-12
        lot = self.new_number()
        quant = lot.quant_ids.filtered(lambda q: q.location_id == self.stock_location)
        quant.sudo().quantity = 0
        self.assert_life(lot, "scrapped")
        quant.sudo().quantity = self.quantity
        self.assert_life(lot, "available", available=self.quantity)

    def test_quant_tasks(self):
        # AB-12: what Odoo's scheduler does to quants
        lot = self.new_number()
        self.put_in_stock(self.product, -self.quantity, lot, self.shelf)
        self.assert_life(lot, "scrapped")
        self.put_in_stock(self.product, self.quantity, lot, self.shelf)
        self.env["stock.quant"]._quant_tasks()
        self.assert_life(lot, "available", available=self.quantity)

    def test_more_than_there_was(self):
        # AB-12: delivered before it was received
        lot = self.new_number(0)
        delivery = self.make_delivery(self.product, self.quantity, {lot: self.quantity})
        self.assert_life(lot, "expected")
        self.validate(delivery)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.count(lot, self.quantity)
        if self.tracking == "serial":
            # there is but one, and it was with the customer
            self.assert_life(lot, "returned", returned=1)
        else:
            self.assert_life(
                lot, "available", available=self.quantity, shipped=self.quantity
            )

    def test_received_after_it_was_delivered(self):
        # AB-12
        lot = self.new_number(0)
        self.deliver(lot, self.quantity)
        self.receive(lot, self.quantity)
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_number_of_a_done_receipt_is_corrected(self):
        # AB-12
        wrong, right = self.new_number(0), self.new_number(0)
        receipt = self.receive(wrong, self.quantity)
        self.later()
        receipt.sudo().move_line_ids.lot_id = right
        self.assert_life(wrong, "expected")
        self.assert_life(right, "available", available=self.quantity)

    def test_number_of_a_done_delivery_is_corrected(self):
        # AB-12 AB-14
        wrong, right = self.new_number(), self.new_number()
        delivery = self.deliver(wrong, self.quantity)
        self.later()
        delivery.sudo().move_line_ids.lot_id = right
        self.assert_life(wrong, "available", available=self.quantity)
        self.assert_life(right, "shipped", shipped=self.quantity)

    def test_quantity_of_a_done_delivery_is_corrected(self):
        # AB-12
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.later()
        delivery.sudo().move_line_ids.quantity = 0
        self.assert_life(lot, "available", available=self.quantity)
        self.later()
        delivery.sudo().move_line_ids.quantity = self.quantity
        self.assert_life(lot, "shipped", shipped=self.quantity)

    def test_target_of_a_done_delivery_is_corrected(self):
        # AB-12
        lot = self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.later()
        delivery.sudo().move_line_ids.location_dest_id = self.shelf
        self.assert_life(lot, "available", available=self.quantity)

    def test_line_added_to_a_done_delivery(self):
        # AB-12
        lot, late = self.new_number(), self.new_number()
        delivery = self.deliver(lot, self.quantity)
        self.later()
        self.env["stock.move.line"].create(
            {
                "move_id": delivery.move_ids.id,
                "picking_id": delivery.id,
                "product_id": self.product.id,
                "lot_id": late.id,
                "quantity": self.quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": self.customers.id,
            }
        )
        self.assert_life(late, "shipped", shipped=self.quantity)

    def test_dates_that_are_corrected(self):
        # AB-12: the order in which things happened is another one
        lot = self.new_number()
        back = self.send_and_return(lot, self.quantity)
        transfer = self.move_to(lot, self.shelf, self.quantity)
        self.validate(self.choose(transfer, {lot: self.quantity}))
        self.make_available(lot)
        last = self.send_and_return_from(lot, self.shelf)
        self.assert_life(lot, "returned", returned=self.quantity)
        # the delivery after the return
        last.return_id.sudo().move_ids.date = fields.Datetime.add(
            fields.Datetime.now(), hours=1
        )
        self.assert_ledger(lot)
        self.assertTrue(back)

    def send_and_return_from(self, lot, source):
        delivery = self.deliver(lot, self.quantity, source=source)
        return self.take_back(delivery)

    # ------------------------------------------------------------------
    # Companies and users
    # ------------------------------------------------------------------

    def test_stock_of_another_company_counts(self):
        # AB-12: the state is the same for everybody, whoever moves the stock
        other = self.make_company("Other works")
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
        # a number of all companies, as those from before
        lot.company_id = False
        self.assert_life(lot, "available")
        delivery = self.make_delivery(self.product, self.quantity, {lot: self.quantity})
        arrival = self.make_transfer(
            self.product,
            self.quantity,
            warehouse.in_type_id,
            self.suppliers,
            user=keeper,
        )
        if self.tracking == "serial":
            # one serial is in one place; the other company has sent it out already
            self.validate(delivery)
            self.assert_life(lot, "shipped", shipped=1)
        self.choose(arrival, {lot: self.quantity})
        self.validate(arrival)
        self.assert_ledger(lot)
        self.assertEqual(read_stored(lot)[lot.id]["lifecycle_state"], "available")
        if self.tracking == "lot":
            self.validate(delivery)
        self.assert_life(
            lot, "available", available=self.quantity, shipped=self.quantity
        )
        own_line = lot.with_user(keeper).move_line_ids
        self.assertEqual(own_line, arrival.move_line_ids)
        for user in (keeper, self.storekeeper):
            self.env.invalidate_all()
            own_lot = lot.with_user(user)
            self.assertEqual(own_lot.lifecycle_state, "available")
            self.assertEqual(own_lot.available_quantity, self.quantity)
            self.assertEqual(own_lot.shipped_quantity, self.quantity)

    def test_every_user_sees_the_state(self):
        # AB-12: plain users read, search and group; nobody writes it
        lots = self.new_number() + self.new_number() + self.new_number(0)
        self.deliver(lots[1], self.quantity)
        for user in (self.storekeeper, self.worker):
            with self.subTest(user.login):
                self.env.invalidate_all()
                model = self.env["stock.lot"].with_user(user)
                own = lots.with_user(user)
                self.assertEqual(
                    own.mapped("lifecycle_state"), ["available", "shipped", "expected"]
                )
                self.assertEqual(
                    own.mapped("lifecycle_badge"), ["available", "shipped", "expected"]
                )
                self.assertEqual(own.mapped("shipped_quantity"), [0, self.quantity, 0])
                mine = [("product_id", "=", self.product.id)]
                for state, found in (
                    ("available", lots[0]),
                    ("shipped", lots[1]),
                    ("expected", lots[2]),
                ):
                    self.assertEqual(
                        model.search([*mine, ("lifecycle_state", "=", state)]).ids,
                        found.ids,
                    )
                self.assertEqual(
                    model.search([*mine, ("lifecycle_state", "!=", "shipped")]).ids,
                    (lots - lots[1]).sorted().ids,
                )
                groups = model.formatted_read_group(
                    mine, ["lifecycle_state"], ["__count"]
                )
                self.assertEqual(
                    {group["lifecycle_state"]: group["__count"] for group in groups},
                    {"available": 1, "shipped": 1, "expected": 1},
                )

    def test_plain_users_make_the_moves(self):
        # AB-12: a Manufacturing user may not read every delivery; the state is right
        order = self.make_producer()
        lot = order.prealloc_lot_ids
        self.finish(order)
        delivery = self.make_delivery(self.product, self.quantity)
        self.validate(delivery)
        self.validate(self.make_return(delivery))
        self.assert_life(lot, "returned", returned=self.quantity)
        consumer = self.make_consumer()
        self.assertFalse(consumer.move_raw_ids.move_line_ids)
        self.make_available(lot)
        consumer.action_assign()
        self.assert_life(lot, "allocated", allocated=self.quantity)
        self.finish(consumer)
        self.assert_life(lot, "consumed", consumed=self.quantity)

    # ------------------------------------------------------------------
    # Numbers that were there before the addon
    # ------------------------------------------------------------------

    def test_old_numbers(self):
        # AB-12: what installation stores is what later changes would have stored
        held = self.make_producer().prealloc_lot_ids
        produced = self.make_producer()
        made = produced.prealloc_lot_ids
        self.finish(produced)
        lots = held + made + self.new_number(0) + self.new_number()
        for end in (self.scrap, self.deliver, self.send_and_return):
            lots += self.new_number()
            end(lots[-1], self.quantity)
        lots += self.new_number()
        self.make_delivery(self.product, self.quantity, {lots[-1]: self.quantity})
        used = self.new_number()
        order = self.make_consumer()
        self.choose_component(order, used)
        self.finish(order)
        lots += used
        states = [life.state for life in derive(lots).values()]
        self.assertEqual(
            states,
            [
                *("preallocated", "available", "expected", "available"),
                *("scrapped", "shipped", "returned", "allocated", "consumed"),
            ],
        )
        self.assert_ledger(lots)
        expected = read_stored(lots)
        for fill in (
            lambda: self.env["stock.lot"]._store_lifecycles(lots.ids),
            self.env["stock.lot"]._store_all_lifecycles,
        ):
            self.env.cr.execute(
                "UPDATE stock_lot SET lifecycle_state = NULL, returned_quantity = NULL,"
                " production_id = NULL, production_date = NULL WHERE id IN %s",
                [tuple(lots.ids)],
            )
            self.env.invalidate_all()
            fill()
            self.env.invalidate_all()
            self.assertEqual(read_stored(lots), expected)
            self.assert_ledger(lots)

    def choose_component(self, order, lot):
        [move] = order.move_raw_ids
        move.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            {
                "move_id": move.id,
                "product_id": self.product.id,
                "lot_id": lot.id,
                "quantity": self.quantity,
                "location_id": self.stock_location.id,
                "location_dest_id": move.location_dest_id.id,
            }
        )

    def test_copy_and_write_do_not_touch_the_state(self):
        # AB-12: it is derived; a copied number has no life yet
        lot = self.new_number()
        self.assertEqual(lot.copy({"name": "Copied"}).lifecycle_state, "expected")
        lot.note = "A note"
        lot.name = "Renamed"
        self.assert_life(lot, "available", available=self.quantity)


@tagged("post_install", "-at_install")
class TestLifeOfASerial(LifeFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestLifeOfALot(LifeFlows, LifeCase):
    tracking = "lot"
    quantity = 5


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
        self.make_delivery(self.product, 4)
        self.assert_life(lot, "available", available=1, allocated=4, returned=2, **rest)
        self.make_delivery(self.product, 1)
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
        delivery = self.make_delivery(self.product, 10)
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
        delivery = self.make_delivery(self.product, 4)
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
        delivery = self.make_delivery(self.product, 8, {lot: 8})
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
        self.make_delivery(self.product, 4, source=self.shelf)
        self.assert_life(lot, "available", available=6, allocated=4)
        self.count(lot, 0, self.shelf)
        self.assert_ledger(lot)
        self.count(lot, 7)
        self.assert_ledger(lot)

    def test_negative_in_one_place(self):
        # AB-12: on hand is the sum
        lot = self.new_number()
        delivery = self.make_delivery(self.product, 4, source=self.shelf, lots={lot: 4})
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
            self.product,
            2,
            self.warehouse.out_type_id,
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
        delivery = self.make_delivery(self.product, 1)
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
            self.product, 6, self.warehouse.in_type_id, self.suppliers
        )
        self.choose(receipt, {lot: 6})
        receipt.move_line_ids.owner_id = self.vendor
        self.validate(receipt)
        delivery = self.make_transfer(
            self.product,
            5,
            self.warehouse.out_type_id,
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


@tagged("post_install", "-at_install")
class TestSerials(LifeCase):
    """Several serials that go together."""

    tracking = "serial"
    quantity = 1

    def test_batch_production(self):
        # AB-12 OD-4: the orders of a batch, whose stock is written as a whole
        component = self.make_product("Part", "serial")
        parts = self.env["stock.lot"].concat(
            *(self.new_number(1, product=component) for _index in range(4))
        )
        self.make_bom(self.product, [(component, 1)])
        order = self.make_order(self.product, 4, user=self.worker, confirm=True)
        order.action_assign()
        lots = order.prealloc_lot_ids
        for lot in lots:
            self.assert_life(lot, "preallocated")
        for part in parts:
            self.assert_life(part, "allocated")
        self.later()
        dialog = Form.from_action(order.env, order.action_batch_production())
        dialog.save().action_prepare_mo()
        for lot in lots:
            self.assert_life(lot, "preallocated")
            self.assertEqual(
                lot.production_id,
                lot.producing_production_ids or lot.prealloc_production_ids,
            )
        self.assertEqual(len(lots.production_id), 4)
        for part in parts:
            self.assert_life(part, "allocated")
        first, *others = lots.production_id.with_user(self.worker)
        self.later()
        first.button_mark_done()
        self.later()
        for other in others:
            other.button_mark_done()
        self.assert_ledger(lots + parts)
        for lot in lots:
            self.assert_life(lot, "available", available=1)
        for part in parts:
            self.assert_life(part, "consumed", consumed=1)

    def test_batch_completed_at_once(self):
        # AB-12 OD-4
        component = self.make_product("Part", "lot")
        part = self.new_number(12, product=component)
        self.make_bom(self.product, [(component, 2)])
        order = self.make_order(self.product, 5, user=self.worker, confirm=True)
        order.action_assign()
        lots = order.prealloc_lot_ids
        self.later()
        dialog = Form.from_action(order.env, order.action_batch_production())
        dialog.save().action_produce()
        self.assert_ledger(lots + part)
        for lot in lots:
            self.assert_life(lot, "available", available=1)
        self.assert_life(part, "available", available=2, consumed=10)
        self.assertEqual(len(lots.production_id), 5)

    def test_split_and_merged_orders(self):
        # AB-12 BX-6
        self.make_bom(self.product, [(self.make_product("Screw"), 1)])
        order = self.make_order(self.product, 4, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids
        parts = order._split_productions({order: [1, 3]})
        self.assert_ledger(lots)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"preallocated"})
        self.assertEqual(len(lots.production_id), 2)
        parts.action_merge()
        self.assert_ledger(lots.exists())
        self.assertEqual(len(lots.exists().production_id), 1)

    def test_order_closed_before_all_is_produced(self):
        # AB-12 BX-5
        for is_named in (False, True):
            with self.subTest(named=is_named):
                order = self.make_order(self.product, 3, user=self.worker, confirm=True)
                lots = order.prealloc_lot_ids.sorted("id")
                lots.sudo().is_label_printed = True
                if is_named:
                    order.lot_producing_ids = lots
                else:
                    order.lot_producing_ids = lots[:2]
                self.assertEqual(set(lots.mapped("lifecycle_state")), {"preallocated"})
                self.later()
                self.complete(order, 2, backorder=False)
                self.assertEqual(order.state, "done")
                self.assert_ledger(lots)
                self.assertIn("available", lots.mapped("lifecycle_state"))

    def test_delivery_of_many(self):
        # AB-13 AB-14
        lots = self.env["stock.lot"].concat(*(self.new_number() for _index in range(4)))
        delivery = self.make_delivery(self.product, 3)
        self.assertEqual(
            lots.mapped("lifecycle_state"), ["allocated"] * 3 + ["available"]
        )
        backorder = self.validate(self.keep(delivery, lots[0] + lots[1]))
        self.assertEqual(
            lots.mapped("lifecycle_state"),
            ["shipped", "shipped", "allocated", "available"],
        )
        self.assertEqual(self.names_reserved(backorder), {lots[2].name: 1})
        self.assert_ledger(lots)

    def keep(self, picking, lots):
        """Leave only these numbers on the transfer."""
        picking.move_line_ids.filtered(lambda line: line.lot_id not in lots).unlink()
        return picking

    def test_serial_in_dozens(self):
        # AB-12
        lots = self.env["stock.lot"].concat(
            *(self.new_number() for _index in range(12))
        )
        delivery = self.make_transfer(
            self.product,
            1,
            self.warehouse.out_type_id,
            target=self.customers,
            move_vals={"product_uom": self.uom_dozen.id},
        )
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"allocated"})
        self.validate(delivery)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"shipped"})
        self.assert_ledger(lots)


@tagged("post_install", "-at_install")
class TestStateIsDerived(LifeCase):
    """What a person may do to the state (AB-12, AB-15)."""

    tracking = "serial"
    quantity = 1

    def test_nobody_writes_what_is_made_available(self):
        # AB-15: only the button does, with its check of who presses it
        lot = self.new_number()
        back = self.send_and_return(lot)
        for user in (self.storekeeper, self.worker):
            line = back.move_line_ids.with_user(user)
            try:
                with self.env.cr.savepoint():
                    line.is_made_available = True
                    line.flush_recordset()
            except (AccessError, UserError):
                continue
            self.assert_life(lot, "returned", returned=1)

    def test_installing_is_always_on(self):
        # AB-12: read and shown with all settings off
        self.company.lot_prealloc_enabled = False
        lot = self.new_number()
        self.assert_life(lot, "available", available=1)
        self.make_delivery(self.product)
        self.assert_life(lot, "allocated", allocated=1)
