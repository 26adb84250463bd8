"""Lots and serial numbers that are named on the demand (MM-9)."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ..common import PreallocCase


class DemandMixin:
    """Transfers and orders whose demand names lots, by plain users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )
        cls.milk = cls.make_product("Milk", "lot")
        cls.motor = cls.make_product("Motor", "serial")

    def make_transfer(self, *args, **vals):
        """:return: a draft, made by the storekeeper"""
        return super().make_transfer(*args, **{"confirm": False, **vals})

    def make_internal(self, *demands, **vals):
        return self.make_transfer(
            self.warehouse.int_type_id,
            *demands,
            source=self.stock_location,
            target=self.shelf,
            **vals,
        )

    def make_order_of(self, product, quantity, lots, **vals):
        """:return: a draft order for one unit, made by the worker"""
        assembly = self.make_product("Assembly")
        return self.make_order(
            assembly,
            1,
            user=self.worker,
            move_raw_ids=[
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "demand_lot_ids": [Command.set(lots.ids)],
                    }
                )
            ],
            **vals,
        )

    def make_lots(self, product, *names, quantity=0):
        lots = [self.make_lot(product, name, quantity) for name in names]
        return self.env["stock.lot"].concat(*lots)

    def lines(self, records):
        """:return: ``[(name of the lot, quantity)]`` of transfers, moves or orders"""
        if records._name == "mrp.production":
            records = records.move_raw_ids
        return sorted(
            (line.lot_id.name or "", line.quantity) for line in records.move_line_ids
        )


