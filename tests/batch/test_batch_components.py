"""Batch Production: which component went into which unit (OD-7)."""

import json

from odoo import Command
from odoo.tests import Form, tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestGenealogy(BatchCase):
    """OD-7: the traceability report of a serial shows its own components only."""

    def setUp(self):
        super().setUp()
        self.make_frames("F1", "F2", "F3")
        for name in ("P1", "P2", "P3"):
            self.make_lot(self.paint, name, 2)

    def test_produce_without_naming_components(self):
        # OD-7: what is reserved is shared out, a frame to each unit
        order = self.confirmed(self.widget, 3, reserve=True)
        orders = self.produce(order, "S1", "S2", "S3")
        consumed = [self.components(part, self.frame) for part in orders]
        self.assertEqual([len(frames) for frames in consumed], [1, 1, 1])
        self.assertEqual(
            sorted(name for frames in consumed for name, _quantity in frames),
            ["F1", "F2", "F3"],
        )
        self.assertGenealogy(
            {
                f"S{n}": " ".join(name for name, _quantity in self.components(part))
                for n, part in enumerate(orders, 1)
            }
        )

    def test_produce_as_typed(self):
        # OD-7
        order = self.confirmed(self.widget, 3)
        self.produce(order, "S1,F3,P2", "S2,F1,P3", "S3,F2,P1")
        self.assertGenealogy({"S1": "F3 P2", "S2": "F1 P3", "S3": "F2 P1"})
        self.assertFalse(self.stock_of(self.frame))
        self.assertFalse(self.stock_of(self.paint))

    def test_produce_as_typed_where_others_are_reserved(self):
        # OD-7: the reservation is another pairing, what is typed counts
        order = self.confirmed(self.widget, 3, reserve=True)
        self.produce(order, "S1,F3,P2", "S2,F1,P3", "S3,F2,P1")
        self.assertGenealogy({"S1": "F3 P2", "S2": "F1 P3", "S3": "F2 P1"})
        self.assertFalse(self.stock_of(self.frame))
        self.assertReservedAsLined(self.frame, self.paint)

    def test_prepared_and_produced_one_by_one(self):
        # OD-7 OD-3: later, in any order, by a plain worker
        order = self.confirmed(self.widget, 3, reserve=True)
        orders = self.prepare(order, "S1,F3,P2", "S2,F1,P3", "S3,F2,P1")
        self.assertEqual(self.components(orders[0]), [("F3", 1), ("P2", 2)])
        self.assertReservedAsLined(self.frame, self.paint)
        self.assertEqual(self.stock_of(self.frame), {"F1": 1, "F2": 1, "F3": 1})
        for part in (orders[1], orders[2], orders[0]):
            self.assertEqual(part.env.user, self.worker)
            self.complete(part)
            self.assertEqual(part.state, "done")
        self.assertGenealogy({"S1": "F3 P2", "S2": "F1 P3", "S3": "F2 P1"})
        self.assertFalse(self.stock_of(self.frame))
        self.assertFalse(self.stock_of(self.paint))

    def test_prepared_and_produced_in_one_go(self):
        # OD-7: Produce All on a selection of prepared orders
        order = self.confirmed(self.widget, 3)
        orders = self.prepare(order, "S1,F3,P2", "S2,F1,P3", "S3,F2,P1")
        orders.button_mark_done()
        self.assertEqual(orders.mapped("state"), ["done"] * 3)
        self.assertGenealogy({"S1": "F3 P2", "S2": "F1 P3", "S3": "F2 P1"})

    def test_prepared_and_reserved_again(self):
        # OD-7 OD-3: Check Availability afterwards keeps what was typed
        order = self.confirmed(self.widget, 2)
        orders = self.prepare(order, "S1,F3,P2", "S2,F1,P3")
        orders.action_assign()
        self.assertEqual(self.components(orders[0]), [("F3", 1), ("P2", 2)])
        self.assertEqual(self.components(orders[1]), [("F1", 1), ("P3", 2)])

    def test_from_the_component_upwards(self):
        # OD-7 MM-3: where a component was used
        self.produce(self.confirmed(self.widget, 2), "S1,F3,P2", "S2,F1,P3")
        for name, serial in (("F3", "S1"), ("F1", "S2")):
            lines = self.lot(self.frame, name).quant_ids  # moved out of stock
            consumed = self.env["stock.move.line"].search(
                [("lot_id.name", "=", name), ("state", "=", "done")]
            )
            self.assertEqual(consumed.produce_line_ids.lot_id.name, serial)
            self.assertFalse(
                sum(lines.filtered("quantity").mapped("reserved_quantity"))
            )

    def test_apply_to_one_order_mixes(self):
        # OD-6: one order is one lot of components, as Odoo has it
        order = self.confirmed(self.widget, 3, reserve=True)
        self.typed(order, "S1", "S2", "S3").action_apply()
        self.complete(order)
        self.assertEqual(order.state, "done")
        self.assertEqual(
            self.genealogy(self.lot(self.widget, "S1")) & {"F1", "F2", "F3"},
            {"F1", "F2", "F3"},
        )

    def test_each_setting(self):
        # OD-7 PF-2 BX-2
        self.company.lot_prealloc_trigger = "done"
        self.produce(self.confirmed(self.widget, 1), "S1,F2,P2")
        self.company.lot_prealloc_enabled = False
        self.produce(self.confirmed(self.widget, 2), "S2,F3,P3", "S3,F1,P1")
        self.assertGenealogy({"S1": "F2 P2", "S2": "F3 P3", "S3": "F1 P1"})

    def test_rest_keeps_what_is_left(self):
        # OD-7 OD-4: the units without a serial have the components nobody took
        order = self.confirmed(self.widget, 3, reserve=True)
        orders = self.produce(order, "S1,F2,P3")
        self.assertEqual(
            self.components(orders[1]), [("F1", 1), ("F3", 1), ("P1", 2), ("P2", 2)]
        )
        self.assertGenealogy({"S1": "F2 P3"})
        self.assertReservedAsLined(self.frame, self.paint)

    def test_work_orders(self):
        # OD-7 OD-4: components of an operation
        bom = self.widget.bom_ids
        bom.operation_ids = self.make_workcenter_operations("Assemble")
        bom.bom_line_ids.operation_id = bom.operation_ids
        order = self.confirmed(self.widget, 2, reserve=True)
        orders = self.produce(order, "S1,F2,P2", "S2,F1,P1")
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual(set(orders.workorder_ids.mapped("state")), {"done"})
        self.assertGenealogy({"S1": "F2 P2", "S2": "F1 P1"})


