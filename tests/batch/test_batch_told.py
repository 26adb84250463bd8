"""Batch Production: what a button will do, and what it has done (UX-4)."""

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from .batch_case import BatchCase


@tagged("post_install", "-at_install")
class TestOutlook(BatchCase):
    """UX-4: before a button is pressed."""

    def outlook(self, orders, *lines):
        dialog = self.open_dialog(orders)
        if lines:
            dialog.serial_numbers = "\n".join(lines)
        return dialog.outlook

    # UX-4
    def test_all_units(self):
        order = self.confirmed(self.plain, 3)
        name = order.name
        outlook = self.outlook(order)
        self.assertEqual(
            outlook["action_produce"],
            f"Produce closes 3 orders, {name}-001 to -003; nothing remains.",
        )
        self.assertEqual(
            outlook["action_prepare_mo"],
            f"Prepare MO makes 3 orders, {name}-001 to -003; nothing is produced, "
            "nothing remains.",
        )
        self.assertEqual(
            outlook["action_produce_together"],
            f"Produce as one order closes {name} with 3 serials; nothing remains.",
        )
        self.assertIn("3 numbers", outlook["action_apply"])
        self.assertIn("3 labels", outlook["action_print_labels"])
        self.assertIn("stay as they are", outlook["cancel"])

    # UX-4, OD-3: what was told is what is made
    def test_what_remains_is_named(self):
        order = self.confirmed(self.plain, 7)
        name = order.name
        outlook = self.outlook(order, "S1", "S2", "S3")
        self.assertEqual(
            outlook["action_produce"],
            f"Produce closes 3 orders, {name}-001 to -003; "
            f"4 units remain on {name}-004.",
        )
        rest = self.prepare(order, "S1", "S2", "S3")[-1]
        self.assertEqual(rest.name, f"{name}-004")
        outlook = self.outlook(rest, "S4", "S5")
        self.assertEqual(
            outlook["action_produce"],
            f"Produce closes 2 orders, {name}-004 and -005; "
            f"2 units remain on {name}-006.",
        )
        parts = self.produce(rest, "S4", "S5", "S6")
        self.assertEqual(parts[-1].name, f"{name}-007")
        self.assertEqual(
            self.outlook(parts[-1], "S7")["action_produce"],
            f"Produce closes 1 order, {name}-007; nothing remains.",
        )

    # UX-4
    def test_several_orders(self):
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 3)
        first, second = orders.mapped("name")
        outlook = self.outlook(orders, "S1", "S2", "S3")
        self.assertEqual(
            outlook["action_produce"],
            f"Produce closes 3 orders, {first}-001 and -002, {second}-001; "
            f"2 units remain on {second}-002.",
        )
        outlook = self.outlook(orders, "S1")
        self.assertIn(
            f"4 units remain on {first}-002, {second}", outlook["action_produce"]
        )

    # UX-4, BX-7
    def test_lots(self):
        order = self.confirmed(self.cheese, 100)
        outlook = self.outlook(order, "A;40", "B;20")
        self.assertIn("closes 2 orders", outlook["action_produce"])
        self.assertIn(
            f"40 {order.product_uom_id.name} remain on {order.name}-003",
            outlook["action_produce"],
        )

    # UX-4
    def test_rest_of_one_order(self):
        texts = {
            "ask": "it asks what becomes of the other 2 units",
            "always": "a backorder has the other 2 units",
            "never": "the other 2 units will not be made",
        }
        for setting, text in texts.items():
            with self.subTest(setting):
                self.operation_type.create_backorder = setting
                outlook = self.outlook(self.confirmed(self.plain, 3), "S1")
                self.assertIn(text, outlook["action_produce_together"])

    # UX-4: what would be refused is not promised
    def test_refusals(self):
        self.make_frames("F1")
        order = self.confirmed(self.widget, 2)
        self.assertIn("empty", self.outlook(order, " ")["action_produce"])
        self.assertIn("mistake", self.outlook(order, "S1", "S1")["action_produce"])
        outlook = self.outlook(order, "S1,F1")
        self.assertIn("component numbers", outlook["action_produce_together"])
        self.assertIn("closes 1 order", outlook["action_produce"])

    # UX-4: nothing says Backorder that is not one; every button says what it is for
    def test_words_of_the_dialog(self):
        order = self.confirmed(self.plain, 3)
        for text in self.outlook(order).values():
            self.assertNotIn("ackorder", text)
        wizards = self.env["mrp.production.serials"].with_user(self.worker)
        view = self.env.ref("lot_prealloc.view_mrp_production_serials_form")
        arch = etree.fromstring(wizards.get_view(view.id)["arch"])
        buttons = list(arch.iter("button"))
        self.assertGreater(len(buttons), 7)
        for button in buttons:
            self.assertTrue(button.get("title"), button.get("name"))
            self.assertNotIn("ackorder", " ".join(button.attrib.values()))


