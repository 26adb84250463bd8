"""A serial that is with a customer and turns up again (AB-12, AB-15)."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..reservation.reservation_case import ReservationCase


@tagged("post_install", "-at_install")
class TestReappeared(ReservationCase):
    def setUp(self):
        super().setUp()
        self.lot = self.new_number()
        self.delivery = self.deliver(self.lot)
        self.later()

    def kinds(self):
        self.lot.invalidate_recordset()
        lot = self.lot.with_user(self.storekeeper)
        return [entry["kind"] for entry in lot.timeline]

    def expect(self, **line):
        """:return: a receipt of the storekeeper that names the number"""
        receipt = self.make_receipt((self.product, 1), partner_id=self.vendor.id)
        receipt.move_line_ids.unlink()
        receipt.move_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "quantity": 1,
                    "picking_id": receipt.id,
                    **line,
                }
            )
        ]
        return receipt

    # AB-12 AB-15: it came back, whatever the paper says
    def test_received_from_a_vendor(self):
        self.assert_life(self.lot, "shipped", shipped=1)
        self.receive(self.lot)
        self.assert_life(self.lot, "returned", returned=1)
        self.assertFalse(self.lot.further_states)
        delivery = self.make_delivery((self.product, 1))
        self.assert_reserved(delivery, {})
        self.assertIn("N-1", delivery.withheld_notice)
        self.assertEqual(self.kinds()[-1], "received_again")
        entry = self.lot.with_user(self.storekeeper).timeline[-1]
        text = "".join(piece["text"] for piece in entry["pieces"])
        self.assertIn("while it was with the customer: a return, or a mistake?", text)
        self.make_available(self.lot)
        self.assert_life(self.lot, "available", available=1)
        delivery.action_assign()
        self.assert_reserved(delivery, {self.lot: 1})
        # what the notice says
        with self.assertRaisesRegex(ValidationError, "has already been assigned"):
            self.validate(delivery)

    # AB-12 AB-15
    def test_counted(self):
        self.count(self.lot, 1)
        self.assert_life(self.lot, "returned", returned=1)
        self.assertEqual(self.kinds()[-1], "found_again")
        self.make_available(self.lot)
        self.assert_life(self.lot, "available", available=1)

    # AB-12: what a vendor got back and sends again is new, so is what was lost
    def test_not_from_a_customer(self):
        self.take_back(self.delivery)
        self.make_available(self.lot)
        out = self.make_delivery(
            (self.product, 1), lots={self.lot: 1}, target=self.suppliers
        )
        self.validate(out)
        self.receive(self.lot)
        self.assert_life(self.lot, "available", available=1)
        self.count(self.lot, 0)
        self.count(self.lot, 1)
        self.assert_life(self.lot, "available", available=1)
        self.assertEqual(self.kinds().count("received_again"), 0)
        self.assertEqual(self.kinds().count("found_again"), 0)

    # AB-12: of a lot there is more than one part
    def test_lot(self):
        self.product = self.make_product("Grease", "lot")
        lot = self.new_number(10)
        self.deliver(lot, 4)
        self.receive(lot, 5)
        self.assert_life(lot, "available", available=11, shipped=4)
        self.assertNotIn("received_again", [entry["kind"] for entry in lot.timeline])

    # AB-15: said on the receipt before it is validated, however the number came in
    def test_notice_on_the_receipt(self):
        notice = (
            f"Shipped, and not returned: N-1 (Customer, {self.delivery.name})\n"
            "If it is a return, take it back with Return on that delivery: received "
            "here it counts as returned as well, but Odoo refuses to ship it again "
            "while it is still with the customer."
        )
        for line in ({"lot_id": self.lot.id}, {"lot_name": "N-1"}):
            with self.subTest(line=line):
                receipt = self.expect(**line)
                self.assertEqual(receipt.shipped_numbers_notice, notice)
        self.assertFalse(self.expect(lot_name="N-2").shipped_numbers_notice)
        self.validate(receipt)
        self.assertFalse(receipt.shipped_numbers_notice)
        self.assert_life(self.lot, "returned", returned=1)
        back = self.expect(lot_id=self.lot.id)
        self.assertFalse(back.shipped_numbers_notice, "it is not with the customer")

    # AB-15: a return is just that
    def test_return(self):
        back = self.make_return(self.delivery)
        self.assertFalse(back.shipped_numbers_notice)
        self.validate(back)
        self.assertEqual(self.kinds()[-1], "returned")

    # AB-15: said while one counts
    def test_notice_on_a_count(self):
        quants = self.env["stock.quant"].with_user(self.inventory_manager)
        quant = quants.with_context(inventory_mode=True).new(
            {
                "product_id": self.product.id,
                "location_id": self.stock_location.id,
                "lot_id": self.lot.id,
            }
        )
        message = quant._onchange_serial_number()["warning"]["message"]
        self.assertIn(f"N-1 (Customer, {self.delivery.name})", message)
        self.assertIn("counted here it counts as returned", message)

    # AB-15: statements do not grow with the numbers
    def test_statements(self):
        def count(receipt):
            self.env.flush_all()
            self.env.invalidate_all()
            receipt.move_line_ids.mapped("lot_id.name")
            receipt.move_line_ids.mapped("location_dest_id.usage")
            start = self.env.cr.sql_log_count
            self.assertTrue(receipt.shipped_numbers_notice)
            return self.env.cr.sql_log_count - start

        few = count(self.expect(lot_id=self.lot.id))
        receipt = self.expect(lot_id=self.lot.id)
        for _index in range(4):
            lot = self.new_number()
            self.deliver(lot)
            receipt.move_ids.move_line_ids = [
                Command.create(
                    {
                        "product_id": self.product.id,
                        "quantity": 1,
                        "picking_id": receipt.id,
                        "lot_id": lot.id,
                    }
                )
            ]
        self.assertLessEqual(count(receipt), few)
