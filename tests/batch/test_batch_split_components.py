"""Batch Production splits orders as Odoo does: the components."""

from odoo import Command
from odoo.tests import tagged

from .split_case import SHORT, SplitCase


@tagged("post_install", "-at_install")
class TestComponents(SplitCase):
    """OD-3 OD-4: what is reserved, and how, goes with its unit."""

    def test_fully_reserved(self):
        # OD-3 OD-4
        self.stock(self.screw, 40)
        self.stock(self.wire, 50)
        order = self.order(5, (self.screw, 1), (self.wire, 2))
        self.assertEqual(order.reservation_state, "assigned")
        self.assertSameAsPlain(order)

    def test_fewer_serials_than_units(self):
        # OD-3 OD-4: the rest stays together
        self.stock(self.screw, 40)
        self.stock(self.wire, 50)
        order = self.order(7, (self.screw, 1), (self.wire, 2))
        self.assertSameAsPlain(order, 3)

    def test_one_serial_of_two(self):
        # OD-3 OD-4
        self.stock(self.screw, 2)
        self.assertSameAsPlain(self.order(2, (self.screw, 1)), 1)

    def test_partly_reserved(self):
        # OD-3 OD-4: less than a unit's worth included
        self.stock(self.screw, 3)
        self.stock(self.wire, 5)
        order = self.order(5, (self.screw, 1), (self.wire, 2))
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_partly_reserved_then_received(self):
        # OD-3: Odoo's split reserves again what has come in since
        self.stock(self.screw, 2)
        order = self.order(4, (self.screw, 1))
        self.stock(self.screw, 1)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_not_reserved(self):
        # OD-3 OD-4
        order = self.order(4, (self.screw, 1), (self.wire, 2), assign=False)
        self.assertFalse(order.move_raw_ids.move_line_ids)
        self.assertSameAsPlain(order)

    def test_in_stock_and_not_reserved(self):
        # OD-3 OD-4: operations that reserve by hand
        self.warehouse.manu_type_id.reservation_method = "manual"
        self.stock(self.screw, 40)
        order = self.order(4, (self.screw, 1), assign=False)
        self.assertFalse(order.move_raw_ids.move_line_ids)
        self.assertSameAsPlain(order)

    def test_no_component(self):
        # OD-3 OD-4
        self.assertSameAsPlain(self.make_order(self.drone, 4, confirm=True))

    def test_serial_component(self):
        # OD-3 OD-4 OD-7: two of them in each unit
        frame = self.make_product("Frame", "serial")
        for index in range(10):
            self.make_lot(frame, f"FR-{index}", 1)
        self.stock(self.screw, 5)
        order = self.order(5, (frame, 2), (self.screw, 1))
        self.assertEqual(order.reservation_state, "assigned")
        self.assertSameAsPlain(order)

    def test_serial_component_partly_reserved(self):
        # OD-3: not Produce, which stops at the missing numbers as Odoo does
        frame = self.make_product("Frame", "serial")
        for index in range(3):
            self.make_lot(frame, f"FR-{index}", 1)
        self.assertSameAsPlain(self.order(5, (frame, 1)), produce=False)

    def test_lot_component(self):
        # OD-3 OD-4 OD-7: several lots, whose borders lie within a unit
        glue = self.make_product("Glue", "lot")
        for index, quantity in enumerate((2.5, 4, 1.5, 7)):
            self.make_lot(glue, f"GL-{index}", quantity)
        order = self.order(5, (glue, 3), (self.screw, 1))
        self.assertEqual(len(order.move_raw_ids.move_line_ids), 4)
        self.assertSameAsPlain(order)

    def test_sub_locations(self):
        # OD-3 OD-4
        deep = self.shelf.copy({"name": "Box", "location_id": self.shelf.id})
        for location, quantity in (
            (self.shelf, 3),
            (self.stock_location, 4),
            (deep, 6),
        ):
            self.stock(self.screw, quantity, location=location)
        order = self.order(6, (self.screw, 2))
        self.assertEqual(len(order.move_raw_ids.move_line_ids), 3)
        self.assertSameAsPlain(order, 4)

    def test_packages_and_owners(self):
        # OD-3 OD-4
        packages = self.env["stock.package"].create(
            [{"name": "PACK-A"}, {"name": "PACK-B"}]
        )
        owner = self.env["res.partner"].create({"name": "Owner"})
        glue = self.make_product("Glue", "lot")
        lot = self.make_lot(glue, "GL-1")
        for quantity, extra in (
            (3, {"package_id": packages[0]}),
            (2, {"package_id": packages[1]}),
            (2, {"owner_id": owner}),
            (3, {"owner_id": owner, "package_id": packages[1]}),
        ):
            self.stock(glue, quantity, lot, **extra)
            self.stock(self.screw, quantity, **extra)
        order = self.order(5, (glue, 2), (self.screw, 2))
        self.assertGreaterEqual(len(order.move_raw_ids.move_line_ids), 6)
        self.assertSameAsPlain(order)

    def test_other_unit_of_measure(self):
        # OD-3 OD-4: of the component, and of the order
        self.stock(self.screw, 100)
        self.make_bom(
            self.drone,
            bom_line_ids=[
                Command.create(
                    {
                        "product_id": self.screw.id,
                        "product_qty": 1.5,
                        "product_uom_id": self.uom_dozen.id,
                    }
                )
            ],
        )
        order = self.make_order(self.drone, 5, confirm=True)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.move_line_ids.quantity_product_uom, 90)
        self.assertSameAsPlain(order)

    def test_order_in_dozens(self):
        # OD-3 OD-4
        self.stock(self.screw, 12)
        self.make_bom(self.drone, [(self.screw, 1)])
        order = self.make_order(
            self.drone, 1, product_uom_id=self.uom_dozen.id, confirm=True
        )
        self.assertEqual(order.product_qty, 12)
        self.assertSameAsPlain(order)

    def test_quantity_that_does_not_divide(self):
        # OD-3 OD-4: one tube for three drones
        self.stock(self.wire, 10)
        order = self.order(7, (self.wire, 0.33), (self.screw, 1))
        self.assertSameAsPlain(order)

    def test_by_products(self):
        # OD-3 OD-4
        chip = self.make_product("Chip")
        tracked = self.make_product("Offcut", "lot")
        self.stock(self.screw, 5)
        order = self.order(5, (self.screw, 1), byproducts=[(chip, 2), (tracked, 1)])
        self.assertSameAsPlain(order, produce=False)

    def test_by_products_produced(self):
        # OD-4
        chip = self.make_product("Chip")
        self.stock(self.screw, 5)
        order = self.order(5, (self.screw, 1), byproducts=[(chip, 2)])
        self.assertSameAsPlain(order, 4)

    def test_kit(self):
        # OD-3 OD-4
        kit = self.make_product("Kit", is_storable=False)
        self.make_bom(kit, [(self.screw, 2), (self.wire, 3)], type="phantom")
        self.stock(self.screw, 20)
        self.stock(self.wire, 7)
        order = self.order(4, (kit, 1))
        self.assertEqual(order.move_raw_ids.product_id, self.screw | self.wire)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_component_of_the_order_alone(self):
        # OD-3: a person added it; and one was taken off
        self.stock(self.screw, 20)
        order = self.order(4, (self.screw, 1), (self.wire, 1), consumption="flexible")
        extra = self.make_product("Sticker")
        self.stock(extra, 10)
        order.move_raw_ids = [
            Command.create({"product_id": extra.id, "product_uom_qty": 8})
        ]
        order.move_raw_ids.filtered(lambda m: m.product_id == self.wire).unlink()
        order.action_assign()
        self.assertSameAsPlain(order)

    def test_consumed_by_hand(self):
        # OD-3: a component is marked as consumed before the split
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        order = self.order(4, (self.screw, 1), (self.wire, 2))
        move = order.move_raw_ids[0]
        move.quantity = 3
        move.picked = True
        self.assertSameAsPlain(order, produce=False)

    def test_manual_consumption(self):
        # OD-3 OD-4
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        order = self.order(4, (self.screw, 2), (self.wire, 1))
        order.move_raw_ids[0].manual_consumption = True
        self.assertSameAsPlain(order)