class TestReceipt(DemandMixin, PreallocCase):
    # MM-9
    def test_validate_is_all_there_is_to_press(self):
        lot = self.make_lots(self.milk, "M1")
        serials = self.make_lots(self.motor, "S1", "S2", "S3")
        receipt = self.make_receipt((self.milk, 40, lot), (self.motor, 3, serials))
        self.assertTrue(receipt.button_validate())
        self.assertEqual(receipt.state, "done")
        self.assertEqual(
            self.lines(receipt), [("M1", 40), ("S1", 1), ("S2", 1), ("S3", 1)]
        )
        self.assertEqual(lot.product_qty, 40)

    # MM-9: as it is reserved anew
    def test_unreserve_and_check_availability(self):
        lot = self.make_lots(self.milk, "M1")
        serials = self.make_lots(self.motor, "S1", "S2")
        receipt = self.make_receipt((self.milk, 40, lot), (self.motor, 2, serials))
        receipt.action_confirm()
        for _time in range(2):
            self.assertEqual(self.lines(receipt), [("M1", 40), ("S1", 1), ("S2", 1)])
            receipt.do_unreserve()
            self.assertEqual(self.lines(receipt), [])
            receipt.action_assign()

    # MM-9: other systems know the field of Odoo
    def test_native_field_of_a_draft(self):
        lot = self.make_lots(self.milk, "M1")
        serials = self.make_lots(self.motor, "S1", "S2")
        receipt = self.make_receipt(
            (self.milk, 40, lot.browse()), (self.motor, 2, lot.browse())
        )
        milk, motor = receipt.move_ids
        milk.lot_ids = lot
        motor.write({"lot_ids": [Command.link(lot.id) for lot in serials]})
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "draft")
        self.assertEqual(milk.demand_lot_ids, lot)
        self.assertEqual(motor.demand_lot_ids, serials)
        receipt.button_validate()
        self.assertEqual(self.lines(receipt), [("M1", 40), ("S1", 1), ("S2", 1)])

    # MM-9: import
    def test_import(self):
        self.make_lots(self.milk, "M1")
        receipts = self.env["stock.picking"].with_user(self.storekeeper)
        result = receipts.load(
            [
                "picking_type_id/.id",
                "location_id/.id",
                "location_dest_id/.id",
                "move_ids/product_id",
                "move_ids/product_uom_qty",
                "move_ids/demand_lot_ids",
            ],
            [
                [
                    str(self.warehouse.in_type_id.id),
                    str(self.suppliers.id),
                    str(self.stock_location.id),
                    "Milk",
                    "40",
                    "M1",
                ]
            ],
        )
        self.assertFalse(result["messages"])
        receipt = receipts.browse(result["ids"])
        receipt.button_validate()
        self.assertEqual(self.lines(receipt), [("M1", 40)])

    # MM-9: typed on the screen
    def test_form(self):
        lot = self.make_lots(self.milk, "M1")
        operation = self.warehouse.in_type_id
        form = Form(
            self.env["stock.picking"]
            .with_user(self.storekeeper)
            .with_context(default_picking_type_id=operation.id)
        )
        with form.move_ids.new() as move:
            move.product_id = self.milk
            move.product_uom_qty = 40
            move.demand_lot_ids.add(lot)
        receipt = form.save()
        self.assertEqual(receipt.state, "draft")
        receipt.button_validate()
        self.assertEqual(self.lines(receipt), [("M1", 40)])

    # MM-9: the rest of the demand keeps its names
    def test_backorder(self):
        lot = self.make_lots(self.milk, "M1")
        serials = self.make_lots(self.motor, "S1", "S2", "S3")
        receipt = self.make_receipt((self.milk, 40, lot), (self.motor, 3, serials))
        receipt.action_confirm()
        milk, motor = receipt.move_ids
        milk.quantity = 15
        motor.move_line_ids.filtered(lambda line: line.lot_id.name != "S2").unlink()
        receipt.move_ids.picked = True
        action = receipt.button_validate()
        Form.from_action(receipt.env, action).save().process()
        self.assertEqual(self.lines(receipt), [("M1", 15), ("S2", 1)])
        self.assertEqual(motor.demand_lot_ids, serials[1])
        rest = receipt.backorder_ids
        self.assertEqual(self.lines(rest), [("M1", 25), ("S1", 1), ("S3", 1)])
        rest.button_validate()
        self.assertEqual(lot.product_qty, 40)

    # MM-9: a copy is another demand
    def test_copy(self):
        receipt = self.make_receipt((self.milk, 40, self.make_lots(self.milk, "M1")))
        self.assertFalse(receipt.copy().move_ids.demand_lot_ids)

    # MM-9: two lots of a product are two lines
    def test_two_lots(self):
        first, second = self.make_lots(self.milk, "M1", "M2")
        receipt = self.make_receipt((self.milk, 15, first), (self.milk, 25, second))
        receipt.button_validate()
        self.assertEqual(self.lines(receipt), [("M1", 15), ("M2", 25)])

    # MM-9: what is not named is asked for, or generated
    def test_fewer_serials_than_units(self):
        serials = self.make_lots(self.motor, "S1", "S2")
        receipt = self.make_receipt((self.motor, 3, serials))
        receipt.action_confirm()
        self.assertEqual(self.lines(receipt), [("", 1), ("S1", 1), ("S2", 1)])
        with self.assertRaisesRegex(UserError, "Motor"):
            receipt.button_validate()

    # MM-9: a quantity that is changed
    def test_more_than_demanded(self):
        lot = self.make_lots(self.milk, "M1")
        receipt = self.make_receipt((self.milk, 40, lot))
        receipt.action_confirm()
        with Form(receipt) as form, form.move_ids.edit(0) as move:
            move.quantity = 42
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(lot.product_qty, 42)

    # MM-9: named after confirmation
    def test_named_later(self):
        lot, other = self.make_lots(self.milk, "M1", "M2")
        receipt = self.make_receipt((self.milk, 40, lot.browse()))
        receipt.action_confirm()
        for named in (lot, other):
            receipt.move_ids.demand_lot_ids = named
            self.assertEqual(self.lines(receipt), [(named.name, 40)])

    # MM-9: refused
    def test_refused(self):
        milk = self.make_lots(self.milk, "M1", "M2")
        serials = self.make_lots(self.motor, "S1", "S2")
        with self.assertRaisesRegex(ValidationError, "S1, S2.*Milk"):
            self.make_receipt((self.milk, 40, serials))
        with self.assertRaisesRegex(UserError, "Milk: 2 lots"):
            self.make_receipt((self.milk, 40, milk)).action_confirm()
        with self.assertRaisesRegex(UserError, "Motor: 2 serial numbers.* 1 units"):
            self.make_receipt((self.motor, 1, serials)).action_confirm()

    # MM-9: with the settings off the native field does what it does in stock Odoo
    def test_off(self):
        self.company.lot_prealloc_enabled = False
        receipt = self.make_receipt((self.milk, 40, self.env["stock.lot"]))
        self.assertFalse(receipt.is_demand_named)
        receipt.move_ids.lot_ids = self.make_lots(self.milk, "M1")
        self.assertFalse(receipt.move_ids.demand_lot_ids)
        # one unit, as if it were a serial; later 19.0 gives it all there is
        self.assertIn(dict(self.lines(receipt))["M1"], (1, 40))


