"""What a storekeeper sees and does on receipts and deliveries (LN-1, LN-3, MM-7)."""

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from ..common import PreallocCase, PreallocMixin
from ..pictures import PictureMixin
from .lot_range_case import LotRangeMixin


class TestReceiptForms(LotRangeMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.storekeeper.group_ids += cls.env.ref("stock.group_stock_multi_locations")
        cls.bins = cls.env["stock.location"].create(
            [
                {"name": name, "location_id": cls.stock_location.id}
                for name in ("Bin 1", "Bin 2", "Bin 3")
            ]
        )

    def open_details(self, receipt):
        """Press the button of the line, that opens its detailed operations."""
        return Form.from_action(receipt.env, receipt.move_ids.action_show_details())

    def in_bins(self, lots):
        """:return: ``{(lot, bin): quantity}``"""
        quants = lots.sudo().quant_ids.filtered(lambda q: q.location_id in self.bins)
        return {(q.lot_id.name, q.location_id.name): q.quantity for q in quants}

    # LN-1
    def test_new_lot_from_the_field(self):
        receipt = self.make_receipt((self.milk, 40), (self.make_product("Screw"), 9))
        self.assertTrue(receipt.has_tracking)
        with Form(receipt) as form, form.move_ids.edit(0) as line:
            self.assertFalse(line._get_modifier("lot_ids", "invisible"))
            # as the field does when a person presses “Create”
            lot_id, _name = (
                self.env["stock.lot"]
                .with_user(self.storekeeper)
                .with_context(
                    default_product_id=self.milk.id, active_picking_id=receipt.id
                )
                .name_create("MILK-NEW")
            )
            line.lot_ids.add(self.env["stock.lot"].browse(lot_id))
        with Form(receipt) as form, form.move_ids.edit(1) as line:
            self.assertTrue(line._get_modifier("lot_ids", "invisible"))
        receipt.move_ids.picked = True
        lot = self.validate(receipt)
        self.assertEqual((lot.name, lot.sudo().product_qty), ("MILK-NEW", 40))

    # LN-1: another lot in its place; two lots need two quantities
    def test_lots_in_the_field(self):
        receipt = self.make_receipt((self.milk, 40))
        move = receipt.move_ids
        lots = self.make_lot(self.milk, "M-1") + self.make_lot(self.milk, "M-2")
        for lot in lots:
            with Form(receipt) as form, form.move_ids.edit(0) as line:
                line.lot_ids.clear()
                line.lot_ids.add(lot)
                self.assertEqual(line.quantity, 40)
            self.assertEqual(move.move_line_ids.lot_id, lot)
            self.assertEqual(move.move_line_ids.quantity, 40)
        with self.assertRaisesRegex(UserError, "Milk: nothing is left .* as M-1"):
            move.lot_ids = lots
        move.move_line_ids.quantity = 15
        move.lot_ids = lots
        self.assertEqual(
            {line.lot_id.name: line.quantity for line in move.move_line_ids},
            {"M-2": 15, "M-1": 25},
        )

    # LN-1: with the settings off, as stock Odoo
    def test_off_is_invisible(self):
        self.company.lot_prealloc_enabled = False
        receipt = self.make_receipt((self.milk, 40))
        with Form(receipt) as form, form.move_ids.edit(0) as line:
            line.lot_ids.add(self.make_lot(self.milk, "M-1"))
            # a unit where tags are read as serials (February 2026), later all there is
            self.assertIn(line.quantity, (1, 40))

    # LN-1
    def test_no_section_without_tracking(self):
        receipt = self.make_receipt((self.make_product("Screw"), 9))
        self.assertFalse(receipt.has_tracking)
        self.assertFalse(receipt.move_ids.show_lots_text)
        self.assertFalse(receipt.move_ids.show_lots_m2o)
        self.assertFalse(receipt.move_ids.display_assign_serial)

    # LN-3
    def test_lot_in_several_bins(self):
        receipt = self.make_receipt((self.milk, 40))
        with self.open_details(receipt) as form:
            with form.move_line_ids.edit(0) as line:
                line.lot_name = "MILK-X"
                line.location_dest_id = self.bins[0]
                line.quantity = 15
            for place, quantity in ((self.bins[1], 20), (self.bins[2], 5)):
                with form.move_line_ids.new() as line:
                    line.lot_name = "MILK-X"
                    line.location_dest_id = place
                    line.quantity = quantity
        lot = self.validate(receipt)
        self.assertEqual(len(lot), 1)
        self.assertEqual(
            self.in_bins(lot),
            {
                ("MILK-X", "Bin 1"): 15,
                ("MILK-X", "Bin 2"): 20,
                ("MILK-X", "Bin 3"): 5,
            },
        )

    # LN-3: several lots of a product, each in its bin
    def test_lots_of_a_product_in_bins(self):
        receipt = self.make_receipt((self.milk, 40))
        with self.open_details(receipt) as form:
            with form.move_line_ids.edit(0) as line:
                line.lot_name = "MILK-X"
                line.location_dest_id = self.bins[0]
                line.quantity = 30
            with form.move_line_ids.new() as line:
                line.lot_name = "MILK-Y"
                line.location_dest_id = self.bins[0]
                line.quantity = 10
        self.assertEqual(
            self.in_bins(self.validate(receipt)),
            {("MILK-X", "Bin 1"): 30, ("MILK-Y", "Bin 1"): 10},
        )

    # LN-3, MM-7: the bins are said, the number is generated
    def test_generated_lot_in_several_bins(self):
        receipt = self.make_receipt((self.milk, 40))
        with self.open_details(receipt) as form:
            with form.move_line_ids.edit(0) as line:
                line.location_dest_id = self.bins[0]
                line.quantity = 15
            with form.move_line_ids.new() as line:
                line.location_dest_id = self.bins[1]
                line.quantity = 25
        self.fill(receipt)
        self.assertEqual(
            self.in_bins(self.validate(receipt)),
            {("MILK-0001", "Bin 1"): 15, ("MILK-0001", "Bin 2"): 25},
        )

    # LN-3, MM-7: serials in several bins
    def test_serials_in_several_bins(self):
        receipt = self.make_receipt((self.motor, 4))
        for line, place in zip(receipt.move_line_ids, (0, 0, 1, 2), strict=True):
            line.location_dest_id = self.bins[place]
        self.fill(receipt, "V-1")
        self.assertEqual(
            self.in_bins(self.validate(receipt)),
            {
                ("V-1", "Bin 1"): 1,
                ("V-2", "Bin 1"): 1,
                ("V-3", "Bin 2"): 1,
                ("V-4", "Bin 3"): 1,
            },
        )


@tagged("post_install", "-at_install")
class TestReceiptTours(PictureMixin, LotRangeMixin, PreallocMixin, HttpCase):
    def tour(self, picking, name):
        path = "deliveries" if picking.picking_type_code == "outgoing" else "receipts"
        self.start_tour(
            f"/odoo/{path}/{picking.id}", name, login=self.storekeeper.login
        )
        self.env.invalidate_all()

    # MM-7
    def test_receipt_by_range(self):
        receipt = self.make_receipt((self.motor, 200))
        self.tour(receipt, "receipt_of_200_by_range")
        self.assertEqual(receipt.state, "done")
        self.assertEqual(
            self.lots_of(receipt), [f"SN-{number:04}" for number in range(1, 201)]
        )

    # MM-7
    def test_delivery_by_range(self):
        self.make_serials(1, 3)
        self.make_serials(5, 6)
        self.make_serials(8, 12)
        self.make_lot(self.motor, "A-07")
        delivery = self.make_delivery((self.motor, 10))
        self.tour(delivery, "delivery_by_range")
        self.assertEqual(delivery.state, "done")
        names = ["01", "02", "03", "05", "06", "08", "09", "10"]
        self.assertEqual(
            sorted(self.lots_of(delivery)), [f"A-{name}" for name in names]
        )
        self.assertEqual(delivery.backorder_ids.move_ids.product_uom_qty, 2)

    # LN-4
    def test_receipt_without_numbers(self):
        receipt = self.make_receipt(
            (self.motor, 2), (self.milk, 40), (self.make_product("Screw"), 9)
        )
        self.tour(receipt, "receipt_without_numbers")
        self.assertEqual(receipt.state, "assigned")

    # LN-1
    def test_new_lot(self):
        receipt = self.make_receipt((self.milk, 40))
        self.tour(receipt, "receipt_new_lot")
        self.assertEqual(receipt.state, "done")
        self.assertEqual(receipt.move_line_ids.lot_id.name, "MILK-NEW")
        self.assertEqual(receipt.move_line_ids.quantity, 40)

    # LN-1
    def test_no_column_without_tracking(self):
        receipt = self.make_receipt((self.make_product("Screw"), 9))
        self.tour(receipt, "receipt_without_tracking")
