"""Batch Production: open the dialog, get numbers, divide the order (OD, MM-2, BX-7)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .batch_case import BatchCase

DIALOG = "mrp.production.serials"


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


@tagged("post_install", "-at_install")
class TestDivide(BatchCase):
    """OD-3, OD-4, OD-5, OD-6: one order per serial, or one order with all."""

    def test_prepare(self):
        # OD-3
        order = self.confirmed(self.plain, 3)
        name, held = order.name, order.prealloc_lot_ids
        orders = self.prepare(order, *self.names(held))
        self.assertEqual(orders[0], order)
        self.assertEqual(
            orders.mapped("name"), [f"{name}-001", f"{name}-002", f"{name}-003"]
        )
        self.assertRecordValues(
            orders,
            [
                {
                    "state": "confirmed",
                    "product_qty": 1,
                    "qty_producing": 0,
                    "qty_produced": 0,
                    "lot_producing_ids": number.ids,
                    "prealloc_lot_ids": [],
                }
                for number in held.sorted("id")
            ],
        )
        moves = orders.move_finished_ids | orders.move_raw_ids
        self.assertFalse(any(moves.mapped("picked")))
        self.assertFalse(any((moves.move_line_ids).mapped("picked")))
        self.assertFalse(self.stock_of(self.plain))

    def test_prepare_picks_no_component(self):
        # OD-3
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        self.assertEqual(order.reservation_state, "assigned")
        orders = self.prepare(order, "S1", "S2")
        self.assertEqual(set(orders.mapped("state")), {"confirmed"})
        self.assertEqual(set(orders.mapped("reservation_state")), {"assigned"})
        self.assertFalse(any(orders.move_raw_ids.mapped("picked")))
        self.assertEqual(orders.mapped("qty_producing"), [0, 0])
        self.assertReservedAsLined(self.frame, self.paint, self.screw)
        self.assertEqual(self.stock_of(self.frame), {"F1": 1, "F2": 1})

    def test_units_without_a_serial_stay_together(self):
        # OD-3: with numbers held, the rest holds what is left
        order = self.confirmed(self.plain, 5)
        names = self.names(order.prealloc_lot_ids)
        orders = self.prepare(order, *names[:2])
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 3])
        self.assertEqual(orders.mapped("state"), ["confirmed"] * 3)
        self.assertEqual(self.serial_names(orders), [*names[:2], ""])
        self.assertFalse((orders - orders[2]).prealloc_lot_ids)
        self.assertEqual(self.names(orders[2].prealloc_lot_ids), names[2:])

    def test_units_without_a_serial_and_without_preallocation(self):
        # OD-3
        for setting in (
            {"lot_prealloc_trigger": "done"},
            {"lot_prealloc_enabled": False},
        ):
            with self.subTest(**setting):
                self.company.write(setting)
                first = "-".join(setting)
                orders = self.prepare(self.confirmed(self.plain, 4), f"{first}1")
                self.assertEqual(orders.mapped("product_qty"), [1, 3])
                self.assertEqual(self.serial_names(orders), [f"{first}1", ""])
                self.assertFalse(orders.prealloc_lot_ids)

    def test_prepare_a_draft_order_confirms_nothing_else(self):
        # OD-3: an order in draft is confirmed first, or refused; never half of it
        order = self.make_order(self.plain, 2, user=self.worker)
        try:
            self.prepare(order, "S1", "S2")
        except UserError:
            return
        self.assertEqual(set(self.parts_of(order).mapped("state")), {"confirmed"})

    def test_typed_numbers_replace_the_held_ones(self):
        # OD-3 BX-5: nobody holds what nobody produces
        order = self.confirmed(self.plain, 2)
        held = order.prealloc_lot_ids
        orders = self.prepare(order, "X2", "X1")
        self.assertEqual(self.serial_names(orders), ["X2", "X1"])
        self.assertFalse(orders.prealloc_lot_ids)
        self.assertFalse(held.exists().filtered("prealloc_production_ids"))

    def test_order_of_the_lines_is_kept(self):
        # OD-3: also where some numbers exist and others do not
        order = self.confirmed(self.plain, 4)
        names = self.names(order.prealloc_lot_ids)
        self.make_lot(self.plain, "OLD")
        lines = ["Z9", names[3], "OLD", names[0]]
        self.assertEqual(self.serial_names(self.prepare(order, *lines)), lines)

    def test_prepare_one_unit_of_one(self):
        # OD-3: nothing to divide
        order = self.confirmed(self.plain, 1)
        name = order.name
        orders = self.prepare(order, "ONLY")
        self.assertEqual(orders, order)
        self.assertEqual(self.serial_names(order), ["ONLY"])
        self.assertTrue(order.name.startswith(name))
        self.assertEqual(order.state, "confirmed")

    def test_prepare_all_in_one_backorder(self):
        # OD-3: what was left by Prepare is prepared later; names go on
        order = self.confirmed(self.plain, 4)
        base = order.name
        rest = self.prepare(order, "S1")[-1]
        orders = self.prepare(rest, "S2", "S3", "S4")
        self.assertEqual(self.serial_names(orders), ["S1", "S2", "S3", "S4"])
        self.assertEqual(
            orders.mapped("name"), [f"{base}-{n:03}" for n in (1, 2, 3, 4)]
        )

    def test_produce(self):
        # OD-4
        order = self.confirmed(self.plain, 3)
        name, names = order.name, self.names(order.prealloc_lot_ids)
        orders = self.produce(order, *names)
        self.assertEqual(
            orders.mapped("name"), [f"{name}-001", f"{name}-002", f"{name}-003"]
        )
        self.assertEqual(orders.mapped("state"), ["done"] * 3)
        self.assertEqual(orders.mapped("qty_produced"), [1, 1, 1])
        self.assertEqual(self.serial_names(orders), names)
        self.assertFalse(orders.prealloc_lot_ids)
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(names, 1))

    def test_produce_consumes_what_a_unit_takes(self):
        # OD-4
        self.make_frames("F1", "F2", "F3")
        self.make_lot(self.paint, "P1", 6)
        order = self.confirmed(self.widget, 3, reserve=True)
        orders = self.produce(order, "S1", "S2", "S3")
        for produced in orders:
            self.assertEqual(
                produced.move_raw_ids.mapped(lambda m: (m.product_id, m.quantity)),
                [(self.screw, 4), (self.frame, 1), (self.paint, 2)],
            )
            self.assertEqual(set(produced.move_raw_ids.mapped("state")), {"done"})
        self.assertFalse(self.stock_of(self.frame))
        self.assertFalse(self.stock_of(self.paint))
        self.assertReservedAsLined(self.frame, self.paint, self.screw)

    def test_produce_leaves_the_rest_open(self):
        # OD-4
        order = self.confirmed(self.plain, 5)
        names = self.names(order.prealloc_lot_ids)
        orders = self.produce(order, *names[:2])
        self.assertEqual(orders.mapped("state"), ["done", "done", "confirmed"])
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 3])
        self.assertEqual(orders[2].qty_producing, 0)
        self.assertEqual(self.names(orders[2].prealloc_lot_ids), names[2:])
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(names[:2], 1))

    def test_produce_whatever_the_backorder_setting(self):
        # OD-4 OD-3: the rest is never cancelled, never asked about
        for answer in ("ask", "always", "never"):
            with self.subTest(answer):
                self.operation_type.create_backorder = answer
                orders = self.produce(self.confirmed(self.plain, 3), f"{answer}1")
                self.assertEqual(orders.mapped("state"), ["done", "confirmed"])
                self.assertEqual(orders.mapped("product_qty"), [1, 2])

    def test_produce_with_each_setting(self):
        # OD-4 PF-2 BX-2
        for setting in (
            {"lot_prealloc_trigger": "done"},
            {"lot_prealloc_enabled": False},
        ):
            self.company.write(setting)
            for product in (self.plain, self.make_native_widget()):
                with self.subTest(**setting, product=product.name):
                    order = self.confirmed(product, 3)
                    dialog = self.open_dialog(order)
                    dialog.lot_quantity = 2
                    dialog = self.generate(dialog)
                    names = self.lines(dialog)
                    dialog.save().action_produce()
                    orders = self.parts_of(order)
                    self.assertEqual(self.serial_names(orders), [*names, ""])
                    self.assertEqual(
                        orders.mapped("state"), ["done", "done", "confirmed"]
                    )
                    self.assertEqual(orders.mapped("product_qty"), [1, 1, 1])

    def test_produce_a_started_order(self):
        # OD-4: somebody has pressed Start
        order = self.confirmed(self.plain, 2)
        names = self.names(order.prealloc_lot_ids)
        order.action_start()
        self.assertEqual(order.state, "progress")
        orders = self.produce(order, *names)
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual(self.serial_names(orders), names)

    def test_produce_after_apply(self):
        # OD-4 OD-6: who has applied all serials to one order changes his mind
        order = self.confirmed(self.plain, 3)
        names = self.names(order.prealloc_lot_ids)
        self.open_dialog(order).save().action_apply()
        self.assertEqual(order.qty_producing, 3)
        orders = self.produce(order, *names)
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 1])
        self.assertEqual(self.serial_names(orders), names)
        self.assertEqual(orders.mapped("state"), ["done"] * 3)
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(names, 1))

    def test_prepare_after_apply(self):
        # OD-3 OD-6
        order = self.confirmed(self.plain, 3)
        names = self.names(order.prealloc_lot_ids)
        self.open_dialog(order).save().action_apply()
        orders = self.prepare(order, *names)
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 1])
        self.assertEqual(orders.mapped("qty_producing"), [0, 0, 0])
        self.assertEqual(self.serial_names(orders), names)
        self.assertFalse(any(orders.move_finished_ids.mapped("picked")))

    def test_selection_of_orders(self):
        # OD-4: the list goes through the orders one after the other
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 2)
        names = self.names(orders.prealloc_lot_ids)
        self.open_dialog(orders).save().action_produce()
        parts = [self.parts_of(order) for order in orders]
        self.assertEqual(self.serial_names(parts[0]), names[:2])
        self.assertEqual(self.serial_names(parts[1]), names[2:])
        for part in parts:
            self.assertEqual(part.mapped("state"), ["done", "done"])

    def test_by_products(self):
        # OD-4 PF-4: each unit has its own by-product with its own number
        offcut = self.make_product("Offcut", "serial")
        self.make_bom(self.plain, [(self.screw, 1)], [(offcut, 1)])
        order = self.confirmed(self.plain, 2)
        offcuts = order._get_held_numbers(offcut)
        self.assertEqual(len(offcuts), 2)
        names = self.names(order._get_held_numbers())
        orders = self.produce(order, *names)
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual([p.move_byproduct_ids.lot_ids for p in orders], list(offcuts))
        self.assertFalse(orders.prealloc_lot_ids)

    def test_first_order_is_shown(self):
        # OD-5
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button):
                order = self.confirmed(self.plain, 3)
                action = getattr(self.open_dialog(order).save(), button)()
                self.assertEqual(action["res_model"], "mrp.production")
                self.assertEqual(action["res_id"], order.id)
                self.assertTrue(order.name.endswith("-001"))
                self.assertEqual(order.mrp_production_backorder_count, 3)
                rest = order.action_view_mrp_production_backorders()
                self.assertLessEqual(
                    self.parts_of(order)[1:],
                    self.env["mrp.production"].search(rest["domain"]),
                )

    def test_labels_print_on_the_way(self):
        # OD-5 OD-10: the operation type prints labels of generated numbers
        self.operation_type.write(
            {
                "auto_print_generated_mrp_lot": True,
                "generated_mrp_lot_label_to_print": "pdf",
            }
        )
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button):
                order = self.confirmed(self.plain, 2)
                numbers = order.prealloc_lot_ids
                action = getattr(self.open_dialog(order).save(), button)()
                self.assertEqual(action["tag"], "do_multi_print")
                [report] = action["params"]["reports"]
                self.assertCountEqual(report["context"]["active_ids"], numbers.ids)
                shown = action["params"]["anotherAction"]
                self.assertEqual(shown["res_model"], "mrp.production")
                self.assertEqual(shown["res_id"], order.id)

    def test_apply_keeps_one_order(self):
        # OD-6
        order = self.confirmed(self.plain, 3)
        numbers = order.prealloc_lot_ids
        self.open_dialog(order).save().action_apply()
        self.assertEqual(self.parts_of(order), order)
        self.assertEqual(order.lot_producing_ids, numbers)
        self.assertEqual(order.qty_producing, 3)
        self.complete(order)
        self.assertEqual(
            self.stock_of(self.plain), dict.fromkeys(self.names(numbers), 1)
        )

    def test_apply_in_numeric_order(self):
        # OD-6: 8, 9, 10 and not 10, 8, 9; the counter goes on at 11
        self.company.lot_prealloc_trigger = "done"
        product = self.make_native_widget(prefix="", padding=1, number_next=8)
        order = self.confirmed(product, 3)
        dialog = self.generate(self.open_dialog(order))
        self.assertEqual(self.lines(dialog), ["8", "9", "10"])
        dialog.save().action_apply()
        self.assertEqual(self.names(order.lot_producing_ids), ["8", "9", "10"])
        self.complete(order)
        self.assertEqual(self.stock_of(product), {"8": 1, "9": 1, "10": 1})
        dialog = self.open_dialog(self.confirmed(product, 2))
        self.assertEqual(dialog.lot_name, "11")

    def test_apply_typed_numbers_in_their_order(self):
        # OD-6 BX-5: what the order held is released when it is closed
        order = self.confirmed(self.plain, 3)
        held = order.prealloc_lot_ids
        self.typed(order, "N8", "N9", "N10").action_apply()
        self.assertEqual(self.names(order.lot_producing_ids), ["N8", "N9", "N10"])
        self.complete(order)
        self.assertFalse(held.exists())

    def test_apply_strips_blanks(self):
        # OD-6 OD-7
        order = self.confirmed(self.plain, 2)
        self.typed(order, "", "  S-1  ", "\t", " S-2\t", "").action_apply()
        self.assertEqual(self.names(order.lot_producing_ids), ["S-1", "S-2"])
        self.assertEqual(order.qty_producing, 2)

    def test_blank_lines_and_carriage_returns(self):
        # OD-7: a list pasted from elsewhere
        order = self.confirmed(self.plain, 3)
        wizard = order.env[DIALOG].create({"production_id": order.id})
        wizard.serial_numbers = "\r\n S1 \r\n\r\nS2\t\r\n   \nS3\n\n"
        wizard.action_prepare_mo()
        self.assertEqual(self.serial_names(self.parts_of(order)), ["S1", "S2", "S3"])

    def test_without_a_form(self):
        # OD-3 OD-4: RPC, nothing but the order and the list
        order = self.confirmed(self.plain, 2)
        wizard = order.env[DIALOG].create(
            {"production_id": order.id, "serial_numbers": "S1\nS2"}
        )
        self.assertEqual(wizard.serial_numbers, "S1\nS2")
        wizard.action_produce()
        self.assertEqual(self.stock_of(self.plain), {"S1": 1, "S2": 1})


@tagged("post_install", "-at_install")
class TestWorkOrders(BatchCase):
    """OD-3, OD-4: the time of a work order is the time of its units."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bom(
            cls.plain,
            [(cls.screw, 1)],
            operation_ids=cls.make_workcenter_operations("Cut", "Paint", minutes=15),
        )

    def test_prepare(self):
        # OD-3
        order = self.confirmed(self.plain, 4)
        self.assertEqual(order.workorder_ids.mapped("duration_expected"), [60, 60])
        orders = self.prepare(order, "S1", "S2")
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 2])
        for part, minutes in zip(orders, (15, 15, 30), strict=True):
            self.assertEqual(
                part.workorder_ids.mapped("duration_expected"), [minutes, minutes]
            )
            self.assertEqual(
                part.workorder_ids.mapped("qty_remaining"), [part.product_qty] * 2
            )
            self.assertEqual(part.workorder_ids.mapped("qty_produced"), [0, 0])
            self.assertEqual(part.workorder_ids.mapped("duration"), [0, 0])
        self.assertNotIn("done", orders.workorder_ids.mapped("state"))

    def test_produce(self):
        # OD-4
        order = self.confirmed(self.plain, 4)
        orders = self.produce(order, "S1", "S2")
        done = orders[:2].workorder_ids
        self.assertEqual(done.mapped("state"), ["done"] * 4)
        self.assertEqual(done.mapped("qty_produced"), [1] * 4)
        self.assertEqual(done.mapped("duration_expected"), [15] * 4)
        self.assertEqual(done.mapped("duration"), [15] * 4)
        rest = orders[2].workorder_ids
        self.assertNotIn("done", rest.mapped("state"))
        self.assertEqual(rest.mapped("duration_expected"), [30, 30])
        self.assertEqual(rest.mapped("duration"), [0, 0])

    def test_prepared_units_one_by_one(self):
        # OD-3: each unit is worked on and closed on its own
        orders = self.prepare(self.confirmed(self.plain, 2), "S1", "S2")
        for part in reversed(orders):
            for workorder in part.workorder_ids:
                workorder.button_start()
                workorder.button_finish()
            self.assertEqual(part.workorder_ids.mapped("state"), ["done", "done"])
            self.complete(part)
            self.assertEqual(part.state, "done")
        self.assertEqual(self.serial_names(orders), ["S1", "S2"])
        self.assertEqual(self.stock_of(self.plain), {"S1": 1, "S2": 1})

    def test_from_a_work_order(self):
        # OD-1 OD-4
        order = self.confirmed(self.plain, 2)
        action = order.action_generate_serial(workorder=order.workorder_ids[0])
        Form.from_action(order.env, action).save().action_produce()
        orders = self.parts_of(order)
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual(orders.workorder_ids.mapped("duration"), [15] * 4)