@tagged("post_install", "-at_install")
class TestPairing(BatchCase):
    """OD-7: the pairing is exactly as typed."""

    def test_existing_and_new_finished_numbers(self):
        # OD-7: held, made by hand and not there yet, in any order
        self.make_frames("F1", "F2", "F3", "F4")
        self.make_lot(self.paint, "P1", 8)
        order = self.confirmed(self.widget, 4)
        held = self.names(order.prealloc_lot_ids)
        self.make_lot(self.widget, "OLD")
        serials = ["NEW-2", held[2], "OLD", "NEW-1"]
        orders = self.produce(
            order,
            *(f"{s},F{n},P1" for s, n in zip(serials, (4, 2, 1, 3), strict=True)),
        )
        self.assertEqual(self.serial_names(orders), serials)
        self.assertGenealogy(
            dict(zip(serials, ("F4 P1", "F2 P1", "F1 P1", "F3 P1"), strict=True))
        )

    def test_new_component_numbers(self):
        # OD-7: the operation type may create them
        self.operation_type.use_create_components_lots = True
        self.make_frames("F2")
        self.make_lot(self.paint, "P1", 2)
        order = self.confirmed(self.widget, 3)
        orders = self.produce(order, "S1,F-NEW,P-NEW", "S2,F2,P-NEW", "S3,A-NEW,P1")
        self.assertEqual(orders.mapped("state"), ["done"] * 3)
        self.assertGenealogy({"S1": "F-NEW P-NEW", "S2": "F2 P-NEW", "S3": "A-NEW P1"})
        self.assertEqual(len(self.lot(self.paint, "P-NEW")), 1)

    def test_same_name_for_two_components(self):
        # OD-7: a name belongs to the component of its field
        self.operation_type.use_create_components_lots = True
        self.make_frames("X1")
        self.make_lot(self.paint, "X2", 2)
        order = self.confirmed(self.widget, 2)
        orders = self.prepare(order, "S1,X1,X1", "S2,X2,X2")
        self.assertEqual(self.components(orders[0], self.frame), [("X1", 1)])
        self.assertEqual(self.components(orders[0], self.paint), [("X1", 2)])
        self.assertEqual(self.components(orders[1], self.frame), [("X2", 1)])
        self.assertEqual(self.components(orders[1], self.paint), [("X2", 2)])

    def test_a_number_of_another_product_is_no_component(self):
        # OD-7: the finished product has a number of the same name
        self.make_frames("F1")
        self.make_lot(self.paint, "P1", 2)
        self.produce(self.confirmed(self.widget, 1), "F1,F1,P1")
        self.assertEqual(self.stock_of(self.widget), {"F1": 1})
        self.assertEqual(self.stock_of(self.frame), {})

    def test_several_lots_with_quantities(self):
        # OD-7: `A|B;2`: A takes what the unit still needs
        bom = self.widget.bom_ids
        bom.bom_line_ids.filtered(
            lambda line: line.product_id == self.paint
        ).product_qty = 5
        self.make_frames("F1", "F2", "F3")
        for name in ("PA", "PB", "PC"):
            self.make_lot(self.paint, name, 10)
        order = self.confirmed(self.widget, 3)
        orders = self.prepare(
            order, "S1,F1,PA|PB;2", "S2,F2,PB;4|PA;1", "S3,F3, PC;1 | PA;1 | PB "
        )
        self.assertEqual(
            [self.components(part, self.paint) for part in orders],
            [
                [("PA", 3), ("PB", 2)],
                [("PA", 1), ("PB", 4)],
                [("PA", 1), ("PB", 3), ("PC", 1)],
            ],
        )
        self.assertReservedAsLined(self.paint)
        orders.button_mark_done()
        self.assertEqual(self.stock_of(self.paint), {"PA": 5, "PB": 1, "PC": 9})
        self.assertGenealogy({"S1": "F1 PA PB", "S2": "F2 PA PB", "S3": "F3 PA PB PC"})

    def test_other_quantity_than_needed(self):
        # OD-7: what a person names is what was used
        self.widget.bom_ids.consumption = "flexible"
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 10)
        order = self.confirmed(self.widget, 2, reserve=True)
        orders = self.produce(order, "S1,F1,P1;3", "S2,F2,P1;0.5")
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual(
            [self.components(part, self.paint) for part in orders],
            [[("P1", 3)], [("P1", 0.5)]],
        )
        self.assertEqual(self.stock_of(self.paint), {"P1": 6.5})

    def test_other_quantity_than_needed_where_odoo_asks(self):
        # OD-7 OD-9: the bill of materials wants a confirmation
        self.widget.bom_ids.consumption = "warning"
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 10)
        order = self.confirmed(self.widget, 2, reserve=True)
        action = self.typed(order, "S1,F1,P1;3", "S2,F2,P1").action_produce()
        self.assertEqual(action["res_model"], "mrp.consumption.warning")
        json.dumps(action)  # as it goes to the web client
        Form.from_action(order.env, action).save().action_confirm()
        orders = self.parts_of(order)
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual(self.stock_of(self.paint), {"P1": 5})

    def test_several_serials_of_one_component(self):
        # OD-7: two frames in each unit
        bom = self.widget.bom_ids
        bom.bom_line_ids.filtered(
            lambda line: line.product_id == self.frame
        ).product_qty = 2
        self.make_frames("F1", "F2", "F3", "F4")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        orders = self.prepare(order, "S1,F4|F1,P1", "S2,F2|F3,P1")
        self.assertEqual(self.components(orders[0], self.frame), [("F1", 1), ("F4", 1)])
        self.assertEqual(self.components(orders[1], self.frame), [("F2", 1), ("F3", 1)])
        orders.button_mark_done()
        self.assertGenealogy({"S1": "F1 F4 P1", "S2": "F2 F3 P1"})

    def test_empty_field_keeps_what_is_reserved(self):
        # OD-7
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        self.make_lot(self.paint, "P2", 2)
        order = self.confirmed(self.widget, 2, reserve=True)
        reserved = self.components(order, self.frame)
        orders = self.prepare(order, "S1,,P2", "S2, ,P1")
        frames = [self.components(part, self.frame) for part in orders]
        self.assertEqual(sorted(frames[0] + frames[1]), reserved)
        self.assertEqual(
            [self.components(part, self.paint) for part in orders],
            [[("P2", 2)], [("P1", 2)]],
        )
        self.assertReservedAsLined(self.frame, self.paint)

    def test_missing_fields_keep_what_is_reserved(self):
        # OD-7: only the first component is named
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        orders = self.produce(order, "S1,F2", "S2,F1")
        self.assertGenealogy({"S1": "F2 P1", "S2": "F1 P1"})
        self.assertEqual(orders.mapped("state"), ["done", "done"])

    def test_some_lines_name_components(self):
        # OD-7: the frame named for the second unit leaves the first one, which gets
        # another that is reserved
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        orders = self.produce(order, "S1", "S2,F1,P1")
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertGenealogy({"S1": "F2 P1", "S2": "F1 P1"})

    def test_frame_that_is_not_reserved(self):
        # OD-7: another frame of the stock; the reserved one is free again
        self.make_frames("F1", "F2", "F3")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        self.assertEqual(self.components(order, self.frame), [("F1", 1), ("F2", 1)])
        orders = self.prepare(order, "S1,F3", "S2,F1")
        self.assertEqual(self.components(orders[0], self.frame), [("F3", 1)])
        self.assertEqual(self.components(orders[1], self.frame), [("F1", 1)])
        self.assertReservedAsLined(self.frame, self.paint)
        free = self.lot(self.frame, "F2").quant_ids
        self.assertEqual(sum(free.mapped("reserved_quantity")), 0)

    def test_swapped_serials_in_their_places(self):
        # OD-7: each frame is taken from the shelf where it lies
        shelves = self.env["stock.location"].create(
            [
                {"name": name, "location_id": self.stock_location.id}
                for name in ("Shelf 1", "Shelf 2", "Shelf 3")
            ]
        )
        for number, shelf in enumerate(shelves, 1):
            self.make_frames(f"F{number}", location=shelf)
        self.make_lot(self.paint, "P1", 6, location=shelves[1])
        order = self.confirmed(self.widget, 3, reserve=True)
        orders = self.prepare(order, "S1,F3,P1", "S2,F1,P1", "S3,F2,P1")
        for part, place in zip(orders, (2, 0, 1), strict=True):
            lines = part.move_raw_ids.move_line_ids
            frame_line = lines.filtered(lambda line: line.product_id == self.frame)
            paint_line = lines.filtered(lambda line: line.product_id == self.paint)
            self.assertEqual(frame_line.location_id, shelves[place])
            self.assertEqual(paint_line.location_id, shelves[1])
        self.assertReservedAsLined(self.frame, self.paint)
        orders.button_mark_done()
        self.assertGenealogy({"S1": "F3 P1", "S2": "F1 P1", "S3": "F2 P1"})
        left = self.env["stock.quant"].search(
            [
                ("product_id", "in", (self.frame | self.paint).ids),
                ("location_id.usage", "=", "internal"),
                ("quantity", "!=", 0),
            ]
        )
        self.assertFalse(left, "taken from where it was not")

    def test_named_frames_are_found_on_their_shelves(self):
        # OD-7: nothing is reserved before
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock_location.id}
        )
        self.make_frames("F1", "F2", location=shelf)
        self.make_lot(self.paint, "P1", 4, location=shelf)
        order = self.confirmed(self.widget, 2)
        self.produce(order, "S1,F2,P1", "S2,F1,P1")
        self.assertGenealogy({"S1": "F2 P1", "S2": "F1 P1"})
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", (self.frame | self.paint).ids),
                ("location_id.usage", "=", "internal"),
            ]
        )
        self.assertFalse(
            [(q.location_id.name, q.lot_id.name) for q in quants if q.quantity],
            "taken from where it was not",
        )

    def test_lot_on_two_shelves(self):
        # OD-7: what one shelf lacks comes from the other
        shelves = self.env["stock.location"].create(
            [
                {"name": name, "location_id": self.stock_location.id}
                for name in ("Shelf 1", "Shelf 2")
            ]
        )
        lot = self.make_lot(self.paint, "P1", 3, location=shelves[0])
        self.put_in_stock(self.paint, 1, lot, shelves[1])
        self.make_frames("F1", "F2")
        orders = self.prepare(self.confirmed(self.widget, 2), "S1,F1,P1", "S2,F2,P1")
        for part in orders:
            self.assertEqual(
                sum(quantity for _name, quantity in self.components(part, self.paint)),
                2,
            )
        self.assertReservedAsLined(self.paint)
        orders.button_mark_done()
        self.assertEqual(self.stock_of(self.paint), {})
        quants = self.env["stock.quant"].search([("lot_id", "=", lot.id)])
        self.assertFalse(quants.filtered(lambda quant: quant.quantity < 0))

    def test_reserved_by_another_order(self):
        # OD-7: a person takes the frame at hand; the other order's reservation is no
        # longer more than what there is
        self.make_frames("F1")
        other = self.confirmed(self.widget, 1, reserve=True)
        self.assertEqual(self.components(other, self.frame), [("F1", 1)])
        self.make_lot(self.paint, "P1", 4)
        self.produce(self.confirmed(self.widget, 1), "S1,F1,P1")
        self.assertGenealogy({"S1": "F1 P1"})
        quants = self.lot(self.frame, "F1").quant_ids
        self.assertFalse(quants.filtered(lambda q: q.reserved_quantity > q.quantity))

    def test_unit_of_the_bill(self):
        # OD-7: paint by the dozen; quantities are in the unit of the component line
        bom = self.widget.bom_ids
        paint_line = bom.bom_line_ids.filtered(
            lambda line: line.product_id == self.paint
        )
        paint_line.write({"product_qty": 1, "product_uom_id": self.uom_dozen.id})
        self.make_frames("F1", "F2")
        for name in ("P1", "P2"):
            self.make_lot(self.paint, name, 24)
        lines = ("S1,F1,P2", "S2,F2,P1;0.5|P2")
        self.produce(self.confirmed(self.widget, 2), *lines)
        self.assertEqual(self.stock_of(self.paint), {"P1": 18, "P2": 6})

    def test_two_serials_with_a_lot_and_a_serial(self):
        # OD-7: what Odoo 18 promised of its own dialog
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 10)
        order = self.confirmed(self.widget, 2)
        dialog = self.open_dialog(order)
        dialog.lot_name = "SN-001"
        dialog = self.generate(dialog)
        dialog.serial_numbers = "\n".join(
            f"{line},F{n},P1"
            for n, line in zip((2, 1), self.lines(dialog), strict=True)
        )
        dialog.save().action_produce()
        orders = self.parts_of(order)
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertGenealogy({"SN-001": "F2 P1", "SN-002": "F1 P1"})
        self.assertEqual(self.stock_of(self.paint), {"P1": 6})

    def test_several_orders_with_components(self):
        # OD-7 OD-1: a selection of orders, one list
        self.make_frames("F1", "F2", "F3")
        self.make_lot(self.paint, "P1", 6)
        orders = self.confirmed(self.widget, 2) | self.confirmed(self.widget, 1)
        self.typed(orders, "S1,F3,P1", "S2,F1,P1", "S3,F2,P1").action_produce()
        self.assertGenealogy({"S1": "F3 P1", "S2": "F1 P1", "S3": "F2 P1"})
        self.assertEqual(self.serial_names(self.parts_of(orders[1])), ["S3"])

    def test_typed_without_a_form(self):
        # OD-7: RPC
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2)
        order.env["mrp.production.serials"].create(
            {"production_id": order.id, "serial_numbers": "S1,F2,P1\nS2,F1,P1"}
        ).action_produce()
        self.assertGenealogy({"S1": "F2 P1", "S2": "F1 P1"})

    def test_edited_after_preparing(self):
        # OD-7 OD-3: a person takes another frame than the one prepared
        self.make_frames("F1", "F2", "F3")
        self.make_lot(self.paint, "P1", 4)
        orders = self.prepare(self.confirmed(self.widget, 2), "S1,F1,P1", "S2,F2,P1")
        move = orders[0].move_raw_ids.filtered(lambda m: m.product_id == self.frame)
        move.lot_ids = self.lot(self.frame, "F3")
        for part in orders:
            self.complete(part)
        self.assertGenealogy({"S1": "F3 P1", "S2": "F2 P1"})


