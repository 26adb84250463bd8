"""Receipts as they come: what generates numbers, what asks for them (LN-4, LN-5)."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ..common import PreallocCase
from .test_receipts import ReceiptMixin


class AttackCase(ReceiptMixin, PreallocCase):
    def pick(self, receipt, *quantities):
        """Receive these quantities only, of the moves in turn."""
        for move, quantity in zip(receipt.move_ids, quantities, strict=True):
            move.quantity = quantity
            move.picked = bool(quantity)

    def stock_without_number(self, product):
        return sum(
            product.stock_quant_ids.filtered(
                lambda quant: not quant.lot_id and quant.location_id.usage == "internal"
            ).mapped("quantity")
        )

    def lots_of(self, product):
        return self.env["stock.lot"].search([("product_id", "in", product.ids)])

    def make_operation(self, name, **vals):
        return self.warehouse.in_type_id.copy(
            {"name": name, "sequence_code": name.replace(" ", ""), **vals}
        )


class TestGeneratedAnyhow(AttackCase):
    # LN-5: whatever the operation type is for
    def test_operation_types(self):
        for create, existing in ((False, False), (False, True), (True, True)):
            with self.subTest(create=create, existing=existing):
                operation = self.make_operation(
                    f"{create} {existing}",
                    use_create_lots=create,
                    use_existing_lots=existing,
                )
                receipt = self.make_receipt(
                    (self.motor, 2), (self.milk, 5), picking_type_id=operation.id
                )
                self.assertEqual(len(self.validate(receipt)), 3)
                self.assertFalse(self.stock_without_number(self.motor))
                self.assertFalse(self.stock_without_number(self.milk))

    # LN-5: a name that is typed is not drawn for another line
    def test_typed_name_is_the_next_one(self):
        receipt = self.make_receipt((self.motor, 3))
        receipt.move_line_ids[2].lot_name = "MTR-00001"
        lots = self.validate(receipt)
        self.assertEqual(len(lots), 3)
        self.assertEqual(set(lots.mapped("product_qty")), {1})

    # LN-5: nor is that of another lot of the same receipt
    def test_typed_name_of_a_lot_is_the_next_one(self):
        receipt = self.make_receipt((self.milk, 40))
        line = receipt.move_line_ids
        line.write({"quantity": 15, "lot_name": "MILK-0001"})
        line.copy({"quantity": 25, "lot_name": False})
        lots = self.validate(receipt)
        self.assertEqual(sorted(lots.mapped("product_qty")), [15, 25])

    # LN-5: several products that share a format
    def test_shared_format(self):
        pump = self.make_product(
            "Pump",
            "serial",
            lot_number_format_id=self.motor.lot_number_format_id.id,
            lot_auto_generate=True,
        )
        lots = self.validate(self.make_receipt((self.motor, 3), (pump, 3)))
        self.assertEqual(
            sorted(lots.mapped("name")), [f"MTR-{n:05}" for n in range(1, 7)]
        )

    # LN-5, BX-2: without a format the product's own sequence counts
    def test_no_format(self):
        plain = self.make_product("Plain", "serial", lot_auto_generate=True)
        lots = self.validate(self.make_receipt((plain, 3)))
        self.assertEqual(len(set(lots.mapped("name"))), 3)

    # LN-5: one line of each move
    def test_two_moves_of_a_lot(self):
        receipt = self.make_receipt((self.milk, 5))
        receipt.move_ids.copy({"product_uom_qty": 7, "description_picking": "Other"})
        receipt.action_confirm()
        lots = self.validate(receipt)
        self.assertEqual(sum(lots.mapped("product_qty")), 12)
        self.assertFalse(self.stock_without_number(self.milk))

    # LN-5: drafts, and several at once
    def test_drafts_at_once(self):
        receipts = self.env["stock.picking"].with_user(self.storekeeper)
        for quantity in (1, 2, 3):
            receipts |= self.make_receipt((self.motor, quantity), confirm=False)
        receipts.button_validate()
        self.assertEqual(set(receipts.mapped("state")), {"done"})
        lots = receipts.move_line_ids.lot_id
        self.assertEqual(len(lots), 6)
        self.assertEqual(set(lots.mapped("product_qty")), {1})

    # LN-5: partly picked, of several products
    def test_partly_picked(self):
        screw = self.make_product("Screw")
        receipt = self.make_receipt((self.motor, 3), (self.milk, 40), (screw, 9))
        self.pick(receipt, 2, 0, 9)
        self.assertEqual(self.names(self.validate(receipt)), ["MTR-00001", "MTR-00002"])
        self.assertFalse(self.lots_of(self.milk))
        rest = self.validate(receipt.backorder_ids)
        self.assertEqual(sorted(rest.mapped("product_qty")), [1, 40])

    # LN-5: no backorder, and an operation type that never makes one
    def test_no_backorder(self):
        operation = self.make_operation("Never", create_backorder="never")
        receipt = self.make_receipt((self.motor, 3), picking_type_id=operation.id)
        self.pick(receipt, 1)
        self.assertEqual(len(self.validate(receipt)), 1)
        self.assertFalse(receipt.backorder_ids)
        self.assertEqual(len(self.lots_of(self.motor)), 1)

    # LN-5: in dozens
    def test_dozens(self):
        receipt = self.make_receipt((self.motor, 1), (self.milk, 2), confirm=False)
        receipt.move_ids.product_uom = self.uom_dozen
        receipt.action_confirm()
        lots = self.validate(receipt)
        motors = lots.filtered(lambda lot: lot.product_id == self.motor)
        self.assertEqual(len(motors), 12)
        self.assertEqual((lots - motors).product_qty, 24)

    # LN-5: a serial number is for a whole unit
    def test_decimals(self):
        receipt = self.make_receipt((self.milk, 0.75))
        self.assertEqual(self.validate(receipt).product_qty, 0.75)
        receipt = self.make_receipt((self.motor, 2))
        receipt.move_line_ids[0].quantity = 1.5
        receipt.move_ids.picked = True
        with self.assertRaisesRegex(ValidationError, "Motor"):
            self.validate(receipt)
        self.assertFalse(self.motor.stock_quant_ids)

    # LN-5: more than ordered, and a product that was not ordered
    def test_more_than_ordered(self):
        receipt = self.make_receipt((self.motor, 1))
        receipt.move_ids.quantity = 3
        pump = self.make_bought("Pump", "serial", "PMP-{00}")
        receipt.write(
            {
                "move_line_ids": [
                    Command.create(
                        {
                            "product_id": pump.id,
                            "quantity": 2,
                            "location_id": self.suppliers.id,
                            "location_dest_id": self.stock_location.id,
                        }
                    )
                ]
            }
        )
        receipt.move_ids.picked = True
        lots = self.validate(receipt)
        self.assertEqual(len(lots), 5)
        self.assertFalse(self.stock_without_number(pump))

    # LN-5: in packages, for an owner
    def test_packages_and_owner(self):
        package = self.env["stock.package"].create({"name": "PACK-1"})
        owner = self.env["res.partner"].create({"name": "Owner O"})
        receipt = self.make_receipt((self.motor, 1), (self.milk, 5), owner_id=owner.id)
        receipt.move_ids[0].quantity = 3
        receipt.move_line_ids.write(
            {"result_package_id": package.id, "owner_id": owner.id, "picked": True}
        )
        lots = self.validate(receipt)
        self.assertEqual(len(lots), 4)
        quants = lots.quant_ids.filtered(lambda quant: quant.quantity > 0)
        self.assertEqual(quants.owner_id, owner)
        self.assertEqual(quants.package_id, package)

    # LN-5: one line of many units keeps its package and owner
    def test_units_of_a_package(self):
        package = self.env["stock.package"].create({"name": "PACK-1"})
        owner = self.env["res.partner"].create({"name": "Owner O"})
        receipt = self.make_receipt((self.motor, 4))
        receipt.move_line_ids[1:].unlink()
        receipt.move_line_ids.write(
            {
                "quantity": 4,
                "result_package_id": package.id,
                "owner_id": owner.id,
                "picked": True,
            }
        )
        lots = self.validate(receipt)
        quants = lots.quant_ids.filtered(lambda quant: quant.quantity > 0)
        self.assertEqual(len(lots), 4)
        self.assertEqual(quants.mapped("owner_id"), owner)
        self.assertEqual(quants.package_id, package)
        self.assertEqual(set(quants.mapped("quantity")), {1})

    # LN-5: no button at all
    def test_without_the_button(self):
        receipt = self.make_receipt((self.motor, 2), (self.milk, 5))
        receipt.move_ids.picked = True
        receipt.move_ids._action_done()
        self.assertEqual(receipt.state, "done")
        self.assertEqual(len(receipt.move_line_ids.lot_id), 3)

    # LN-5: nothing is drawn twice when the question about the rest is left open
    def test_question_left_open(self):
        receipt = self.make_receipt((self.motor, 3))
        self.pick(receipt, 2)
        for _time in range(3):
            self.assertIsInstance(receipt.button_validate(), dict)
        self.validate(receipt)
        self.assertEqual(
            self.names(self.lots_of(self.motor)), ["MTR-00001", "MTR-00002"]
        )

    # LN-5: a number is not wasted by a receipt that is refused
    def test_refused_receipt(self):
        other = self.make_product("Other", "serial")
        receipt = self.make_receipt((self.motor, 2), (other, 1))
        with self.assertRaisesRegex(UserError, "Other"):
            receipt.button_validate()
        self.assertFalse(self.lots_of(self.motor))

    # LN-5: archived product, number that lies in the way
    def test_archived_product_and_taken_name(self):
        self.make_lot(self.motor, "MTR-00002")
        receipt = self.make_receipt((self.motor, 3))
        self.motor.active = False
        self.assertEqual(
            sorted(self.validate(receipt).mapped("name")),
            ["MTR-00001", "MTR-00003", "MTR-00004"],
        )

    # LN-5, MM-9: named, typed and generated on one receipt
    def test_named_typed_and_generated(self):
        named = self.make_lot(self.motor, "NAMED")
        receipt = self.make_receipt((self.motor, 3), confirm=False)
        receipt.move_ids.demand_lot_ids = named
        receipt.action_confirm()
        receipt.move_line_ids.filtered(lambda line: not line.lot_id)[0].lot_name = "X"
        lots = self.validate(receipt)
        self.assertEqual(set(lots.mapped("name")), {"NAMED", "X", "MTR-00001"})

    # LN-5: imported with its lines
    def test_import(self):
        receipts = self.env["stock.picking"].with_user(self.storekeeper)
        result = receipts.load(
            [
                "picking_type_id/.id",
                "location_id/.id",
                "location_dest_id/.id",
                "move_ids/product_id/.id",
                "move_ids/product_uom_qty",
                "move_ids/quantity",
            ],
            [
                [
                    str(self.warehouse.in_type_id.id),
                    str(self.suppliers.id),
                    str(self.stock_location.id),
                    str(self.motor.id),
                    "3",
                    "3",
                ]
            ],
        )
        self.assertFalse(result["messages"])
        receipt = receipts.browse(result["ids"])
        self.assertEqual(len(self.validate(receipt)), 3)

    # LN-5: a text that the product does not have
    def test_missing_reference(self):
        self.motor.lot_number_format_id = self.make_format("{SKU}-{00}")
        receipt = self.make_receipt((self.motor, 1))
        with self.assertRaisesRegex(UserError, "Motor"):
            self.validate(receipt)
        self.motor.default_code = "M7"
        self.assertEqual(self.validate(receipt).name, "M7-01")


class TestNotGenerated(AttackCase):
    # LN-5: what is counted is not received
    def test_inventory_adjustment(self):
        quant = self.env["stock.quant"].create(
            {
                "product_id": self.milk.id,
                "location_id": self.stock_location.id,
                "inventory_quantity": 9,
            }
        )
        quant.action_apply_inventory()
        self.assertFalse(self.lots_of(self.milk))

    # LN-5: back to the vendor, and from him again
    def test_return_to_the_vendor(self):
        receipt = self.make_receipt((self.motor, 1))
        [lot] = self.validate(receipt)
        back = self.return_(receipt)
        self.assertEqual(back.move_line_ids.lot_id, lot)
        again = self.return_(back)
        self.assertEqual(again.move_line_ids.lot_id, lot)
        self.assertEqual(self.lots_of(self.motor), lot)

    # LN-5: from the customer
    def test_return_from_the_customer(self):
        [lot] = self.validate(self.make_receipt((self.motor, 1)))
        delivery = self.make_delivery((self.motor, 1), assign=True)
        self.validate(delivery)
        back = self.return_(delivery)
        self.assertEqual(back.move_line_ids.lot_id, lot)
        self.assertEqual(self.lots_of(self.motor), lot)

    def return_(self, transfer):
        back = self.make_return(transfer, 1)
        self.validate(back)
        return back

    # LN-5, AB-1: with lots switched off nothing is tracked, and nothing generated
    def test_master_switch(self):
        receipt = self.make_receipt((self.motor, 2), (self.milk, 5))
        settings = self.env["res.config.settings"].create(
            {"group_stock_production_lot": False}
        )
        settings.execute()
        self.assertFalse(self.validate(receipt))
        self.assertFalse(self.lots_of(self.motor | self.milk))

    # LN-5, AB-3: a product that inherits that it is not tracked
    def test_tier_without_tracking(self):
        self.company.lot_tracking = "serial"
        gear = self.make_product("Gear", tracking=None)
        self.assertEqual(gear.tracking, "serial")
        gear.lot_auto_generate = True
        self.company.lot_tracking = "none"
        self.assertEqual(gear.tracking, "none")
        self.assertFalse(self.validate(self.make_receipt((gear, 2))))

    # LN-5: a delivery straight from the vendor is not received
    def test_dropship(self):
        receipt = self.make_receipt(
            (self.motor, 1),
            picking_type_id=self.warehouse.out_type_id.id,
            target=self.customers,
        )
        with self.assertRaisesRegex(UserError, "Motor"):
            receipt.button_validate()


class TestAskedFor(AttackCase):
    def setUp(self):
        super().setUp()
        (self.motor | self.milk).lot_auto_generate = False
        self.no_lots = self.make_operation(
            "No lots", use_create_lots=False, use_existing_lots=False
        )

    # LN-4: a name that nobody makes a lot of is no number
    def test_name_on_an_operation_without_lots(self):
        receipt = self.make_receipt((self.motor, 1), picking_type_id=self.no_lots.id)
        receipt.move_line_ids.lot_name = "TYPED"
        try:
            self.validate(receipt)
        except UserError as error:
            self.assertIn("Motor", str(error))
        self.assertFalse(self.stock_without_number(self.motor))

    # LN-4: every way of validating
    def test_without_the_button(self):
        for method in ("picking", "moves", "lines"):
            with self.subTest(method=method):
                receipt = self.make_receipt(
                    (self.motor, 1), (self.milk, 5), picking_type_id=self.no_lots.id
                )
                receipt.move_ids.picked = True
                records = {
                    "picking": receipt,
                    "moves": receipt.move_ids,
                    "lines": receipt.move_line_ids,
                }[method]
                with self.assertRaisesRegex(UserError, "(?s)Motor.*Milk"):
                    records._action_done()
                self.assertFalse(self.motor.stock_quant_ids)

    # LN-4: several receipts, of which one lacks numbers
    def test_several_receipts(self):
        screw = self.make_product("Screw")
        good = self.make_receipt((screw, 1), picking_type_id=self.no_lots.id)
        bad = self.make_receipt((self.motor, 1), picking_type_id=self.no_lots.id)
        with self.assertRaisesRegex(UserError, f"{bad.name}.*(?s:.*)Motor") as caught:
            (good | bad).button_validate()
        self.assertNotIn("Screw", str(caught.exception))
        self.assertNotEqual(good.state, "done")

    # LN-4: half of it has a number
    def test_half_of_a_lot(self):
        receipt = self.make_receipt((self.milk, 40), picking_type_id=self.no_lots.id)
        line = receipt.move_line_ids
        line.write({"quantity": 15, "lot_id": self.make_lot(self.milk, "M1").id})
        line.copy({"quantity": 25, "lot_id": False})
        with self.assertRaisesRegex(UserError, "Milk"):
            self.validate(receipt)

    # LN-4: a line that is not received needs none
    def test_line_of_nothing(self):
        receipt = self.make_receipt((self.milk, 40), picking_type_id=self.no_lots.id)
        line = receipt.move_line_ids
        line.copy({"quantity": 0, "lot_id": False})
        line.lot_id = self.make_lot(self.milk, "M1")
        self.assertEqual(self.validate(receipt).name, "M1")

    # LN-4: in no company but those that have it on
    def test_other_company(self):
        other = self.make_company("Company B")
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        operation = warehouse.in_type_id
        operation.write({"use_create_lots": False, "use_existing_lots": False})
        receipt = self.make_transfer(
            operation,
            (self.motor, 1),
            source=self.suppliers,
            target=warehouse.lot_stock_id,
            user=self.env.user,
        )
        other.lot_prealloc_enabled = True
        with self.assertRaisesRegex(UserError, "Motor"):
            self.validate(receipt)
        other.lot_prealloc_enabled = False
        self.assertFalse(self.validate(receipt))

    # LN-4: the next step of a receipt is no receipt
    def test_put_away_of_stock_without_number(self):
        self.put_in_stock(self.milk, 5)
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock_location.id}
        )
        operation = self.warehouse.int_type_id.copy(
            {"name": "Move", "use_create_lots": False, "use_existing_lots": False}
        )
        transfer = self.make_transfer(
            operation,
            (self.milk, 5),
            source=self.stock_location,
            target=shelf,
            assign=True,
        )
        self.assertFalse(self.validate(transfer))


class TestOtherCompany(AttackCase):
    # LN-5: the format and the counter are those of the company that receives
    def test_number_of_the_company(self):
        other = self.make_company("Company B", lot_prealloc_enabled=True)
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        gear = self.make_product("Gear", "serial", lot_auto_generate=True)
        formats = self.env["lot.number.format"]
        for company, pattern in ((self.company, "A-{000}"), (other, "B-{000}")):
            company.lot_number_format_id = formats.create(
                {"pattern": pattern, "company_id": company.id}
            )
        receipts = self.make_receipt((gear, 2)).with_user(self.env.user)
        receipts |= self.make_transfer(
            warehouse.in_type_id,
            (gear, 2),
            source=self.suppliers,
            target=warehouse.lot_stock_id,
            user=self.env.user,
            confirm=False,
        )
        receipts.action_confirm()
        receipts.button_validate()
        self.assertEqual(set(receipts.mapped("state")), {"done"})
        self.assertEqual(
            [
                sorted(receipt.move_line_ids.lot_id.mapped("name"))
                for receipt in receipts
            ],
            [["A-001", "A-002"], ["B-001", "B-002"]],
        )


class TestTypedWithForm(AttackCase):
    # LN-4, LN-5: a person types some, leaves the others, and presses Validate
    def test_some_typed(self):
        receipt = self.make_receipt((self.motor, 3), (self.milk, 5))
        motor, milk = receipt.move_ids
        with Form(
            motor.with_context(default_picking_id=receipt.id),
            view="stock.view_stock_move_operations",
        ) as form:
            with form.move_line_ids.edit(1) as line:
                line.lot_name = "TYPED"
        lots = self.validate(receipt)
        self.assertEqual(
            set(lots.mapped("name")),
            {"TYPED", "MTR-00001", "MTR-00002", "MILK-0001"},
        )
