"""Which one is taken (AB-16)."""

from odoo.tests import tagged

from .reservation_case import ReservationCase


class RemovalOrder:
    """For one serial as for all of a lot."""

    def test_oldest_first(self):
        # AB-16: by the date of arrival, not by name or number
        lots = self.new_numbers(3)
        oldest = lots[1]
        oldest.quant_ids.filtered(
            lambda q: q.location_id.usage == "internal"
        ).sudo().in_date = "2029-01-01"
        delivery = self.make_delivery((self.product, self.quantity))
        self.assert_reserved(delivery, {oldest: self.quantity})
        second = self.make_delivery((self.product, self.quantity))
        self.assert_reserved(second, {lots[0]: self.quantity})

    def test_reserved_numbers_are_skipped(self):
        # AB-16
        lots = self.new_numbers(3)
        self.make_delivery((self.product, self.quantity), lots={lots[0]: self.quantity})
        delivery = self.make_delivery((self.product, 2 * self.quantity))
        self.assert_reserved(delivery, dict.fromkeys(lots[1:], self.quantity))

    def test_choice_is_kept(self):
        # AB-16: while the delivery is editable
        lots = self.new_numbers(3)
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, 2))
        delivery.move_ids.lot_ids = lots[1] + lots[2]
        self.assert_reserved(delivery, dict.fromkeys(lots[1:], 1))
        delivery.action_assign()
        self.assert_reserved(delivery, dict.fromkeys(lots[1:], 1))

    def test_last_in_first_out(self):
        # AB-16: the strategy chosen in Odoo is honoured
        self.use_strategy("lifo")
        lots = self.new_numbers(2)
        self.new_returned()
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, self.quantity))
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
        delivery = self.make_delivery((self.product, 2 * self.quantity))
        self.assert_reserved(delivery, dict.fromkeys(lots[2:], self.quantity))
        for lot in returned:
            self.assert_life(lot, "returned", returned=self.quantity)

    def test_returned_in_a_package(self):
        # AB-15
        returned = self.new_returned()
        self.put_in_pack(returned)
        self.assert_life(returned, "returned", returned=self.quantity)
        delivery = self.make_delivery((self.product, self.quantity))
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
                self.warehouse.in_type_id,
                (self.product, self.quantity),
                source=self.suppliers,
            )
            self.choose(receipt, {lot: self.quantity})
            receipt.move_line_ids.owner_id = self.vendor
            self.validate(receipt)
            foreign += lot
        delivery = self.make_delivery((self.product, self.quantity))
        self.choose(delivery, {foreign[0]: self.quantity})
        delivery.move_line_ids.owner_id = self.vendor
        self.validate(delivery)
        self.take_back(delivery)
        self.assert_life(foreign[0], "returned", returned=self.quantity)
        delivery = self.make_transfer(
            self.warehouse.out_type_id,
            (self.product, 2 * self.quantity),
            target=self.customers,
            move_vals={"restrict_partner_id": self.vendor.id},
        )
        self.assert_ledger(own + foreign)
        self.assertNotIn(foreign[0].name, self.names_reserved(delivery))
        self.assertIn(foreign[1].name, self.names_reserved(delivery))


@tagged("post_install", "-at_install")
class TestRemovalOrderOfSerials(RemovalOrder, ReservationCase):
    tracking = "serial"
    quantity = 1


@tagged("post_install", "-at_install")
class TestRemovalOrderOfLots(RemovalOrder, ReservationCase):
    tracking = "lot"
    quantity = 5
