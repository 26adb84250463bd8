"""The state of a number follows the ledger: scrapped, counted, moved (AB-12)."""

from odoo.tests import tagged

from .life_case import LifeCase


class MovedFlows:
    """For one serial as for all of a lot."""

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
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, self.quantity))
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
        self.make_delivery((self.product, self.quantity), source=transit)
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
            self.warehouse.in_type_id,
            (self.product, self.quantity),
            source=self.suppliers,
            target=self.customers,
        )
        self.choose(transfer, {lot: self.quantity})
        self.assert_life(lot, "expected")
        self.validate(transfer)
        self.assert_life(lot, "shipped", shipped=self.quantity)
        self.validate(
            self.choose(
                self.make_transfer(
                    self.warehouse.in_type_id,
                    (self.product, self.quantity),
                    source=self.customers,
                ),
                {lot: self.quantity},
            )
        )
        self.assert_life(lot, "returned", returned=self.quantity)

    def test_drop_shipping_returned_to_the_vendor(self):
        # AB-14
        lot = self.new_number(0)
        transfer = self.make_transfer(
            self.warehouse.in_type_id,
            (self.product, self.quantity),
            source=self.suppliers,
            target=self.customers,
        )
        self.choose(transfer, {lot: self.quantity})
        self.validate(transfer)
        back = self.make_transfer(
            self.warehouse.out_type_id,
            (self.product, self.quantity),
            source=self.customers,
            target=self.suppliers,
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


@tagged("post_install", "-at_install")
class TestMovedSerial(MovedFlows, LifeCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestMovedLot(MovedFlows, LifeCase):
    tracking = "lot"
    quantity = 5
