"""Batch Production as a grid: cells, marks and choices (UX-1, UX-2)."""

from odoo.tests import tagged

from .batch_case import BUTTONS, BatchCase


class GridCase(BatchCase):
    def setUp(self):
        super().setUp()
        self.make_frames("F1", "F2", "F3")
        self.make_lot(self.paint, "P1", 10)

    def shown(self, order, *lines):
        """:return: ``Form`` of the dialog with these lines"""
        dialog = self.open_dialog(order)
        dialog.serial_numbers = "\n".join(lines)
        return dialog

    def marks(self, order, *lines):
        """:return: ``{position: (kind, text)}``"""
        marks = self.shown(order, *lines).batch_grid["marks"]
        return {int(position): tuple(mark) for position, mark in marks.items()}

    def assertHint(self, order, lines, position, *texts):
        """Said on the row, and not refused."""
        kind, text = self.marks(order, *lines)[position]
        self.assertEqual(kind, "hint")
        for part in texts:
            self.assertIn(part, text)


@tagged("post_install", "-at_install")
class TestCells(GridCase):
    """UX-1: a block of a spreadsheet is cells, with or without its heading."""

    def assertCells(self, *lines):
        order = self.confirmed(self.widget, 2)
        self.assertFalse(self.shown(order, *lines).list_problem)
        self.produce(order, *lines)
        self.assertGenealogy({"S1": "F1 P1", "S2": "F2 P1"})
        made = self.env["stock.lot"].search([("product_id", "=", self.widget.id)])
        self.assertFalse([name for name in self.names(made) if "\t" in name])

    def test_tabs(self):
        # UX-1: the row was taken for a number, tabs included
        self.assertCells("S1\tF1\tP1", "S2\tF2\tP1")

    def test_tabs_after_the_last_cell(self):
        # UX-1: a block is as wide as the selection was
        self.assertCells("S1\tF1\tP1\t\t", "S2\tF2\tP1\t\t", "\t\t\t")

    def test_line_ends_of_another_system(self):
        # UX-1
        self.assertCells("S1\tF1\tP1\r\nS2\tF2\tP1\r\n")

    def test_tabs_and_commas(self):
        # UX-1 OD-7
        self.assertCells("S1,F1\tP1", "S2\tF2,P1")

    def test_heading(self):
        # UX-1: the names of the products, in any case
        self.assertCells("Acme Widget\tframe\tPAINT", "S1\tF1\tP1", "S2\tF2\tP1")

    def test_heading_of_a_spreadsheet(self):
        # UX-1: what a column of numbers is called
        for title in ("Serial", "SN", "Lot/Serial Number", "serial number"):
            with self.subTest(title):
                order = self.confirmed(self.plain, 2)
                dialog = self.shown(order, title, f"{title}-1", f"{title}-2")
                self.assertIn("2 of 2", dialog.line_count)
                self.assertFalse(dialog.list_problem)

    def test_heading_in_the_language_of_the_user(self):
        # UX-1
        self.env["res.lang"]._activate_lang("de_DE")
        self.frame.with_context(lang="de_DE").name = "Rahmen"
        order = self.confirmed(self.widget, 2).with_context(lang="de_DE")
        wizard = order.env["mrp.production.serials"].create(
            {
                "production_id": order.id,
                "serial_numbers": "Serial\tRahmen\nS1\tF1\nS2\tF2",
            }
        )
        self.assertFalse(wizard.list_problem)
        self.assertEqual(wizard.batch_grid["lines"], 2)

    def test_heading_after_a_blank_line(self):
        # UX-1: lines are counted as they stand
        order = self.confirmed(self.plain, 2)
        dialog = self.shown(order, "", "Serial", "S1", "S1")
        self.assertIn("Line 4", dialog.list_problem)
        self.assertIn("line 3", dialog.list_problem)

    def test_only_the_first_row_is_a_heading(self):
        # UX-1: a number that is called so is a number
        order = self.confirmed(self.plain, 3)
        self.produce(order, "S1", "Serial", "S2")
        self.assertEqual(self.stock_of(self.plain), {"S1": 1, "Serial": 1, "S2": 1})

    def test_a_row_of_numbers_is_no_heading(self):
        # UX-1: one title among them does not make it one
        order = self.confirmed(self.widget, 1)
        self.assertIn("Frame", self.shown(order, "S1\tFrame\tP1").list_problem)

    def test_a_number_that_there_is_is_no_heading(self):
        # UX-1: held by the order, or a lot already
        order = self.confirmed(self.plain, 2)
        order.prealloc_lot_ids.sorted("id")[0].name = "Serial"
        self.produce(order, "Serial", "S1")
        self.assertEqual(self.stock_of(self.plain), {"Serial": 1, "S1": 1})
        self.make_lot(self.plain, "SN")
        self.assertIn(
            "2 of 2", self.shown(self.confirmed(self.plain, 2), "SN", "A").line_count
        )

    def test_nothing_but_a_heading(self):
        # UX-1 OD-8: an empty list
        order = self.confirmed(self.plain, 2)
        wizard = self.typed(order, "Serial")
        for button in BUTTONS[:2]:
            self.assertRefused(getattr(wizard, button), "empty")

    def test_heading_and_apply(self):
        # UX-1 OD-6
        order = self.confirmed(self.plain, 2)
        self.typed(order, "Serial", "S1", "S2").action_apply()
        self.assertEqual(self.names(order.lot_producing_ids), ["S1", "S2"])

    def test_columns(self):
        # UX-1
        grid = self.open_dialog(self.confirmed(self.widget, 3)).batch_grid
        self.assertEqual(
            [(column["title"], column["kind"]) for column in grid["columns"]],
            [("Acme Widget", "number"), ("Frame", "component"), ("Paint", "component")],
        )
        self.assertEqual((grid["rows"], grid["lines"], grid["marks"]), (3, 3, {}))

    def test_columns_of_a_lot(self):
        # UX-1 BX-7
        grid = self.open_dialog(self.confirmed(self.cheese, 40)).batch_grid
        self.assertEqual(
            [column["kind"] for column in grid["columns"]], ["number", "quantity"]
        )
        self.assertEqual((grid["rows"], grid["lines"]), (1, 1))