@tagged("post_install", "-at_install")
class TestQuantityPerLot(BatchCase):
    """MM-5, BX-7: one job, several lots."""

    def divided(self, order, quantity_per_lot):
        """:return: ``Form`` of the dialog after Generate"""
        dialog = self.open_dialog(order)
        dialog.quantity_per_lot = quantity_per_lot
        return self.generate(dialog)

    def assertDivided(self, orders, quantities, names):
        self.assertEqual(orders.mapped("product_qty"), quantities)
        self.assertEqual(self.serial_names(orders), names)

    def test_dialog_of_a_lot_order(self):
        # BX-7 OD-1
        order = self.confirmed(self.cheese, 100)
        dialog = self.open_dialog(order)
        self.assertTrue(dialog.is_lot_tracked)
        self.assertEqual(dialog.lot_name, order.prealloc_lot_ids.name)

    def test_generate(self):
        # MM-5 BX-7: the held lot first
        order = self.confirmed(self.cheese, 120)
        held = order.prealloc_lot_ids.name
        lines = self.lines(self.divided(order, 40))
        self.assertEqual(len(set(lines)), 3)
        self.assertEqual(lines[0].split(";")[0], held)
        self.assertEqual([float(line.split(";")[1]) for line in lines], [40, 40, 40])

    def test_prepare(self):
        # MM-5 BX-7
        order = self.confirmed(self.cheese, 120)
        name, held = order.name, order.prealloc_lot_ids.name
        dialog = self.divided(order, 40)
        names = [line.split(";")[0] for line in self.lines(dialog)]
        self.assertEqual(names[0], held)
        dialog.save().action_prepare_mo()
        orders = self.parts_of(order)
        self.assertDivided(orders, [40, 40, 40], names)
        self.assertEqual(orders.mapped("name"), [f"{name}-00{n}" for n in (1, 2, 3)])
        self.assertEqual(orders.mapped("state"), ["confirmed"] * 3)
        self.assertEqual(orders.mapped("qty_producing"), [0, 0, 0])
        self.assertFalse(orders.prealloc_lot_ids)

    def test_prepared_lots_one_by_one(self):
        # MM-5 BX-7 PF-7: each order is completed with its own lot, partly too
        order = self.confirmed(self.cheese, 80)
        dialog = self.divided(order, 40)
        names = [line.split(";")[0] for line in self.lines(dialog)]
        dialog.save().action_prepare_mo()
        first, second = self.parts_of(order)
        self.complete(second)
        self.complete(first, 30)
        self.assertEqual(self.stock_of(self.cheese), {names[0]: 30, names[1]: 40})
        [backorder] = self.parts_of(order).filtered(lambda p: p.state != "done")
        self.complete(backorder)
        self.assertEqual(self.stock_of(self.cheese), {names[0]: 40, names[1]: 40})

    def test_produce_with_a_remainder(self):
        # MM-5 BX-7
        order = self.confirmed(self.cheese, 100)
        held = order.prealloc_lot_ids.name
        dialog = self.divided(order, 40)
        lines = self.lines(dialog)
        self.assertEqual([float(line.split(";")[1]) for line in lines], [40, 40, 20])
        names = [line.split(";")[0] for line in lines]
        dialog.save().action_produce()
        orders = self.parts_of(order)
        self.assertDivided(orders, [40, 40, 20], names)
        self.assertEqual(orders.mapped("state"), ["done"] * 3)
        self.assertEqual(
            self.stock_of(self.cheese), {held: 40, names[1]: 40, names[2]: 20}
        )

    def test_fraction_per_lot(self):
        # BX-7: no unit gets lost in rounding
        order = self.confirmed(self.cheese, 1)
        dialog = self.divided(order, 0.3)
        quantities = [float(line.split(";")[1]) for line in self.lines(dialog)]
        self.assertEqual(quantities, [0.3, 0.3, 0.3, 0.1])
        dialog.save().action_produce()
        self.assertAlmostEqual(sum(self.stock_of(self.cheese).values()), 1)
        self.assertEqual(set(self.parts_of(order).mapped("state")), {"done"})

    def test_unit_of_the_order(self):
        # BX-7: ten dozens, four dozens to a lot
        order = self.confirmed(self.cheese, 10, product_uom_id=self.uom_dozen.id)
        dialog = self.divided(order, 4)
        names = [line.split(";")[0] for line in self.lines(dialog)]
        dialog.save().action_produce()
        orders = self.parts_of(order)
        self.assertDivided(orders, [4, 4, 2], names)
        self.assertEqual(
            self.stock_of(self.cheese), dict(zip(names, (48, 48, 24), strict=True))
        )

    def test_typed_first_lot(self):
        # BX-7 OD-2
        dialog = self.open_dialog(self.confirmed(self.cheese, 100))
        dialog.quantity_per_lot = 40
        dialog.lot_name = "CHZ-09"
        lines = self.lines(self.generate(dialog))
        self.assertEqual(
            [line.split(";")[0] for line in lines], ["CHZ-09", "CHZ-10", "CHZ-11"]
        )

    def test_typed_list(self):
        # BX-7: what remains is one order, and holds the order's lot
        order = self.confirmed(self.cheese, 100)
        held = order.prealloc_lot_ids
        orders = self.produce(order, "A;40", "", " B ; 25.5 ")
        self.assertDivided(orders, [40, 25.5, 34.5], ["A", "B", ""])
        self.assertEqual(orders.mapped("state"), ["done", "done", "confirmed"])
        self.assertEqual(orders[2].prealloc_lot_ids, held)
        self.assertEqual(self.stock_of(self.cheese), {"A": 40, "B": 25.5})

    def test_lot_without_a_quantity(self):
        # BX-7: it takes what is left
        orders = self.prepare(self.confirmed(self.cheese, 100), "A;40", "B")
        self.assertDivided(orders, [40, 60], ["A", "B"])

    def test_selection_of_orders(self):
        # BX-7 OD-1: no lot is shared by two orders
        orders = self.confirmed(self.cheese, 100) | self.confirmed(self.cheese, 50)
        held = [order.prealloc_lot_ids.name for order in orders]
        dialog = self.divided(orders, 40)
        lines = [line.split(";") for line in self.lines(dialog)]
        self.assertEqual(
            [float(quantity) for _name, quantity in lines], [40, 40, 20, 40, 10]
        )
        names = [name for name, _quantity in lines]
        self.assertEqual(len(set(names)), 5)
        self.assertLessEqual(set(held), set(names))
        dialog.save().action_prepare_mo()
        self.assertDivided(self.parts_of(orders[0]), [40, 40, 20], names[:3])
        self.assertDivided(self.parts_of(orders[1]), [40, 10], names[3:])

    def test_existing_lot(self):
        # BX-7: a lot in stock grows
        self.make_lot(self.cheese, "OLD", 5)
        self.produce(self.confirmed(self.cheese, 100), "OLD;60", "NEW;40")
        self.assertEqual(self.stock_of(self.cheese), {"OLD": 65, "NEW": 40})

    def test_each_setting(self):
        # BX-7 PF-2 BX-2
        for setting in (
            {"lot_prealloc_trigger": "done"},
            {"lot_prealloc_enabled": False},
        ):
            with self.subTest(**setting):
                self.company.write(setting)
                order = self.confirmed(self.cheese, 100)
                dialog = self.divided(order, 40)
                names = [line.split(";")[0] for line in self.lines(dialog)]
                self.assertEqual(len(set(names)), 3)
                dialog.save().action_produce()
                orders = self.parts_of(order)
                self.assertDivided(orders, [40, 40, 20], names)
                self.assertEqual(orders.mapped("state"), ["done"] * 3)

    def test_components_are_divided(self):
        # BX-7: in proportion
        self.make_bom(self.cheese, [(self.screw, 2)])
        order = self.confirmed(self.cheese, 100, reserve=True)
        self.divided(order, 40).save().action_produce()
        orders = self.parts_of(order)
        self.assertEqual(orders.move_raw_ids.mapped("quantity"), [80, 80, 40])
        self.assertEqual(self.screw.qty_available, 800)

    def test_component_lots_of_each_lot(self):
        # BX-7 OD-7
        self.make_bom(self.cheese, [(self.paint, 1)])
        for name in ("P1", "P2"):
            self.make_lot(self.paint, name, 100)
        order = self.confirmed(self.cheese, 100)
        self.produce(order, "A;40,P2", "B;60,P1|P2;50")
        self.assertGenealogy({"A": "P2", "B": "P1 P2"}, self.cheese)
        self.assertEqual(self.stock_of(self.paint), {"P1": 90, "P2": 10})

    def test_quantity_per_lot_that_divides_nothing(self):
        # BX-7
        for quantity in (0, -5):
            with self.subTest(quantity):
                dialog = self.open_dialog(self.confirmed(self.cheese, 100))
                dialog.quantity_per_lot = quantity
                wizard = dialog.save()
                self.assertRefused(wizard.action_generate_serial_numbers)