class TestInternal(DemandMixin, PreallocCase):
    def setUp(self):
        super().setUp()
        self.old, self.new = self.make_lots(self.milk, "OLD", "NEW", quantity=50)
        self.serials = self.make_lots(self.motor, "S1", "S2", "S3", quantity=1)

    # MM-9: not what would be first in first out
    def test_validate_is_all_there_is_to_press(self):
        named = self.serials[1] | self.serials[2]
        transfer = self.make_internal((self.milk, 40, self.new), (self.motor, 2, named))
        self.assertTrue(transfer.button_validate())
        self.assertEqual(self.lines(transfer), [("NEW", 40), ("S2", 1), ("S3", 1)])
        self.assertEqual(transfer.state, "done")

    # MM-9
    def test_unreserve_and_check_availability(self):
        transfer = self.make_internal(
            (self.milk, 40, self.new), (self.motor, 1, self.serials[2])
        )
        transfer.action_confirm()
        for _time in range(2):
            transfer.action_assign()
            self.assertEqual(self.lines(transfer), [("NEW", 40), ("S3", 1)])
            transfer.do_unreserve()

    # MM-9: nothing is taken in its place, and the availability says so
    def test_named_lot_is_not_there(self):
        late = self.make_lots(self.milk, "LATE")
        delivery = self.make_delivery((self.milk, 40, late))
        delivery.action_confirm()
        delivery.action_assign()
        self.assertEqual(delivery.state, "confirmed")
        self.assertEqual(delivery.products_availability, "Not Available")
        self.assertEqual(self.lines(delivery), [])
        self.put_in_stock(self.milk, 30, late)
        delivery.action_assign()
        self.assertEqual(self.lines(delivery), [("LATE", 30)])
        self.assertEqual(delivery.products_availability, "Not Available")
        self.put_in_stock(self.milk, 10, late)
        self.env.invalidate_all()
        self.assertEqual(delivery.products_availability, "Available")
        delivery.action_assign()
        self.assertEqual(self.lines(delivery), [("LATE", 40)])
        delivery.button_validate()
        self.assertEqual(delivery.state, "done")

    # MM-9: neither by a quantity that is typed, nor by Validate on a draft
    def test_nothing_else_by_quantity(self):
        late = self.make_lots(self.milk, "LATE")
        transfer = self.make_internal((self.milk, 40, late))
        with self.assertRaisesRegex(UserError, "Milk"):
            transfer.button_validate()
        transfer.action_confirm()
        transfer.move_ids.quantity = 40
        self.assertEqual(self.lines(transfer), [("", 40)])

    # MM-9: stock without a number is not what is named
    def test_stock_without_number(self):
        late = self.make_lots(self.milk, "LATE")
        self.put_in_stock(self.milk, 99)
        transfer = self.make_internal((self.milk, 40, late))
        transfer.action_confirm()
        transfer.action_assign()
        self.assertEqual(self.lines(transfer), [])

    # MM-9: several lots, the oldest first
    def test_several_lots(self):
        third = self.make_lots(self.milk, "THIRD", quantity=50)
        transfer = self.make_internal((self.milk, 70, self.new | third))
        transfer.action_confirm()
        transfer.action_assign()
        self.assertEqual(self.lines(transfer), [("NEW", 50), ("THIRD", 20)])

    # MM-9: what is not named is free
    def test_fewer_serials_than_units(self):
        for named, lines in (
            (self.serials[2], [("S1", 1), ("S3", 1)]),
            (self.serials[0], [("S1", 1), ("S2", 1)]),
        ):
            transfer = self.make_internal((self.motor, 2, named))
            transfer.action_confirm()
            transfer.action_assign()
            self.assertEqual(self.lines(transfer), lines)
            transfer.do_unreserve()
        missing = self.make_lots(self.motor, "S9")
        transfer = self.make_internal((self.motor, 3, missing))
        transfer.action_confirm()
        transfer.action_assign()
        self.assertEqual(self.lines(transfer), [("S1", 1), ("S2", 1)])

    # MM-9: a returned number is taken by a person, who names it
    def test_returned_number(self):
        delivery = self.make_delivery((self.motor, 1, self.serials[0]))
        delivery.button_validate()
        back = self.make_return(delivery, 1)
        back.button_validate()
        self.assertEqual(self.serials[0].lifecycle_state, "returned")
        transfer = self.make_internal((self.motor, 1, self.serials[0]))
        transfer.button_validate()
        self.assertEqual(self.lines(transfer), [("S1", 1)])

    # MM-9
    def test_split_and_backorder(self):
        transfer = self.make_internal((self.motor, 2, self.serials[1:]))
        transfer.action_confirm()
        transfer.action_assign()
        transfer.move_line_ids.filtered(lambda line: line.lot_id.name == "S2").unlink()
        transfer.action_split_transfer()
        rest = transfer.backorder_ids
        self.assertEqual(self.lines(transfer), [("S3", 1)])
        self.assertEqual(rest.move_ids.demand_lot_ids, self.serials[1])
        rest.action_assign()
        self.assertEqual(self.lines(rest), [("S2", 1)])

    # MM-9: what is named apart stays apart
    def test_not_merged(self):
        transfer = self.make_internal(
            (self.milk, 10, self.old), (self.milk, 5, self.new)
        )
        transfer.action_confirm()
        transfer.action_assign()
        self.assertEqual(self.lines(transfer), [("NEW", 5), ("OLD", 10)])

    # MM-9 MM-8: the step before brings what is named
    def test_steps(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.env["stock.rule"].run(
            [
                self.env["stock.rule"].Procurement(
                    self.milk,
                    10,
                    self.milk.uom_id,
                    self.customers,
                    "Demand",
                    "Demand",
                    self.company,
                    {"warehouse_id": self.warehouse, "demand_lot_ids": self.new},
                )
            ]
        )
        pick = self.env["stock.move"].search([("product_id", "=", self.milk.id)])
        self.assertEqual(pick.location_id, self.stock_location)
        pick.picking_id.action_assign()
        pick.picking_id.button_validate()
        ship = pick.move_dest_ids
        self.assertEqual(self.lines(pick), [("NEW", 10)])
        self.assertEqual(self.lines(ship), [("NEW", 10)])
        ship.picking_id.button_validate()
        self.assertEqual(ship.state, "done")

    # MM-9, MM-8: of what the step before has brought, each takes what is named for it
    def test_shared_step(self):
        for named in ((self.new, self.old), (False, self.old), (self.new, False)):
            with self.subTest(named=named):
                bring = self.make_internal(
                    (self.milk, 5, self.old), (self.milk, 5, self.new)
                )
                ship = self.make_delivery(
                    *((self.milk, 5, lot or self.new.browse()) for lot in named),
                    source=self.shelf,
                )
                ship.move_ids.move_orig_ids = bring.move_ids
                (bring | ship).action_confirm()
                bring.button_validate()
                ship.action_assign()
                self.assertEqual(
                    [move.lot_ids for move in ship.move_ids], [self.new, self.old]
                )
                ship.action_cancel()

    # MM-9: a demand that is reduced finds its move
    def test_reduced_demand(self):
        moves = self.env["stock.move"]
        # later 19.0 merges what is demanded under the same reference only
        reference = self.env["stock.reference"].create({"name": "Reduced"})
        for quantity, named in ((10, self.new), (-4, self.new.browse())):
            moves += moves.create(
                {
                    "product_id": self.milk.id,
                    "product_uom_qty": quantity,
                    "location_id": self.stock_location.id,
                    "location_dest_id": self.customers.id,
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "demand_lot_ids": [Command.set(named.ids)],
                    "reference_ids": [Command.link(reference.id)],
                }
            )
            moves[-1]._action_confirm()
        self.assertEqual(moves.exists().product_uom_qty, 6)


class TestIssue(DemandMixin, PreallocCase):
    def setUp(self):
        super().setUp()
        self.old, self.new = self.make_lots(self.milk, "OLD", "NEW", quantity=50)
        self.serials = self.make_lots(self.motor, "S1", "S2", "S3", quantity=1)

    # MM-9
    def test_produce_all_is_all_there_is_to_press(self):
        for product, quantity, named in (
            (self.milk, 5, self.new),
            (self.motor, 1, self.serials[2]),
        ):
            order = self.make_order_of(product, quantity, named)
            order.action_confirm()
            self.complete(order)
            self.assertEqual(order.state, "done")
            self.assertEqual(self.lines(order), [(named.name, quantity)])

    # MM-9
    def test_unreserve_and_check_availability(self):
        order = self.make_order_of(self.milk, 5, self.new)
        order.action_confirm()
        for _time in range(2):
            order.action_assign()
            self.assertEqual(self.lines(order), [("NEW", 5)])
            order.do_unreserve()

    # MM-9: native field of a draft
    def test_native_field_of_a_draft(self):
        order = self.make_order_of(self.milk, 5, self.new.browse())
        order.move_raw_ids.lot_ids = self.new
        order.action_confirm()
        order.action_assign()
        self.assertEqual(self.lines(order), [("NEW", 5)])

    # MM-9: nothing else is consumed
    def test_named_lot_is_not_there(self):
        late = self.make_lots(self.milk, "LATE")
        order = self.make_order_of(self.milk, 5, late)
        order.action_confirm()
        order.action_assign()
        self.assertEqual(order.components_availability, "Not Available")
        self.assertEqual(self.lines(order), [])
        with self.assertRaisesRegex(UserError, "Milk"):
            self.complete(order)
        self.put_in_stock(self.milk, 5, late)
        self.complete(order)
        self.assertEqual(self.lines(order), [("LATE", 5)])

    # MM-9: typed on the screen, and after confirmation
    def test_form(self):
        order = self.make_order_of(self.milk, 5, self.new.browse())
        with Form(order) as form, form.move_raw_ids.edit(0) as move:
            move.demand_lot_ids.add(self.new)
        order.action_confirm()
        order.action_assign()
        self.assertEqual(self.lines(order), [("NEW", 5)])
        with Form(order) as form, form.move_raw_ids.edit(0) as move:
            move.demand_lot_ids.remove(id=self.new.id)
            move.demand_lot_ids.add(self.old)
        self.assertEqual(self.lines(order), [("OLD", 5)])

    # MM-9
    def test_partial_production(self):
        assembly = self.make_product("Assembly of Two")
        self.make_bom(assembly, [(self.motor, 1), (self.milk, 5)])
        order = self.make_order(assembly, 2, user=self.worker)
        motor, milk = order.move_raw_ids
        motor.demand_lot_ids = self.serials[1:]
        milk.demand_lot_ids = self.new
        order.action_confirm()
        order.action_assign()
        self.complete(order, 1)
        rest = self.backorders_of(order)
        self.assertEqual(self.lines(order), [("NEW", 5), ("S2", 1)])
        self.assertEqual(rest.move_raw_ids[0].demand_lot_ids, self.serials[2])
        self.assertEqual(rest.move_raw_ids[1].demand_lot_ids, self.new)
        rest.do_unreserve()
        rest.action_assign()
        self.assertEqual(self.lines(rest), [("NEW", 5), ("S3", 1)])

    # MM-9 MM-8: components that are picked first
    def test_two_steps(self):
        self.warehouse.manufacture_steps = "pbm"
        order = self.make_order_of(self.milk, 5, self.new)
        order.action_confirm()
        pick = order.picking_ids
        self.assertEqual(pick.move_ids.demand_lot_ids, self.new)
        pick.action_assign()
        pick.with_user(self.storekeeper).button_validate()
        self.assertEqual(self.lines(pick), [("NEW", 5)])
        self.assertEqual(self.lines(order), [("NEW", 5)])
        self.complete(order)
        self.assertEqual(order.state, "done")
