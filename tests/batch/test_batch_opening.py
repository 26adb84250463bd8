"""Batch Production: open the dialog, get numbers (OD, MM-2, BX-7)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestOpening(BatchCase):
    """OD-1: what opens the dialog, and what is in it."""

    def assertFilled(self, action, order, names):
        self.assertEqual(action["res_model"], DIALOG)
        self.assertEqual(action["name"], "Batch Production")
        dialog = Form.from_action(order.env, action)
        self.assertEqual(dialog.production_id, order)
        self.assertEqual(dialog.lot_name, names[0])
        self.assertEqual(dialog.last_lot_name, names[-1])
        self.assertEqual(dialog.lot_quantity, len(names))
        self.assertEqual(self.lines(dialog), names)
        self.assertFalse(dialog.is_lot_tracked)

    def test_produce_all(self):
        # OD-1
        order = self.confirmed(self.plain, 4)
        names = self.names(order.prealloc_lot_ids)
        self.assertFilled(order.button_mark_done(), order, names)
        self.assertEqual(order.state, "confirmed")

    def test_generate_serial(self):
        # OD-1
        order = self.confirmed(self.plain, 4)
        names = self.names(order.prealloc_lot_ids)
        self.assertFilled(order.action_generate_serial(), order, names)

    def test_button_of_the_order(self):
        # OD-1
        order = self.confirmed(self.plain, 4)
        names = self.names(order.prealloc_lot_ids)
        self.assertFilled(order.action_batch_production(), order, names)

    def test_work_order(self):
        # OD-1
        self.make_bom(
            self.plain,
            [(self.screw, 1)],
            operation_ids=self.make_workcenter_operations("Assemble"),
        )
        order = self.confirmed(self.plain, 2)
        workorder = order.workorder_ids
        action = order.action_generate_serial(workorder=workorder)
        self.assertFilled(action, order, self.names(order.prealloc_lot_ids))
        dialog = Form.from_action(order.env, action)
        self.assertEqual(dialog.save().workorder_id, workorder)
        action = workorder.action_batch_production()
        self.assertFilled(action, order, self.names(order.prealloc_lot_ids))

    def test_selection_of_orders(self):
        # OD-1: several orders of the same product, one list
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 3)
        dialog = self.open_dialog(orders)
        self.assertEqual(dialog.production_ids[:], orders)
        self.assertEqual(dialog.production_id, orders[0])
        self.assertEqual(dialog.lot_quantity, 5)
        self.assertEqual(self.lines(dialog), self.names(orders.prealloc_lot_ids))

    def test_selection_of_different_products(self):
        # OD-1
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.widget, 2)
        with self.assertRaises(UserError):
            orders.action_batch_production()

    def test_selection_of_different_companies(self):
        # OD-1
        other = self.make_company("Other works")
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        orders = self.make_order(self.plain, 2, confirm=True) | self.make_order(
            self.plain,
            2,
            company_id=other.id,
            picking_type_id=warehouse.manu_type_id.id,
            confirm=True,
        )
        with self.assertRaisesRegex(UserError, "Other works"):
            orders.action_batch_production()

    def test_untracked_product(self):
        # OD-1
        order = self.confirmed(self.screw, 2)
        self.assertIs(order.button_mark_done(), True)
        with self.assertRaises(UserError):
            self.confirmed(self.screw, 2).action_batch_production()

    def test_closed_order(self):
        # OD-1
        order = self.confirmed(self.plain, 2)
        order.action_cancel()
        with self.assertRaisesRegex(UserError, order.name):
            order.action_batch_production()

    def test_single_unit_produce_all(self):
        # OD-1 OD-9: nothing to divide, nothing to ask
        order = self.confirmed(self.plain, 1)
        number = order.prealloc_lot_ids
        action = order.button_mark_done()
        self.assertEqual(action["res_model"], "lot.label.layout")  # AB-19
        self.assertEqual(order.state, "done")
        self.assertEqual(order.lot_producing_ids, number)

    def test_single_unit_generate_serial(self):
        # OD-1 OD-9
        order = self.confirmed(self.plain, 1)
        number = order.prealloc_lot_ids
        self.assertFalse(order.action_generate_serial())
        self.assertEqual(order.lot_producing_ids, number)

    def test_trigger_done(self):
        # OD-1 AB-4: the next number is proposed, looking consumes nothing
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 3)
        for _look in range(2):
            dialog = Form.from_action(order.env, order.action_generate_serial())
            self.assertEqual(dialog.lot_name, self.number(1))
            self.assertEqual(dialog.lot_quantity, 3)
            self.assertFalse(dialog.serial_numbers)
        self.assertEqual(self.number_format.next_name, self.number(1))

    def test_preallocation_off(self):
        # OD-1 BX-2: the product's own sequence
        self.company.lot_prealloc_enabled = False
        order = self.confirmed(self.make_native_widget(), 3)
        for action in (order.button_mark_done(), order.action_generate_serial()):
            self.assertEqual(action["res_model"], DIALOG)
            dialog = Form.from_action(order.env, action)
            self.assertEqual(dialog.lot_name, "NW0001")
            self.assertEqual(dialog.lot_quantity, 3)
            self.assertFalse(dialog.serial_numbers)

    def test_what_is_there_is_listed_first(self):
        # OD-1: numbers that the order has already, whether handed out or held
        order = self.confirmed(self.plain, 3)
        names = self.names(order.prealloc_lot_ids)
        order.lot_producing_ids = order.prealloc_lot_ids.sorted("id")[0]
        self.assertEqual(self.lines(self.open_dialog(order)), names)

    def test_help_names_the_components_in_order(self):
        # OD-1 OD-7
        order = self.confirmed(self.widget, 2)
        help_text = self.open_dialog(order).batch_help
        self.assertLess(help_text.index("Frame"), help_text.index("Paint"))
        self.assertNotIn("Screw", help_text)

    def test_count_and_first_mistake_are_shown(self):
        # OD-1 OD-8
        order = self.confirmed(self.plain, 3)
        dialog = self.open_dialog(order)
        self.assertIn("3 of 3", dialog.line_count)
        self.assertFalse(dialog.list_problem)
        dialog.serial_numbers = "S1\n\nS1"
        self.assertIn("Line 3", dialog.list_problem)
        self.assertIn("S1", dialog.list_problem)
        dialog.serial_numbers = "S1\n\nS2"
        self.assertIn("2 of 3", dialog.line_count)
        self.assertFalse(dialog.list_problem)


@tagged("post_install", "-at_install")
class TestGenerate(BatchCase):
    """OD-2, MM-2: where the numbers in the list come from."""

    def test_proposed_numbers_are_drawn_and_consumed(self):
        # OD-2
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 3)
        dialog = self.generate(self.open_dialog(order))
        self.assertEqual(self.lines(dialog), [self.number(n) for n in (1, 2, 3)])
        self.assertEqual(self.number_format.next_name, self.number(4))

    def test_generate_reopens_the_dialog(self):
        # OD-2
        wizard = self.open_dialog(self.confirmed(self.plain, 3)).save()
        action = wizard.action_generate_serial_numbers()
        self.assertEqual((action["res_model"], action["res_id"]), (DIALOG, wizard.id))
        self.assertEqual(action["target"], "new")

    def test_two_people_generate_at_the_same_time(self):
        # OD-2: both see the same proposal, nobody gets the other's numbers
        self.company.lot_prealloc_trigger = "done"
        first = self.open_dialog(self.confirmed(self.plain, 3))
        second = self.open_dialog(self.confirmed(self.plain, 3))
        self.assertEqual(first.lot_name, second.lot_name)
        generated = self.lines(self.generate(first)) + self.lines(self.generate(second))
        self.assertEqual(generated, [self.number(n) for n in range(1, 7)])

    def test_two_people_and_the_native_sequence(self):
        # OD-2 BX-2
        self.company.lot_prealloc_trigger = "done"
        product = self.make_native_widget()
        first = self.open_dialog(self.confirmed(product, 2))
        second = self.open_dialog(self.confirmed(product, 2))
        generated = self.lines(self.generate(first)) + self.lines(self.generate(second))
        self.assertEqual(generated, ["NW0001", "NW0002", "NW0003", "NW0004"])

    def test_a_held_number_is_not_drawn_again(self):
        # OD-2: with numbers held, Generate gives those
        order = self.confirmed(self.plain, 3)
        names = self.names(order.prealloc_lot_ids)
        dialog = self.open_dialog(order)
        dialog.serial_numbers = ""
        dialog = self.generate(dialog)
        self.assertEqual(self.lines(dialog), names)
        self.assertEqual(self.number_format.next_name, self.number(4))

    def test_fewer_than_held(self):
        # OD-2
        order = self.confirmed(self.plain, 4)
        dialog = self.open_dialog(order)
        dialog.lot_quantity = 2
        dialog = self.generate(dialog)
        self.assertEqual(self.lines(dialog), self.names(order.prealloc_lot_ids)[:2])

    def test_generate_twice(self):
        # OD-2: a second click neither repeats a number nor collects more than asked
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 3)
        dialog = self.generate(self.generate(self.open_dialog(order)))
        names = self.lines(dialog)
        self.assertEqual(len(set(names)), 3)
        dialog.save().action_produce()
        self.assertEqual(self.serial_names(self.parts_of(order)), names)

    def test_held_first_then_drawn(self):
        # OD-2: an order that holds fewer than its units
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 4)
        numbers = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": self.plain.id,
                    "allocated_production_id": order.id,
                }
                for name in ("HELD-1", "HELD-2")
            ]
        )
        self.env["mrp.production"]._hold_numbers([(order, numbers)])
        dialog = self.open_dialog(order)
        self.assertEqual(dialog.lot_name, "HELD-1")
        dialog = self.generate(dialog)
        self.assertEqual(
            self.lines(dialog), ["HELD-1", "HELD-2", self.number(1), self.number(2)]
        )

    def test_held_first_then_drawn_after_others(self):
        # OD-2: between held and drawn others have drawn; the count stays what it is
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 2)
        order.action_preallocate_lots()
        self.generate(self.open_dialog(self.confirmed(self.plain, 5)))
        order.product_qty = 4
        dialog = self.open_dialog(order)
        self.assertEqual(dialog.lot_name, self.number(1))
        self.assertEqual(dialog.lot_quantity, 4)
        dialog = self.generate(dialog)
        self.assertEqual(self.lines(dialog), [self.number(n) for n in (1, 2, 8, 9)])

    def test_typed_first_number_counts_up(self):
        # OD-2: its last run of digits, nothing of the counter is used
        series = {
            "TYPED-009": ["TYPED-009", "TYPED-010", "TYPED-011"],
            "A9B": ["A9B", "A10B", "A11B"],
            "2026-08x": ["2026-08x", "2026-09x", "2026-10x"],
            "99": ["99", "100", "101"],
        }
        for first, names in series.items():
            with self.subTest(first):
                dialog = self.open_dialog(self.confirmed(self.plain, 3))
                next_name = self.number_format.next_name
                dialog.lot_name = first
                dialog = self.generate(dialog)
                self.assertEqual(self.lines(dialog), names)
                self.assertEqual(self.number_format.next_name, next_name)

    def test_typed_blanks_are_no_part_of_the_number(self):
        # OD-2 OD-7
        dialog = self.open_dialog(self.confirmed(self.plain, 2))
        dialog.lot_name = "  TYPED-1 "
        self.assertEqual(self.lines(self.generate(dialog)), ["TYPED-1", "TYPED-2"])

    def test_no_first_number(self):
        # OD-2
        dialog = self.open_dialog(self.confirmed(self.plain, 2))
        dialog.lot_name = False
        wizard = dialog.save()
        with self.assertRaises(UserError):
            wizard.action_generate_serial_numbers()

    def test_generated_numbers_are_produced(self):
        # OD-2 OD-4: what was drawn for the list is what is made
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 3)
        self.generate(self.open_dialog(order)).save().action_produce()
        self.assertEqual(
            self.serial_names(self.parts_of(order)),
            [self.number(n) for n in (1, 2, 3)],
        )
        self.assertEqual(self.number_format.next_name, self.number(4))

    def test_selection_of_orders(self):
        # OD-2 OD-1: one draw for all
        self.company.lot_prealloc_trigger = "done"
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 3)
        dialog = self.generate(self.open_dialog(orders))
        names = [self.number(n) for n in range(1, 6)]
        self.assertEqual(self.lines(dialog), names)
        dialog.save().action_prepare_mo()
        self.assertEqual(self.serial_names(self.parts_of(orders[0])), names[:2])
        self.assertEqual(self.serial_names(self.parts_of(orders[1])), names[2:])

    def test_first_and_last_fix_the_count(self):
        # MM-2: in the dialog
        dialog = self.open_dialog(self.confirmed(self.plain, 10))
        dialog.lot_name = "S-001"
        dialog.last_lot_name = "S-004"
        self.assertEqual(dialog.lot_quantity, 4)
        dialog = self.generate(dialog)
        self.assertEqual(self.lines(dialog), ["S-001", "S-002", "S-003", "S-004"])

    def test_first_and_count_fix_the_last(self):
        # MM-2: in the dialog
        dialog = self.open_dialog(self.confirmed(self.plain, 10))
        dialog.lot_name = "S-008"
        self.assertEqual(dialog.last_lot_name, "S-017")
        dialog.lot_quantity = 3
        self.assertEqual(dialog.last_lot_name, "S-010")
        dialog = self.generate(dialog)
        self.assertEqual(self.lines(dialog), ["S-008", "S-009", "S-010"])

    def test_ends_by_create_and_write(self):
        # MM-2: RPC, without a form
        order = self.confirmed(self.plain, 10)
        wizard = order.env[DIALOG].create(
            {"production_id": order.id, "lot_name": "S-9", "last_lot_name": "S-12"}
        )
        self.assertEqual(wizard.lot_quantity, 4)
        wizard.action_generate_serial_numbers()
        self.assertEqual(wizard.serial_numbers, "S-9\nS-10\nS-11\nS-12")
        wizard = order.env[DIALOG].create(
            {"production_id": order.id, "lot_name": "S-1", "lot_quantity": 3}
        )
        self.assertEqual(wizard.last_lot_name, "S-3")
        wizard.write({"lot_quantity": 2})
        self.assertEqual(wizard.last_lot_name, "S-2")
        wizard.write({"last_lot_name": "S-5"})
        self.assertEqual(wizard.lot_quantity, 5)
        wizard.action_generate_serial_numbers()
        self.assertEqual(wizard.serial_numbers, "S-1\nS-2\nS-3\nS-4\nS-5")

    def test_proposed_number_is_free(self):
        # OD-1 OD-2: a number that was typed before is not proposed, as it is not drawn
        self.company.lot_prealloc_trigger = "done"
        for product in (self.plain, self.make_native_widget()):
            with self.subTest(product=product.name):
                order = self.confirmed(product, 3)
                second = order._preview_lot_name(1)
                self.make_lot(product, order._preview_lot_name())
                dialog = order.env[DIALOG].create({"production_id": order.id})
                self.assertEqual(dialog.lot_name, second)
                last = dialog.last_lot_name
                dialog.action_generate_serial_numbers()
                self.assertEqual(self.lines(dialog)[0], second)
                self.assertEqual(self.lines(dialog)[-1], last)

    def test_contradictory_ends(self):
        # MM-2
        order = self.confirmed(self.plain, 10)
        for ends in (
            {"lot_name": "S-010", "last_lot_name": "S-001"},
            {"lot_name": "S-001", "last_lot_name": "T-004"},
            {"lot_name": "S-001a", "last_lot_name": "S-004b"},
            {"lot_name": "S-001", "last_lot_name": "S"},
        ):
            with self.subTest(**ends):
                wizard = order.env[DIALOG].create({"production_id": order.id, **ends})
                listed = wizard.serial_numbers
                self.assertRefused(
                    wizard.action_generate_serial_numbers, ends["last_lot_name"]
                )
                self.assertEqual(wizard.serial_numbers, listed)

    def test_contradictory_ends_in_the_dialog(self):
        # MM-2
        dialog = self.open_dialog(self.confirmed(self.plain, 10))
        dialog.lot_name = "S-010"
        dialog.last_lot_name = "S-001"
        wizard = dialog.save()
        self.assertRefused(wizard.action_generate_serial_numbers, "S-010", "S-001")

    def test_more_numbers_than_units(self):
        # MM-2 OD-8: 20 of 10
        dialog = self.open_dialog(self.confirmed(self.plain, 10))
        dialog.lot_name = "S-001"
        dialog.last_lot_name = "S-020"
        wizard = dialog.save()
        try:
            wizard.action_generate_serial_numbers()
        except UserError:
            return
        self.assertRefused(wizard.action_produce, "Line 11", "S-011")


DIALOG = "mrp.production.serials"