@tagged("post_install", "-at_install")
class TestLabels(BatchCase):
    """OD-10: labels before production."""

    def assertPrints(self, action, names):
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertIn(
            action["report_name"],
            ("stock.report_lot_label", "stock.label_lot_template_view"),
        )
        lots = self.env["stock.lot"].browse(action["context"]["active_ids"])
        self.assertEqual(lots.mapped("name"), names)
        return lots

    def test_listed_numbers(self):
        # OD-10: exactly the numbers in the list
        order = self.confirmed(self.plain, 4)
        names = self.names(order.prealloc_lot_ids)
        lots = self.assertPrints(
            self.typed(order, names[2], "", names[0]).action_print_labels(),
            [names[2], names[0]],
        )
        self.assertLessEqual(lots, order.prealloc_lot_ids)
        self.assertEqual(order.state, "confirmed")
        self.assertEqual(order.qty_producing, 0)

    def test_generated_numbers_become_held(self):
        # OD-10: with trigger done nothing is held before
        self.company.lot_prealloc_trigger = "done"
        order = self.confirmed(self.plain, 2)
        dialog = self.generate(self.open_dialog(order))
        names = self.lines(dialog)
        wizard = dialog.save()
        lots = self.assertPrints(wizard.action_print_labels(), names)
        self.assertEqual(order.prealloc_lot_ids, lots)
        self.assertFalse(self.stock_of(self.plain))
        wizard.action_produce()
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(names, 1))
        self.assertEqual(self.parts_of(order).lot_producing_ids, lots)

    def test_components_have_no_label(self):
        # OD-10 OD-7
        self.make_frames("F1", "F2")
        order = self.confirmed(self.widget, 2)
        action = self.typed(order, "S1,F1", "S2,F2").action_print_labels()
        self.assertPrints(action, ["S1", "S2"])

    def test_lots(self):
        # OD-10 BX-7
        order = self.confirmed(self.cheese, 100)
        action = self.typed(order, "A;40", "B;60").action_print_labels()
        self.assertPrints(action, ["A", "B"])

    def test_format_of_the_operation_type(self):
        # OD-10
        self.operation_type.generated_mrp_lot_label_to_print = "zpl"
        order = self.confirmed(self.plain, 2)
        action = self.open_dialog(order).save().action_print_labels()
        self.assertEqual(action["report_name"], "stock.label_lot_template_view")

    def test_a_list_with_a_mistake_prints_nothing(self):
        # OD-10 OD-8
        order = self.confirmed(self.plain, 3)
        wizard = self.typed(order, "S1", "S2", "S1")
        self.assertRefused(wizard.action_print_labels, "Line 3", "S1")

    def test_empty_list(self):
        # OD-10
        wizard = self.typed(self.confirmed(self.plain, 3))
        self.assertRefused(wizard.action_print_labels)
