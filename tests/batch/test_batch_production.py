"""Batch Production: divide the order (OD, MM-2, BX-7)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .batch_case import BatchCase
from .test_batch_opening import DIALOG


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
