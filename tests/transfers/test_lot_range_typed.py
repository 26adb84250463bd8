"""Auto Generate: what is typed is not thrown away with another product (UX-3)."""

from ..common import PreallocCase
from .lot_range_case import LotRangeMixin


class TestTypedRange(LotRangeMixin, PreallocCase):
    def open_for_both(self):
        receipt = self.make_receipt((self.motor, 3), (self.milk, 2))
        return receipt, self.open_range(receipt)

    # UX-3: what was proposed goes with its product
    def test_proposals_follow_the_product(self):
        _receipt, form = self.open_for_both()
        form.product_id = self.motor
        self.assertEqual(form.first_name, "MTR-00001")
        self.assertEqual(form.count, 3)
        form.product_id = self.milk
        self.assertNotEqual(form.first_name, "MTR-00001")
        self.assertEqual(form.count, 1)

    # UX-3
    def test_typed_first_number_stays(self):
        receipt, form = self.open_for_both()
        form.first_name = "V-100"
        form.product_id = self.motor
        self.assertEqual(form.first_name, "V-100")
        self.assertEqual(form.last_name, "V-102")
        form.save().action_fill()
        self.assertEqual(
            [name for name in self.lots_of(receipt) if name],
            ["V-100", "V-101", "V-102"],
        )

    # UX-3
    def test_typed_count_stays(self):
        _receipt, form = self.open_for_both()
        form.first_name = "V-100"
        form.count = 2
        form.product_id = self.motor
        self.assertEqual((form.count, form.last_name), (2, "V-101"))
        form.product_id = self.milk
        self.assertEqual(form.count, 2)
        self.assertIn("2", form.problem)

    # UX-3: RPC
    def test_typed_name_that_fits_nothing_is_refused(self):
        receipt = self.make_receipt((self.motor, 3))
        wizard = self.env["stock.picking.lot.range"].create(
            {"picking_id": receipt.id, "first_name": "V-1", "last_name": "W-9"}
        )
        with self.assertRaisesRegex(Exception, "W-9"):
            wizard.action_fill()
        wizard.write({"last_name": "V-2"})
        self.assertEqual(wizard.count, 2)
        wizard.action_fill()
        self.assertEqual(
            [name for name in self.lots_of(receipt) if name], ["V-1", "V-2"]
        )
