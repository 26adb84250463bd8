"""Serial numbers of an order: Odoo's own dialog where preallocation is off, ours where
it is in use; with the buttons that the Odoo at hand has."""

from lxml import etree

from odoo.tests import Form

from .batch_case import BatchCase

NATIVE_ACTION = "mrp.action_assign_serial_numbers"
NATIVE_VIEW = "mrp.view_mrp_production_serials_form"
# Prepare MO of later versions of Odoo 19
NATIVE_PREPARE = "action_split_and_assign_serials"


class NativeDialogCase(BatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wizard_model = cls.env["mrp.production.serials"].with_user(cls.worker)
        cls.has_native_prepare = hasattr(cls.wizard_model, NATIVE_PREPARE)

    def open_by_button(self, order):
        """:return: the action of Generate Serial, and its screen"""
        action = order.action_generate_serial()
        view_id = action["views"][0][0]
        return action, etree.fromstring(
            self.wizard_model.get_view(view_id, "form")["arch"]
        )

    def buttons(self, arch):
        return [button.get("name") for button in arch.iter("button")]

    def closes(self, action):
        """Whether a button of the dialog only closes it, as the Odoo at hand does."""
        if hasattr(self.wizard_model, "_closing_action"):
            return action == {"type": "ir.actions.act_window_close"}
        return action is None


class TestPreallocationOff(NativeDialogCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False
        cls.product = cls.make_native_widget()

    def test_01_the_screen_is_odoos(self):
        # OD-1: off is invisible
        order = self.confirmed(self.product, 3)
        action, arch = self.open_by_button(order)
        native = self.env.ref(NATIVE_ACTION)
        self.assertEqual(action["id"], native.id)
        self.assertEqual(action["name"], "Assign Serial Numbers")
        self.assertEqual(action["views"][0][0], self.env.ref(NATIVE_VIEW).id)
        source = etree.fromstring(self.env.ref(NATIVE_VIEW).arch_db)
        self.assertEqual(self.buttons(arch), self.buttons(source))
        self.assertEqual(
            [field.get("name") for field in arch.iter("field")],
            [field.get("name") for field in source.iter("field")],
        )
        self.assertFalse(arch.get("js_class"))
        self.assertEqual(NATIVE_PREPARE in self.buttons(arch), self.has_native_prepare)

    def test_02_produce_all_asks_there_too(self):
        # OD-1
        action = self.confirmed(self.product, 3).button_mark_done()
        self.assertEqual(action["id"], self.env.ref(NATIVE_ACTION).id)

    def test_03_generate_predicts_and_comes_back_to_it(self):
        # OD-2 BX-2: as in stock Odoo, nothing is drawn
        order = self.confirmed(self.product, 3)
        dialog = Form.from_action(order.env, order.action_generate_serial())
        self.assertEqual(dialog.lot_name, "NW0001")
        self.assertEqual(dialog.lot_quantity, 3)
        wizard = dialog.save()
        action = wizard.action_generate_serial_numbers()
        self.assertEqual(action["id"], self.env.ref(NATIVE_ACTION).id)
        self.assertEqual(wizard.serial_numbers, "NW0001\nNW0002\nNW0003")
        self.assertEqual(self.product.lot_sequence_id.number_next_actual, 1)

    def test_04_the_list_drops_what_comes_twice(self):
        order = self.confirmed(self.product, 3)
        dialog = Form.from_action(order.env, order.action_generate_serial())
        dialog.serial_numbers = "A1\nA1\n\nA2"
        self.assertEqual(dialog.serial_numbers, "A1\nA2")

    def test_05_apply_is_odoos(self):
        # OD-6
        order = self.confirmed(self.product, 2)
        dialog = Form.from_action(order.env, order.action_generate_serial())
        dialog.serial_numbers = "A2\nA1"
        self.assertTrue(self.closes(dialog.save().action_apply()))
        self.assertEqual(self.names(order.lot_producing_ids), ["A1", "A2"])
        self.assertEqual(order.qty_producing, 2)
        self.complete(order)
        self.assertEqual(self.stock_of(self.product), {"A1": 1, "A2": 1})

    def test_06_prepare_mo_is_odoos_where_it_has_one(self):
        # OD-3
        if not self.has_native_prepare:
            self.skipTest("this Odoo has no Prepare MO")
        order = self.confirmed(self.product, 3)
        dialog = Form.from_action(order.env, order.action_generate_serial())
        dialog.serial_numbers = "A1\nA2\nA3"
        self.assertTrue(self.closes(dialog.save().action_split_and_assign_serials()))
        orders = self.parts_of(order)
        self.assertEqual(self.serial_names(orders), ["A1", "A2", "A3"])
        self.assertEqual(set(orders.mapped("state")), {"confirmed"})

    def test_07_a_format_still_numbers(self):
        # OD-2 AB-8: drawn, also in Odoo's own dialog
        order, other = self.confirmed(self.plain, 2), self.confirmed(self.plain, 2)
        wizards = []
        for each in (order, other):
            action = each.action_generate_serial()
            self.assertEqual(action["id"], self.env.ref(NATIVE_ACTION).id)
            wizard = Form.from_action(each.env, action).save()
            self.assertEqual(wizard.lot_name, self.number(1))
            wizards.append(wizard)
        names = []
        for wizard in wizards:
            action = wizard.action_generate_serial_numbers()
            self.assertEqual(action["id"], self.env.ref(NATIVE_ACTION).id)
            names += wizard.serial_numbers.split("\n")
            wizard.action_apply()
        self.assertEqual(names, [self.number(n) for n in range(1, 5)])
        self.assertEqual(
            self.names(order.lot_producing_ids | other.lot_producing_ids), names
        )

    def test_08_nothing_of_ours_in_the_menus(self):
        # OD-1
        bindings = self.env["ir.actions.actions"].with_user(self.worker)
        ours = {
            self.env.ref(f"lot_prealloc.{name}").id
            for name in ("action_batch_production", "action_preallocate_lots")
        }

        def shown():
            actions = bindings.get_bindings("mrp.production")["action"]
            return ours & {action["id"] for action in actions}

        self.assertFalse(shown())
        self.company.lot_prealloc_enabled = True
        self.assertEqual(shown(), ours)

    def test_09_nor_on_a_work_order(self):
        # OD-1
        self.make_bom(
            self.product, operation_ids=self.make_workcenter_operations("Assemble")
        )
        workorder = self.confirmed(self.product, 2).workorder_ids
        self.assertFalse(workorder.is_preallocation_in_use)
        self.company.lot_prealloc_enabled = True
        workorder.invalidate_recordset()
        self.assertTrue(workorder.is_preallocation_in_use)

    def test_10_asked_for_it_is_ours(self):
        # OD-3: an integration, or an order that is chosen in a list
        order = self.confirmed(self.product, 2)
        self.assertEqual(
            self.serial_names(self.prepare(order, "A2", "A1")), ["A2", "A1"]
        )


class TestPreallocationInUse(NativeDialogCase):
    def test_01_there_is_one_prepare_mo_and_it_is_ours(self):
        # OD-1 OD-3 OD-4 OD-6
        order = self.confirmed(self.plain, 3)
        for action in (
            order.action_generate_serial(),
            order.button_mark_done(),
            order.action_batch_production(),
        ):
            self.assertEqual(action["name"], "Batch Production")
        _action, arch = self.open_by_button(order)
        self.assertEqual(
            [b.get("name") for b in arch.iter("button") if b.get("type") == "object"],
            [
                "action_generate_serial_numbers",
                "action_follow_series",
                "action_keep_list",
                "action_produce",
                "action_prepare_mo",
                "action_produce_together",
                "action_apply",
                "action_print_labels",
            ],
        )
        labels = [button.get("string") for button in arch.iter("button")]
        self.assertEqual(labels.count("Prepare MO"), 1)

    def test_02_generate_comes_back_to_it(self):
        # OD-2
        order = self.confirmed(self.plain, 3)
        wizard = self.open_dialog(order).save()
        action = wizard.action_generate_serial_numbers()
        self.assertEqual(action["name"], "Batch Production")
        self.assertEqual(action["res_id"], wizard.id)

    def test_03_prepare(self):
        # OD-3
        order = self.confirmed(self.plain, 3)
        names = self.names(order.prealloc_lot_ids)
        dialog = Form.from_action(order.env, order.action_generate_serial())
        action = dialog.save().action_prepare_mo()
        self.assertEqual(action["res_id"], order.id)
        orders = self.parts_of(order)
        self.assertEqual(self.serial_names(orders), names)
        self.assertEqual(orders.mapped("state"), ["confirmed"] * 3)

    def test_04_produce(self):
        # OD-4
        order = self.confirmed(self.plain, 3)
        dialog = Form.from_action(order.env, order.button_mark_done())
        dialog.save().action_produce()
        self.assertEqual(self.parts_of(order).mapped("state"), ["done"] * 3)

    def test_05_apply(self):
        # OD-6: what Odoo's Apply returns there
        order = self.confirmed(self.plain, 3)
        numbers = order.prealloc_lot_ids
        self.assertTrue(self.closes(self.open_dialog(order).save().action_apply()))
        self.assertEqual(order.lot_producing_ids, numbers)

    def test_06_held_numbers_keep_it_in_use(self):
        # OD-1 PF-5: the setting is switched off, the order has its numbers
        order = self.confirmed(self.plain, 3)
        names = self.names(order.prealloc_lot_ids)
        self.company.lot_prealloc_enabled = False
        action = order.action_generate_serial()
        self.assertEqual(action["name"], "Batch Production")
        dialog = Form.from_action(order.env, action)
        self.assertEqual(self.lines(dialog), names)