@tagged("post_install", "-at_install")
class TestMultiLevel(BatchCase):
    """OD-7, MM-3: an assembly that was itself divided goes into the unit above it."""

    def test_every_level(self):
        # OD-7 MM-3
        machine = self.make_product("Machine", "serial")
        self.make_bom(machine, [(self.widget, 1)])
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 2)
        self.make_lot(self.paint, "P2", 2)
        self.produce(self.confirmed(self.widget, 2), "W1,F2,P1", "W2,F1,P2")
        self.produce(self.confirmed(machine, 2, reserve=True), "M1,W2", "M2,W1")
        self.assertGenealogy({"M1": "W2 F1 P2", "M2": "W1 F2 P1"}, machine)

    def test_made_to_order(self):
        # OD-7: the order above waits for this one
        machine = self.make_product("Machine", "serial")
        self.make_bom(machine, [(self.plain, 1)])
        self.make_bom(self.plain, [(self.screw, 1)])
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        self.plain.route_ids = mto | self.warehouse.manufacture_pull_id.route_id
        order = self.make_order(machine, 2, confirm=True)
        child = order._get_children().with_user(self.worker)
        self.produce(child, "W1", "W2")
        self.produce(order.with_user(self.worker), "M1,W2", "M2,W1")
        self.assertGenealogy({"M1": "W2", "M2": "W1"}, machine)


@tagged("post_install", "-at_install")
class TestManualComponents(BatchCase):
    """OD-3, OD-4: components that are added to the order by hand are divided too."""

    def test_added_component(self):
        # OD-7
        order = self.make_order(self.plain, 2, user=self.worker)
        order.move_raw_ids = [
            Command.create({"product_id": self.frame.id, "product_uom_qty": 2})
        ]
        order.action_confirm()
        self.make_frames("F1", "F2", "F3")
        orders = self.produce(order, "S1,F3", "S2,F1")
        self.assertEqual(
            [self.components(part) for part in orders], [[("F3", 1)], [("F1", 1)]]
        )
        self.assertGenealogy({"S1": "F3", "S2": "F1"}, self.plain)