@tagged("post_install", "-at_install")
class TestMarks(GridCase):
    """UX-2: every mistake on its row, all of them, by the check of the buttons."""

    def test_every_row_has_its_mark(self):
        # UX-2: what the text says, and what is looked up
        self.make_lot(self.widget, "STOCKED", 1)
        order = self.confirmed(self.widget, 6, reserve=True)
        marks = self.marks(
            order, "S1,F1,P1", "S1,F2,P1", "STOCKED,F2", "S4,F1", "S5,NO-FRAME", "S6,P1"
        )
        self.assertEqual(
            {
                position
                for position, (kind, _text) in marks.items()
                if kind == "problem"
            },
            {2, 3, 4, 5, 6},
        )

    def test_unseen_character(self):
        # UX-6: it never gets through the list, whichever number has it
        order = self.confirmed(self.widget, 1)
        for character, code in (("\u200b", "U+200B"), ("\x07", "U+0007")):
            for line in (f"S{character}1", f"S1,F{character}1", f"S1,,P{character}1"):
                with self.subTest(line):
                    self.assertListRefused(
                        order, [line], "Line 1", code, buttons=BUTTONS[:2]
                    )

    def test_end_of_a_line_that_is_none(self):
        # UX-6
        order = self.confirmed(self.plain, 2)
        for character in "\x0b\x0c\x1d\u2028":
            self.assertListRefused(order, [f"S1{character}S2"], "Line 1")

    def test_components_in_the_wrong_order(self):
        # UX-2: it says whose number it is
        order = self.confirmed(self.widget, 1)
        self.assertListRefused(
            order, ["S1,P1,F1"], "Line 1", "P1", "Paint", "Frame", buttons=BUTTONS[:2]
        )

    def test_component_that_is_built_in_already(self):
        # UX-2: Odoo refuses it at the very end
        self.produce(self.confirmed(self.widget, 1), "S1,F1,P1")
        order = self.confirmed(self.widget, 2)
        self.assertListRefused(
            order, ["S2,F2,P1", "S3,F1,P1"], "Line 2", "F1", buttons=BUTTONS[:2]
        )

    def test_component_that_was_taken_apart(self):
        # UX-2: it can be built in again
        done = self.produce(self.confirmed(self.widget, 1), "S1,F1,P1")
        unbuild = self.env["mrp.unbuild"].create(
            {
                "mo_id": done.id,
                "product_id": self.widget.id,
                "lot_id": self.lot(self.widget, "S1").id,
                "product_qty": 1,
            }
        )
        unbuild.action_unbuild()
        self.produce(self.confirmed(self.widget, 1), "S2,F1,P1")
        self.assertGenealogy({"S2": "F1 P1"})

    def test_held_component(self):
        # UX-2 PF-6: an open order has it, and has not produced it
        self.frame.lot_number_format_id = self.number_format
        bare = self.confirmed(self.frame, 1)
        held = bare.prealloc_lot_ids.name
        order = self.confirmed(self.widget, 1)
        self.assertListRefused(
            order, [f"S1,{held}"], "Line 1", held, bare.name, buttons=BUTTONS[:2]
        )

    def test_taken_in_the_meantime(self):
        # UX-2: after a refusal the dialog does not say that all is well
        order = self.confirmed(self.plain, 2)
        wizard = self.typed(order, "S1", "S2")
        self.assertFalse(wizard.list_problem)
        self.make_lot(self.plain, "S2", 1)
        self.assertRefused(wizard.action_produce, "Line 2", "S2")
        wizard.invalidate_recordset(["batch_grid", "list_problem"])
        self.assertIn("S2", wizard.list_problem)
        self.assertEqual(wizard.batch_grid["marks"]["2"][0], "problem")

    def test_ready(self):
        # UX-2: nothing is said where nothing is to be said
        order = self.confirmed(self.widget, 3, reserve=True)
        self.assertEqual(self.marks(order, "S1,F1,P1", "S2,F2", "S3"), {})

    def test_fewer_than_needed(self):
        # UX-2: said, not refused
        self.widget.bom_ids.bom_line_ids.filtered(
            lambda line: line.product_id == self.frame
        ).product_qty = 2
        self.widget.bom_ids.consumption = "flexible"
        order = self.confirmed(self.widget, 1, reserve=True)
        self.assertHint(order, ["S1,F1,P1"], 1, "1 of 2", "Frame")
        self.assertHint(order, ["S1,F1|F2,P1;1"], 1, "1 of 2", "Paint")
        self.assertEqual(self.marks(order, "S1,F1|F2,P1;2"), {})
        self.produce(order, "S1,F1,P1")
        self.assertGenealogy({"S1": "F1 P1"})

    def test_neither_named_nor_reserved(self):
        # UX-2: the frames of two units are there, the third has none
        order = self.confirmed(self.widget, 4, reserve=True)
        marks = self.marks(order, "S1", "S2,F2", "S3", "S4")
        self.assertEqual(list(marks), [4])
        self.assertIn("Frame", marks[4][1])

    def test_not_in_stock(self):
        # UX-2: a number of a component that is not there
        self.make_lot(self.frame, "F-GONE")
        order = self.confirmed(self.widget, 1, reserve=True)
        self.assertHint(order, ["S1,F-GONE,P1"], 1, "F-GONE", "Frame")
        self.operation_type.use_create_components_lots = True
        self.assertHint(order, ["S1,F-NEW,P1"], 1, "F-NEW", "Frame")

    def test_component_scanned_as_the_finished_number(self):
        # UX-2
        order = self.confirmed(self.widget, 1, reserve=True)
        self.assertHint(order, ["F1"], 1, "F1", "Frame")

    def test_statements(self):
        # UX-2: as many for a hundred rows as for three
        self.make_frames(*(f"F{n}" for n in range(4, 104)))
        order = self.confirmed(self.widget, 100, reserve=True)
        wizard = order.env["mrp.production.serials"].create({"production_id": order.id})

        def check(count):
            wizard.serial_numbers = "\n".join(f"S{n},F{n},P1" for n in range(1, count))
            wizard.flush_recordset()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(wizard.batch_grid["lines"], count - 1)
            return self.cr.sql_log_count - before

        check(3)
        self.assertEqual(check(100), check(4))


