"""Numbers of what is received: generated (LN-5), and never missing (LN-4)."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ..common import PreallocCase


class ReceiptMixin:
    """Receipts of bought products, by a plain Inventory user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor V"})

    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        self.motor = self.make_bought("Motor", "serial", "MTR-{00000}")
        self.milk = self.make_bought("Milk", "lot", "MILK-{0000}")

    def make_bought(self, name, tracking, pattern, **vals):
        return self.make_product(
            name,
            tracking,
            lot_number_format_id=self.make_format(pattern).id,
            **{"lot_auto_generate": True, **vals},
        )

    def make_receipt(self, *demands, **vals):
        return super().make_receipt(*demands, **{"partner_id": self.vendor.id, **vals})

    def validate(self, receipt):
        """Press Validate, and answer that the rest comes later."""
        action = receipt.button_validate()
        if isinstance(action, dict):
            Form.from_action(receipt.env, action).save().process()
        self.assertEqual(receipt.state, "done")
        return receipt.move_line_ids.lot_id


class TestGeneratedNumbers(ReceiptMixin, PreallocCase):
    # LN-5
    def test_serials(self):
        receipt = self.make_receipt((self.motor, 3))
        lots = self.validate(receipt)
        self.assertEqual(self.names(lots), ["MTR-00001", "MTR-00002", "MTR-00003"])
        self.assertEqual(lots.sudo().mapped("product_qty"), [1, 1, 1])
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"available"})
        self.assertFalse(lots.allocated_production_id)

    # LN-5
    def test_lot(self):
        receipt = self.make_receipt((self.milk, 40))
        lot = self.validate(receipt)
        self.assertEqual(lot.name, "MILK-0001")
        self.assertEqual(lot.sudo().product_qty, 40)

    # LN-5, LN-3: bins of the same demand share the lot
    def test_lot_in_two_bins(self):
        bins = self.env["stock.location"].create(
            [
                {"name": name, "location_id": self.stock_location.id}
                for name in ("Bin 1", "Bin 2")
            ]
        )
        receipt = self.make_receipt((self.milk, 40))
        line = receipt.move_line_ids
        line.write({"quantity": 15, "location_dest_id": bins[0].id})
        line.copy({"quantity": 25, "location_dest_id": bins[1].id})
        lot = self.validate(receipt)
        self.assertEqual(lot.name, "MILK-0001")
        quants = lot.sudo().quant_ids.filtered(lambda q: q.location_id in bins)
        self.assertEqual(quants.sorted("quantity").mapped("quantity"), [15, 25])

    # LN-5: each delivery of a vendor is a lot of its own
    def test_part_and_rest(self):
        receipt = self.make_receipt((self.milk, 40))
        receipt.move_ids.quantity = 10
        receipt.move_ids.picked = True
        self.assertEqual(self.validate(receipt).name, "MILK-0001")
        rest = self.validate(receipt.backorder_ids)
        self.assertEqual((rest.name, rest.sudo().product_qty), ("MILK-0002", 30))

    # LN-5: nothing is drawn for what is not received
    def test_serials_in_part(self):
        receipt = self.make_receipt((self.motor, 5))
        receipt.move_ids.quantity = 2
        receipt.move_ids.picked = True
        self.assertEqual(self.names(self.validate(receipt)), ["MTR-00001", "MTR-00002"])
        rest = self.validate(receipt.backorder_ids)
        self.assertEqual(self.names(rest), ["MTR-00003", "MTR-00004", "MTR-00005"])

    # LN-5: what a person has typed is kept
    def test_typed_numbers_are_kept(self):
        receipt = self.make_receipt((self.motor, 3))
        receipt.move_line_ids[1].lot_name = "TYPED"
        lots = self.validate(receipt)
        self.assertEqual(
            receipt.move_line_ids.mapped("lot_id.name"),
            ["MTR-00001", "TYPED", "MTR-00002"],
        )
        self.assertEqual(len(lots), 3)

    # LN-5: units of one line, which a person or another system made
    def test_line_of_several_units(self):
        receipt = self.make_receipt((self.motor, 12))
        receipt.move_line_ids[1:].unlink()
        receipt.move_line_ids.write(
            {"quantity": 1, "product_uom_id": self.uom_dozen.id, "picked": True}
        )
        lots = self.validate(receipt)
        self.assertEqual(len(lots), 12)
        self.assertEqual(set(receipt.move_line_ids.mapped("quantity")), {1})

    # LN-5: one draw for all receipts, however many lines
    def test_one_draw(self):
        def count(*quantities):
            receipts = self.env["stock.picking"]
            for quantity in quantities:
                receipts |= self.make_receipt((self.motor, quantity), (self.milk, 5))
            lines = receipts.move_line_ids
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            lines._generate_receipt_numbers()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(2)
        few = count(10)
        self.assertLessEqual(count(50, 50), few + 2)

    # LN-5: what comes back from a customer has its number
    def test_returned_goods_get_no_new_number(self):
        lots = self.validate(self.make_receipt((self.motor, 1)))
        back = self.make_receipt((self.motor, 1), source=self.customers)
        with self.assertRaisesRegex(UserError, "Motor"):
            self.validate(back)
        self.assertEqual(lots.search([("product_id", "=", self.motor.id)]), lots)

    # LN-5: formats that a manufacturing order fills
    def test_format_that_needs_an_order(self):
        self.company.lot_prealloc_trigger = "done"
        with self.assertRaisesRegex(ValidationError, "Motor"):
            self.motor.lot_number_format_id = self.make_format("{MO}-{00}")

    # LN-5
    def test_only_tracked_products(self):
        with self.assertRaisesRegex(ValidationError, "Screw.*not tracked"):
            self.make_product("Screw", lot_auto_generate=True)
        with Form(self.motor.with_user(self.inventory_manager)) as form:
            self.assertTrue(form.lot_auto_generate)
            form.tracking = "none"
            self.assertTrue(form._get_modifier("lot_auto_generate", "invisible"))

    # LN-5: as stock Odoo where the product does not say so
    def test_not_without_the_flag(self):
        self.motor.lot_auto_generate = False
        receipt = self.make_receipt((self.motor, 1))
        with self.assertRaisesRegex(UserError, "Motor"):
            self.validate(receipt)