@tagged("post_install", "-at_install")
class TestOutcome(BatchCase):
    """UX-4: after a button was pressed."""

    def press(self, order, button, *lines):
        wizard = self.typed(order, *lines)
        getattr(wizard, button)()
        return wizard.get_outcome(button)

    # UX-4
    def test_produced(self):
        order = self.confirmed(self.plain, 3)
        outcome = self.press(order, "action_produce", "S-091", "S-092", "S-093")
        self.assertEqual(outcome["message"], "3 produced: S-091 to 093")
        parts = self.parts_of(order)
        self.assertEqual(outcome["orders"], parts.ids)
        self.assertEqual(outcome["action"]["domain"], [("id", "in", parts.ids)])
        labels = order.browse(outcome["orders"]).action_print_lot_labels()
        self.assertEqual(labels["context"]["active_ids"], parts.lot_producing_ids.ids)

    # UX-4
    def test_prepared(self):
        order = self.confirmed(self.plain, 4)
        name = order.name
        outcome = self.press(order, "action_prepare_mo", "S1", "S2", "S3")
        self.assertEqual(outcome["message"], f"3 orders prepared: {name}-001 to -003")

    # UX-4
    def test_saved(self):
        order = self.confirmed(self.plain, 2)
        outcome = self.press(order, "action_apply", "S1", "S2")
        self.assertEqual(
            outcome["message"], f"2 numbers saved on {order.name}: S1 to 2"
        )
        self.assertEqual(outcome["action"]["res_id"], order.id)

    # UX-4, BX-7
    def test_lots(self):
        order = self.confirmed(self.cheese, 100)
        outcome = self.press(order, "action_produce", "LOT-01;40", "LOT-02;60")
        unit = order.product_uom_id.name
        self.assertEqual(outcome["message"], f"100 {unit} produced: LOT-01 to 02")

    # UX-4: nothing was done
    def test_nothing_to_tell(self):
        wizard = self.typed(self.confirmed(self.plain, 2), "S1", "S1")
        self.assertRefused(wizard.action_produce, "S1")
        self.assertFalse(wizard.get_outcome("action_produce"))