@tagged("post_install", "-at_install")
class TestChoices(GridCase):
    """UX-1: a cell is completed from what is reserved, then from what is in stock."""

    def choices(self, order, *args, **kwargs):
        model = order.env["mrp.production.serials"]
        choices = model.get_component_choices(order.ids, *args, **kwargs)
        return [(choice["name"], choice["is_reserved"]) for choice in choices]

    def test_reserved_first(self):
        # UX-1
        order = self.confirmed(self.widget, 1)
        self.make_frames("A0")
        frames = order.move_raw_ids.filtered(lambda m: m.product_id == self.frame)
        frames.move_line_ids.lot_id = self.lot(self.frame, "F2")
        self.assertEqual(
            self.choices(order, 0),
            [("F2", True), ("A0", False), ("F1", False), ("F3", False)],
        )

    def test_with_their_place(self):
        # UX-1
        shelf = self.env["stock.location"].create(
            {"name": "Shelf 7", "location_id": self.stock_location.id}
        )
        self.make_frames("F-SHELF", location=shelf)
        order = self.confirmed(self.widget, 1)
        (choice,) = order.env["mrp.production.serials"].get_component_choices(
            order.ids, 0, "shelf"
        )
        self.assertEqual(choice["name"], "F-SHELF")
        self.assertIn("Shelf 7", choice["place"])

    def test_by_text_and_without_those_listed(self):
        # UX-1
        order = self.confirmed(self.widget, 2)
        self.assertEqual(self.choices(order, 0, "f2"), [("F2", True)])
        self.assertEqual(self.choices(order, 0, "f", ["F2", "F3"]), [("F1", True)])
        self.assertEqual(self.choices(order, 1), [("P1", True)])
        self.assertEqual(self.choices(order, 7), [])

    def test_what_is_not_in_stock_is_not_offered(self):
        # UX-1
        self.make_lot(self.frame, "F-GONE")
        self.assertEqual(self.choices(self.confirmed(self.widget, 1), 0, "GONE"), [])