class TestMissingNumbers(ReceiptMixin, PreallocCase):
    def setUp(self):
        super().setUp()
        (self.motor | self.milk).lot_auto_generate = False
        self.no_lots = self.warehouse.in_type_id.copy(
            {
                "name": "Receipts without Lots",
                "sequence_code": "NL",
                "use_create_lots": False,
                "use_existing_lots": False,
            }
        )

    # LN-4
    def test_products_are_named(self):
        for operation in (self.warehouse.in_type_id, self.no_lots):
            with self.subTest(operation=operation.name):
                receipt = self.make_receipt(
                    (self.motor, 2),
                    (self.milk, 5),
                    (self.make_product("Screw"), 9),
                    picking_type_id=operation.id,
                )
                with self.assertRaisesRegex(UserError, r"(?s)Motor.*Milk") as caught:
                    receipt.button_validate()
                self.assertNotIn("Screw", str(caught.exception))
                self.assertNotEqual(receipt.state, "done")
                self.assertFalse(self.motor.stock_quant_ids)

    # LN-4: only of what is received
    def test_what_is_not_received_needs_none(self):
        receipt = self.make_receipt((self.motor, 1), (self.milk, 5))
        milk = receipt.move_ids.filtered(lambda m: m.product_id == self.milk)
        milk.move_line_ids.lot_name = "MILK-X"
        milk.picked = True
        self.assertEqual(self.validate(receipt).name, "MILK-X")
        self.assertEqual(receipt.backorder_ids.move_ids.product_id, self.motor)

    # LN-4: with the settings off, as stock Odoo
    def test_off_is_invisible(self):
        self.company.lot_prealloc_enabled = False
        receipt = self.make_receipt((self.motor, 2), picking_type_id=self.no_lots.id)
        self.assertFalse(self.validate(receipt))
