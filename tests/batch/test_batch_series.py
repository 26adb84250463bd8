"""Batch Production: the list follows first, last and how many (UX-3)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .batch_case import BatchCase
from .test_batch_opening import DIALOG

BUTTONS = (
    "action_produce",
    "action_prepare_mo",
    "action_produce_together",
    "action_apply",
    "action_print_labels",
)


@tagged("post_install", "-at_install")
class TestListFollows(BatchCase):
    """UX-3: in the dialog."""

    # UX-3: what was silently ignored: the old numbers were taken
    def test_changed_first_number_is_what_is_made(self):
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button):
                order = self.confirmed(self.plain, 3)
                dialog = self.open_dialog(order)
                dialog.lot_name = f"{button}-7"
                names = [f"{button}-{counter}" for counter in (7, 8, 9)]
                self.assertEqual(self.lines(dialog), names)
                getattr(dialog.save(), button)()
                self.assertEqual(self.serial_names(self.parts_of(order)), names)

    # UX-3
    def test_changed_last_number_and_count(self):
        order = self.confirmed(self.plain, 5)
        names = self.names(order.prealloc_lot_ids)
        dialog = self.open_dialog(order)
        dialog.lot_quantity = 3
        self.assertEqual(self.lines(dialog), names[:3])
        dialog.last_lot_name = names[3]
        self.assertEqual(self.lines(dialog), names[:4])
        dialog.lot_name = "S-1"
        dialog.last_lot_name = "S-2"
        self.assertEqual(self.lines(dialog), ["S-1", "S-2"])
        dialog.lot_quantity = 5
        self.assertEqual(self.lines(dialog)[-1], "S-5")
        self.assertEqual(self.number_format.next_name, self.number(6))

    # UX-3, BX-7
    def test_changed_quantity_per_lot(self):
        order = self.confirmed(self.cheese, 100)
        dialog = self.open_dialog(order)
        dialog.quantity_per_lot = 40
        lines = self.lines(dialog)
        self.assertEqual([line.split(";")[1] for line in lines], ["40", "40", "20"])
        dialog.lot_name = "CHEESE-1"
        self.assertEqual(
            self.lines(dialog), ["CHEESE-1;40", "CHEESE-2;40", "CHEESE-3;20"]
        )

    # UX-3, AB-4: what is shown is drawn by the button, not while one types
    def test_numbers_of_the_counter_are_drawn_by_the_button(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 4)
        dialog = self.open_dialog(order)
        for count in (2, 4, 3):
            dialog.lot_quantity = count
            names = [self.number(counter + 1) for counter in range(count)]
            self.assertEqual(self.lines(dialog), names)
        self.assertEqual(self.number_format.next_name, self.number(1))
        dialog.save().action_produce()
        self.assertEqual(self.number_format.next_name, self.number(4))
        self.assertEqual(self.serial_names(self.parts_of(order)), [*names, ""])

    # UX-3: it is said, and what came is shown; nothing is done meanwhile
    def test_others_were_faster(self):
        self.company.lot_prealloc_trigger = "done"
        order, other = self.confirmed(self.plain, 3), self.confirmed(self.plain, 2)
        dialog = self.open_dialog(order)
        dialog.lot_quantity = 2
        dialog.serial_numbers = "\n".join([*self.lines(dialog), "MINE"])
        wizard = dialog.save()
        other.action_preallocate_lots()
        action = wizard.action_produce()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(action["params"]["next"]["res_id"], wizard.id)
        for counter in (1, 3):
            self.assertIn(self.number(counter), action["params"]["message"])
        self.assertEqual(order.state, "confirmed")
        names = [self.number(3), self.number(4), "MINE"]
        self.assertEqual(self.lines(wizard), names)
        self.assertEqual(wizard.lot_name, self.number(3))
        self.assertEqual(wizard.last_lot_name, self.number(4))
        self.assertFalse(wizard.series_question)
        wizard.action_produce()
        self.assertEqual(self.serial_names(self.parts_of(order)), names)
        self.assertEqual(self.number_format.next_name, self.number(5))

    # UX-3: a number that was taken out of the list on the way is not missed
    def test_shown_number_that_was_taken_out(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 4)
        dialog = self.open_dialog(order)
        dialog.lot_quantity = 3
        dialog.serial_numbers = f"{self.number(1)}\n{self.number(3)}"
        wizard = dialog.save()
        wizard.action_produce()
        self.assertEqual(
            self.serial_names(self.parts_of(order)),
            [self.number(1), self.number(3), ""],
        )

    # UX-3, OD-2: drawn before, taken first
    def test_generated_numbers_are_not_drawn_again(self):
        self.company.lot_prealloc_trigger = "done"
        dialog = self.generate(self.open_dialog(self.confirmed(self.plain, 4)))
        self.assertEqual(self.number_format.next_name, self.number(5))
        dialog.lot_quantity = 2
        self.assertEqual(self.lines(dialog), [self.number(1), self.number(2)])
        dialog.save().action_draw_shown_numbers()
        self.assertEqual(self.number_format.next_name, self.number(5))

    # UX-3, UX-4: said before, not after: 20 numbers of 10 units
    def test_too_many_numbers_are_told_at_once(self):
        dialog = self.open_dialog(self.confirmed(self.plain, 10))
        listed = self.lines(dialog)
        dialog.lot_quantity = 20
        self.assertIn("20", dialog.series_problem)
        self.assertEqual(self.lines(dialog), listed)
        wizard = dialog.save()
        for button in BUTTONS:
            with self.subTest(button):
                self.assertRefused(getattr(wizard, button), "20")

    # UX-3
    def test_last_number_that_fits_nothing_is_not_ignored(self):
        dialog = self.open_dialog(self.confirmed(self.plain, 3))
        dialog.lot_name = "S-010"
        dialog.last_lot_name = "T-9"
        wizard = dialog.save()
        for button in BUTTONS:
            with self.subTest(button):
                self.assertRefused(getattr(wizard, button), "T-9", "S-010")


@tagged("post_install", "-at_install")
class TestEditedList(BatchCase):
    """UX-3: what a person has typed is not thrown away; it is asked about."""

    def edited(self, quantity=3):
        order = self.confirmed(self.plain, quantity)
        dialog = self.open_dialog(order)
        dialog.serial_numbers = "OWN-1\nOWN-2"
        dialog.lot_name = "S-1"
        return order, dialog

    # UX-3
    def test_asks(self):
        _order, dialog = self.edited()
        self.assertEqual(self.lines(dialog), ["OWN-1", "OWN-2"])
        self.assertIn("S-1", dialog.series_question)
        wizard = dialog.save()
        for button in BUTTONS:
            with self.subTest(button):
                self.assertRefused(getattr(wizard, button), "S-1")

    # UX-3
    def test_asks_as_often_as_something_is_changed(self):
        _order, dialog = self.edited()
        first = self.names(_order.prealloc_lot_ids)[0]
        dialog.lot_name = first
        self.assertFalse(dialog.series_question)
        dialog.lot_quantity = 2
        self.assertTrue(dialog.series_question)

    # UX-3
    def test_answer_is_to_number_anew(self):
        order, dialog = self.edited()
        wizard = dialog.save()
        action = wizard.action_follow_series()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual(self.lines(wizard), ["S-1", "S-2", "S-3"])
        self.assertFalse(wizard.series_question)
        wizard.action_prepare_mo()
        self.assertEqual(self.serial_names(self.parts_of(order)), ["S-1", "S-2", "S-3"])

    # UX-3
    def test_answer_is_to_keep(self):
        order, dialog = self.edited()
        first = self.names(order.prealloc_lot_ids)[0]
        wizard = dialog.save()
        wizard.action_keep_list()
        self.assertEqual(self.lines(wizard), ["OWN-1", "OWN-2"])
        self.assertEqual(wizard.lot_name, first)
        self.assertFalse(wizard.series_question)
        wizard.action_prepare_mo()
        self.assertEqual(
            self.serial_names(self.parts_of(order))[:2], ["OWN-1", "OWN-2"]
        )

    # UX-3, OD-7
    def test_component_numbers_stay_with_their_lines(self):
        order = self.confirmed(self.widget, 2)
        dialog = self.open_dialog(order)
        first, second = self.lines(dialog)
        dialog.serial_numbers = f"{first},F1,P1|P2;2\n{second},F2"
        dialog.lot_name = "S-1"
        self.assertEqual(self.lines(dialog), ["S-1,F1,P1|P2;2", "S-2,F2"])
        dialog.lot_quantity = 1
        self.assertTrue(dialog.series_question)
        self.assertEqual(self.lines(dialog), ["S-1,F1,P1|P2;2", "S-2,F2"])

    # UX-3: a line was taken out
    def test_what_was_taken_out_stays_out(self):
        dialog = self.open_dialog(self.confirmed(self.plain, 3))
        dialog.serial_numbers = "\n".join(self.lines(dialog)[:2])
        dialog.lot_name = "S-1"
        self.assertTrue(dialog.series_question)
        dialog.serial_numbers = ""
        dialog.lot_name = "S-2"
        self.assertFalse(dialog.series_question)
        self.assertEqual(self.lines(dialog), ["S-2", "S-3", "S-4"])


@tagged("post_install", "-at_install")
class TestListOverRpc(BatchCase):
    """UX-3: without a form, where nobody can be asked."""

    def open_wizard(self, order, **vals):
        return order.env[DIALOG].create({"production_id": order.id, **vals})

    # UX-3
    def test_series_that_is_created_is_the_list(self):
        order = self.confirmed(self.plain, 3)
        wizard = self.open_wizard(order, lot_name="S-1", lot_quantity=2)
        self.assertEqual(self.lines(wizard), ["S-1", "S-2"])
        wizard.action_prepare_mo()
        self.assertEqual(self.serial_names(self.parts_of(order))[:2], ["S-1", "S-2"])

    # UX-3
    def test_series_that_is_written_is_the_list(self):
        order = self.confirmed(self.plain, 3)
        wizard = self.open_wizard(order)
        wizard.write({"lot_name": "S-1"})
        self.assertEqual(self.lines(wizard), ["S-1", "S-2", "S-3"])
        wizard.write({"last_lot_name": "S-2"})
        self.assertEqual(self.lines(wizard), ["S-1", "S-2"])
        wizard.action_produce()
        self.assertEqual(self.serial_names(self.parts_of(order))[:2], ["S-1", "S-2"])

    # UX-3: both are given: the list is what is meant
    def test_list_that_is_given_counts(self):
        order = self.confirmed(self.plain, 2)
        wizard = self.open_wizard(order, lot_name="S-1", serial_numbers="A\nB")
        self.assertEqual(self.lines(wizard), ["A", "B"])
        wizard.write({"lot_name": "S-7", "serial_numbers": "C\nD"})
        wizard.action_produce()
        self.assertEqual(self.serial_names(self.parts_of(order)), ["C", "D"])

    # UX-3: a list that was given, and a series that it does not follow
    def test_series_after_a_list_of_ones_own_is_refused(self):
        order = self.confirmed(self.plain, 2)
        wizard = self.open_wizard(order, serial_numbers="A\nB")
        wizard.write({"lot_name": "S-1"})
        self.assertEqual(self.lines(wizard), ["A", "B"])
        for button in BUTTONS:
            with self.subTest(button):
                self.assertRefused(getattr(wizard, button), "S-1")
        wizard.write({"serial_numbers": "C\nD"})
        wizard.action_produce()
        self.assertEqual(self.serial_names(self.parts_of(order)), ["C", "D"])

    # UX-3
    def test_contradictory_ends_are_refused(self):
        order = self.confirmed(self.plain, 10)
        wizard = self.open_wizard(order, lot_name="S-010", last_lot_name="S-001")
        for button in BUTTONS:
            with self.subTest(button):
                self.assertRefused(getattr(wizard, button), "S-001")
        with self.assertRaises(UserError):
            wizard.action_follow_series()

    # UX-3: several orders, one list
    def test_several_orders(self):
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 1)
        wizard = orders.env[DIALOG].create(
            {
                "production_id": orders[0].id,
                "production_ids": [Command.set(orders.ids)],
                "lot_name": "S-1",
            }
        )
        self.assertEqual(self.lines(wizard), ["S-1", "S-2", "S-3"])
        wizard.action_prepare_mo()
        self.assertEqual(self.serial_names(self.parts_of(orders[1])), ["S-3"])
