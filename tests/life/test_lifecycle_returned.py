"""The state of a number follows the ledger: returned (AB-15)."""

from odoo.tests import tagged

from .life_case import LifeCase


class ReturnedFlows:
    """For one serial as for all of a lot."""

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
        delivery = self.make_delivery(
            (self.product, self.quantity), lots={lot: self.quantity}
        )
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
            self.warehouse.in_type_id,
            (self.product, self.quantity),
            source=self.customers,
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


@tagged("post_install", "-at_install")
class TestReturnedSerial(ReturnedFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestReturnedLot(ReturnedFlows, LifeCase):
    tracking = "lot"
    quantity = 5