@tagged("post_install", "-at_install")
class TestProduceTogether(BatchCase):
    """UX-4: ``action_produce_together``, all units in one order in one press."""

    # UX-4: a worker with three held serials and an untracked bill of materials
    def test_one_press(self):
        self.make_bom(self.plain, [(self.screw, 4)])
        order = self.confirmed(self.plain, 3)
        name, numbers = order.name, order.prealloc_lot_ids
        wizard = self.open_dialog(order).save()
        self.assertEqual(wizard.env.user, self.worker)
        action = wizard.action_produce_together()
        self.assertEqual(action["res_id"], order.id)
        self.assertRecordValues(
            order,
            [
                {
                    "name": name,
                    "state": "done",
                    "qty_produced": 3,
                    "lot_producing_ids": numbers.ids,
                    "prealloc_lot_ids": [],
                }
            ],
        )
        self.assertEqual(self.parts_of(order), order)
        self.assertEqual(order.move_raw_ids.quantity, 12)
        self.assertEqual(
            self.stock_of(self.plain), dict.fromkeys(self.names(numbers), 1)
        )
        outcome = wizard.get_outcome("action_produce_together")
        self.assertTrue(outcome["message"].startswith("3 produced: "))
        self.assertEqual(outcome["orders"], order.ids)

    # UX-4: numbers that were typed
    def test_typed_numbers(self):
        order = self.confirmed(self.plain, 2)
        held = order.prealloc_lot_ids
        self.typed(order, "X2", "X1").action_produce_together()
        self.assertEqual(order.state, "done")
        self.assertEqual(self.stock_of(self.plain), {"X1": 1, "X2": 1})
        self.assertFalse(held.exists())

    # UX-4: as Odoo asks about any part
    def test_part(self):
        order = self.confirmed(self.plain, 5)
        names = self.names(order.prealloc_lot_ids)
        wizard = self.typed(order, *names[:2])
        question = wizard.action_produce_together()
        self.assertEqual(question["res_model"], "mrp.production.backorder")
        self.assertFalse(wizard.get_outcome("action_produce_together"))
        self.answer(order, question)
        rest = self.parts_of(order) - order
        self.assertEqual(order.state, "done")
        self.assertEqual(order.qty_produced, 2)
        self.assertEqual(self.names(order.lot_producing_ids), names[:2])
        self.assertEqual(rest.product_qty, 3)
        self.assertEqual(self.names(rest.prealloc_lot_ids), names[2:])

    def answer(self, order, question):
        wizard = order.env["mrp.production.backorder"]
        question = wizard.with_context(**question["context"]).create({})
        question.action_backorder()

    # UX-4
    def test_part_where_nothing_is_asked(self):
        for setting, count in (("always", 2), ("never", 1)):
            with self.subTest(setting):
                self.operation_type.create_backorder = setting
                order = self.confirmed(self.plain, 3)
                self.typed(order, f"{setting}-1").action_produce_together()
                self.assertEqual(order.state, "done")
                self.assertEqual(len(self.parts_of(order)), count)

    # UX-4, OD-7: of one order nobody knows which component is in which unit
    def test_component_numbers_per_line_are_refused(self):
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        wizard = self.typed(order, "S1", "S2,F2")
        self.assertRefused(wizard.action_produce_together, "Line 2", "Produce")
        self.assertEqual(order.state, "confirmed")

    # UX-4: what is reserved is consumed, all of it by all units
    def test_reserved_components(self):
        self.make_frames("F1", "F2")
        self.make_lot(self.paint, "P1", 4)
        order = self.confirmed(self.widget, 2, reserve=True)
        self.typed(order, "S1", "S2").action_produce_together()
        self.assertEqual(order.state, "done")
        self.assertFalse(self.stock_of(self.frame))
        self.assertFalse(self.stock_of(self.paint))
        self.assertEqual(self.stock_of(self.widget), {"S1": 1, "S2": 1})

    # UX-4, OD-8: nothing half done
    def test_refused(self):
        order = self.confirmed(self.widget, 2)
        wizard = self.typed(order, "S1", "S2")
        with self.assertRaises(UserError):
            wizard.action_produce_together()
        self.assertEqual(order.state, "confirmed")
        self.assertFalse(self.lot(self.widget, "S1"))
        lots = self.confirmed(self.cheese, 10)
        self.assertRefused(
            self.typed(lots, "A;5", "B;5").action_produce_together, "lot"
        )

    # UX-4, OD-1: each order of a selection with its own serials
    def test_several_orders(self):
        orders = self.confirmed(self.plain, 2) | self.confirmed(self.plain, 3)
        names = self.names(orders.prealloc_lot_ids)
        self.open_dialog(orders).save().action_produce_together()
        self.assertEqual(orders.mapped("state"), ["done", "done"])
        self.assertEqual(self.names(orders[0].lot_producing_ids), names[:2])
        self.assertEqual(self.names(orders[1].lot_producing_ids), names[2:])
