"""Batch Production refuses what cannot be, says where, and changes nothing (OD-8)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .batch_case import BUTTONS, BatchCase


@tagged("post_install", "-at_install")
class TestRefusals(BatchCase):
    """OD-8, UX-2: each refusal by each button, and before on its row."""

    def test_same_number_twice(self):
        # OD-8
        order = self.confirmed(self.plain, 4)
        self.assertListRefused(order, ["S1", "S2", "S1"], "Line 3", "S1")

    def test_same_number_twice_but_for_blanks(self):
        # OD-8: blank lines count, surrounding blanks do not
        order = self.confirmed(self.plain, 4)
        self.assertListRefused(order, ["S1", "", " S2", "", "S2 "], "Line 5", "S2")

    def test_same_component_serial_twice(self):
        # OD-8: one frame cannot be in two units
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2)
        lines = ["S1,F1,P1", "S2,F1,P1"]
        buttons = BUTTONS[:2]
        self.assertListRefused(order, lines, "Line 2", "F1", buttons=buttons)

    def test_same_new_component_serial_twice(self):
        # OD-8
        self.operation_type.use_create_components_lots = True
        order = self.confirmed(self.widget, 2)
        lines = ["S1,NEW,P1", "S2,NEW,P1"]
        self.assertListRefused(order, lines, "Line 2", "NEW", buttons=BUTTONS[:2])

    def test_more_numbers_than_units(self):
        # OD-8
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S1", "S2", "", "S3"], "Line 4", "S3")

    def test_more_numbers_than_units_of_a_selection(self):
        # OD-8 OD-1
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 1)
        lines = ["S1", "S2", "S3", "S4"]
        self.assertListRefused(orders, lines, "Line 4", "S4", buttons=BUTTONS[:2])

    def test_number_in_stock(self):
        # OD-8: received or counted, never produced here
        self.make_lot(self.plain, "STOCKED", 1)
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S1", "STOCKED"], "Line 2", "STOCKED")

    def test_number_produced_and_in_stock(self):
        # OD-8
        self.produce(self.confirmed(self.plain, 2), "MADE-1", "MADE-2")
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S1", "MADE-2"], "Line 2", "MADE-2")

    def test_number_produced_and_shipped(self):
        # OD-8: no longer in stock, yet not new
        self.produce(self.confirmed(self.plain, 2), "MADE-1", "MADE-2")
        self.put_in_stock(self.plain, -1, self.lot(self.plain, "MADE-1"))
        lot = self.lot(self.plain, "MADE-1")
        self.put_in_stock(self.plain, 1, lot, self.customers)
        self.assertEqual(self.stock_of(self.plain), {"MADE-2": 1})
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["MADE-1", "S2"], "Line 1", "MADE-1")

    def test_number_held_by_another_order(self):
        # OD-8 PF-5: preallocated
        other = self.confirmed(self.plain, 2)
        held = self.names(other.prealloc_lot_ids)[1]
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S1", held], "Line 2", held, other.name)

    def test_number_of_another_order_being_produced(self):
        # OD-8: applied there, not produced yet
        other = self.confirmed(self.plain, 2)
        self.typed(other, "S1", "S2").action_apply()
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S0", "S2"], "Line 2", "S2", other.name)

    def test_number_of_a_prepared_order(self):
        # OD-8 OD-3
        parts = self.prepare(self.confirmed(self.plain, 2), "S1", "S2")
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S0", "S2"], "Line 2", "S2", parts[1].name)

    def test_number_of_a_cancelled_order_is_free(self):
        # OD-8 BX-5: the other way round
        other = self.confirmed(self.plain, 2)
        self.typed(other, "S1", "S2").action_apply()
        other.action_cancel()
        parts = self.produce(self.confirmed(self.plain, 2), "S1", "S2")
        self.assertEqual(parts.mapped("state"), ["done", "done"])

    def test_component_number_that_does_not_exist(self):
        # OD-8
        self.make_frames("F1")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2)
        buttons = BUTTONS[:2]
        for line, name in (("S2,F-NO,P1", "F-NO"), ("S2,,P-NO", "P-NO")):
            lines = ["S1,F1,P1", line]
            self.assertListRefused(order, lines, "Line 2", name, buttons=buttons)

    def test_component_number_of_another_product(self):
        # OD-8: it exists, but not as a frame
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2)
        lines = ["S1,P1,P1"]
        self.assertListRefused(order, lines, "Line 1", "P1", buttons=BUTTONS[:2])

    def test_component_number_of_another_company(self):
        # OD-8: not a number of this company
        company = self.make_company("Other Company")
        self.make_lot(self.frame, "F-OTHER", company_id=company.id)
        order = self.confirmed(self.widget, 1)
        lines = ["S1,F-OTHER"]
        self.assertListRefused(order, lines, "Line 1", "F-OTHER", buttons=BUTTONS[:2])

    def test_more_fields_than_components(self):
        # OD-8 OD-7
        self.make_frames("F1")
        self.make_lot(self.paint, "P1", 2)
        order = self.confirmed(self.widget, 1)
        lines = ["S1,F1,P1,MORE"]
        self.assertListRefused(order, lines, "Line 1", "S1", buttons=BUTTONS[:2])

    def test_components_of_an_order_without_any(self):
        # OD-8 OD-7
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S1,F1"], "Line 1", "S1", buttons=BUTTONS[:2])

    def test_components_without_a_finished_number(self):
        # OD-8
        self.make_frames("F1")
        order = self.confirmed(self.widget, 2)
        self.assertListRefused(order, ["S1", ",F1"], "Line 2")

    def test_quantity_that_is_not_a_number(self):
        # OD-8: of a component
        self.make_frames("F1")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 1)
        for quantity in ("x", "", "1.2.3", "nan", "inf", "-1", "0"):
            with self.subTest(quantity):
                lines = ["", f"S1,F1,P1;{quantity}"]
                self.assertListRefused(
                    order, lines, "Line 2", "P1", buttons=BUTTONS[:2]
                )

    def test_quantity_of_a_lot_that_is_not_a_number(self):
        # OD-8 BX-7
        order = self.confirmed(self.cheese, 100)
        for quantity in ("x", "", "nan", "inf", "-10", "0", "1e400"):
            with self.subTest(quantity):
                lines = ["A;40", f"B;{quantity}"]
                self.assertListRefused(order, lines, "Line 2", "B", buttons=BUTTONS[:2])

    def test_quantity_of_a_serial(self):
        # OD-8: a serial is one unit
        order = self.confirmed(self.plain, 4)
        self.assertListRefused(order, ["S1;2"], "Line 1", "S1")
        self.make_frames("F1", "F2")
        order = self.confirmed(self.widget, 2)
        lines = ["S1", "S2,F1;2"]
        self.assertListRefused(order, lines, "Line 2", "F1", buttons=BUTTONS[:2])

    def test_more_of_the_lots_than_ordered(self):
        # OD-8 BX-7
        order = self.confirmed(self.cheese, 100)
        lines = ["A;40", "B;40", "C;20.5"]
        self.assertListRefused(order, lines, "Line 3", "C", buttons=BUTTONS[:2])

    def test_same_lot_twice(self):
        # OD-8 BX-7
        order = self.confirmed(self.cheese, 100)
        lines = ["A;40", "A;60"]
        self.assertListRefused(order, lines, "Line 2", "A", buttons=BUTTONS[:2])

    def test_lot_held_by_another_order(self):
        # OD-8 BX-7
        other = self.confirmed(self.cheese, 10)
        held = other.prealloc_lot_ids.name
        order = self.confirmed(self.cheese, 100)
        lines = [f"{held};40"]
        buttons = BUTTONS[:2]
        self.assertListRefused(
            order, lines, "Line 1", held, other.name, buttons=buttons
        )

    def test_first_mistake_is_named(self):
        # OD-8: of several
        order = self.confirmed(self.plain, 2)
        self.assertListRefused(order, ["S1", "S1", "S2", "S2;x"], "Line 2", "S1")

    def test_empty_list(self):
        # OD-8: nothing to do is no success
        order = self.confirmed(self.plain, 2)
        for lines in ([], ["", "  "]):
            wizard = self.typed(order, *lines)
            for button in BUTTONS[:2]:
                with self.subTest(button, lines=lines):
                    self.assertRefused(getattr(wizard, button))

    def test_order_closed_in_the_meantime(self):
        # OD-8: the dialog was open while someone else cancelled or produced
        for close in ("action_cancel", "complete"):
            order = self.confirmed(self.plain, 2)
            wizard = self.typed(order, f"{close}1", f"{close}2")
            if close == "complete":
                self.complete(order, 2)
            else:
                order.action_cancel()
            for button in BUTTONS[:2]:
                with self.subTest(button, close=close):
                    self.assertRefused(getattr(wizard, button), order.name)

    def test_produce_without_components(self):
        # OD-8 OD-4: tracked components that nobody named or reserved; nothing half done
        order = self.confirmed(self.widget, 2)
        wizard = self.typed(order, "S1", "S2")
        with self.assertRaises(UserError):
            wizard.action_produce()
        self.assertEqual(self.parts_of(order), order)
        self.assertEqual(order.state, "confirmed")
        self.assertFalse(self.lot(self.widget, "S1"))

    def test_corrected_list_goes_through(self):
        # OD-8: the same dialog, after the mistake is mended
        order = self.confirmed(self.plain, 2)
        wizard = self.typed(order, "S1", "S1")
        self.assertRefused(wizard.action_produce, "Line 2")
        wizard.serial_numbers = "S1\nS2"
        self.assertFalse(wizard.list_problem)
        wizard.action_produce()
        self.assertEqual(self.stock_of(self.plain), {"S1": 1, "S2": 1})
