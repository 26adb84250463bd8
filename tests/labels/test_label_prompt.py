"""Labels after production: the offer (AB-19)."""

import json

from odoo.tests import Form, tagged

from ..common import PreallocCase
from .label_case import LabelMixin


@tagged("post_install", "-at_install")
class TestLabelPrompt(LabelMixin, PreallocCase):
    """When labels are offered, to a plain Manufacturing user."""

    # AB-19
    def test_lot_order(self):
        order = self.make_order(self.cheese, 5)
        lot = order.prealloc_lot_ids
        action = order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertIn(order.name, action["name"])
        self.assertOffered(action, lot)

    # AB-19
    def test_single_serial(self):
        order = self.make_order(self.widget)
        serial = order.prealloc_lot_ids
        self.assertOffered(order.button_mark_done(), serial)

    # AB-19
    def test_serials_and_byproducts(self):
        order = self.make_order(self.make_engine(), 2)
        numbers = order.prealloc_lot_ids
        self.assertEqual(len(numbers), 2 + 1 + 4)
        self.assertOffered(self.complete(order, 2), numbers)

    # AB-19: the by-product is tracked, the product is not
    def test_byproduct_only(self):
        gear = self.make_product("Gear")
        self.make_bom(gear, byproducts=[(self.cheese, 1)])
        order = self.make_order(gear, 3)
        lot = order.prealloc_lot_ids
        self.assertOffered(order.button_mark_done(), lot)

    # AB-19
    def test_several_orders_at_once(self):
        orders = self.make_order(self.widget, 2) | self.make_order(self.cheese, 5)
        orders |= self.make_order(self.make_product("Screw"), 1)
        orders |= self.make_order(self.cheese, 1) | self.make_order(self.widget, 1)
        numbers = orders.prealloc_lot_ids
        self.assertEqual(len(numbers), 5)
        from_list = (
            self.env.ref("mrp.action_production_order_mark_done")
            .with_user(self.worker)
            .with_context(active_model="mrp.production", active_ids=orders.ids)
        )
        action = from_list.run()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertIn("(4)", action["name"])
        self.assertOffered(action, numbers)

    # AB-19: constant however many orders there are
    def test_statements_do_not_grow(self):
        def count(quantity):
            orders = self.env["mrp.production"].concat(
                *(self.make_order(self.cheese, 1) for _order in range(quantity))
            )
            orders.with_context(skip_redirection=True).button_mark_done()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            action = orders._offer_lot_labels()
            self.assertEqual(len(action["context"]["default_move_line_ids"]), quantity)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(20))

    # AB-19: without asking for numbers, with labels (AB-9)
    def test_numbers_given_at_completion(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.widget, 3)
        action = order.button_mark_done()
        self.assertEqual(len(order.lot_producing_ids), 3)
        self.assertOffered(action, order.lot_producing_ids)

    # AB-19: the dialog comes after the one that asks for the lot (AB-10)
    def test_after_the_question_for_the_lot(self):
        self.company.lot_prealloc_trigger = "done"
        order = self.make_order(self.cheese, 3)
        question = order.button_mark_done()
        self.assertEqual(question["res_model"], "mrp.production.lot.prompt")
        action = Form.from_action(order.env, question).save().action_produce()
        self.assertEqual(order.state, "done")
        self.assertOffered(action, order.lot_producing_ids)

    # AB-19: a number that a person has typed
    def test_typed_lot(self):
        order = self.make_order(self.cheese, 3)
        order.lot_producing_ids = self.make_lot(self.cheese, "TYPED")
        action = order.button_mark_done()
        self.assertOffered(action, order.lot_producing_ids)

    # AB-19: this part's numbers, once; the rest of the order is shown as before
    def test_part_with_backorder(self):
        order = self.make_order(self.widget, 5)
        numbers = order.prealloc_lot_ids.sorted("id")
        order.qty_producing = 2
        order.set_qty_producing()
        question = order.button_mark_done()
        self.assertEqual(question["res_model"], "mrp.production.backorder")
        self.assertNotEqual(order.state, "done")
        action = Form.from_action(order.env, question).save().action_backorder()
        backorder = self.backorders_of(order)
        self.assertLabelsOverBackorder(action, numbers[:2], backorder)
        self.assertOffered(self.complete(backorder, 3), numbers[2:])

    def assertLabelsOverBackorder(self, action, numbers, backorder):
        json.dumps(action)
        self.assertEqual(action["type"], "ir.actions.client")
        self.assertEqual(action["tag"], "lot_prealloc_offer_labels")
        after = action["params"]["anotherAction"]
        self.assertEqual(after["res_model"], "mrp.production")
        self.assertEqual(after["res_id"], backorder.id)
        self.assertOffered(action["params"]["labels"], numbers)

    # AB-19: a lot that is produced in parts is offered with each of them
    def test_lot_in_parts(self):
        order = self.make_order(self.cheese, 5)
        lot = order.prealloc_lot_ids
        action = self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertLabelsOverBackorder(action, lot, backorder)
        action = backorder.button_mark_done()
        dialog = self.assertOffered(action, lot)
        self.assertEqual(dialog.move_line_ids.quantity, 3)
        dialog.label_quantity = "units"
        self.assertEqual(dialog.process()["context"]["active_ids"], lot.ids * 3)

    # AB-19: nothing is asked where the operation type decides
    def test_backorder_without_a_question(self):
        self.manufacturing.create_backorder = "always"
        order = self.make_order(self.widget, 5)
        numbers = order.prealloc_lot_ids.sorted("id")
        action = self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertEqual(len(backorder), 1)
        self.assertLabelsOverBackorder(action, numbers[:2], backorder)

    # AB-19
    def test_part_without_backorder(self):
        order = self.make_order(self.widget, 5)
        numbers = order.prealloc_lot_ids.sorted("id")[:2]
        action = self.complete(order, 2, backorder=False)
        self.assertFalse(self.backorders_of(order))
        self.assertOffered(action, numbers)

    # AB-19: Odoo's other question comes first
    def test_after_the_consumption_warning(self):
        part = self.make_product("Part")
        self.put_in_stock(part, 10)
        self.make_bom(self.cheese, [(part, 1)], consumption="warning")
        order = self.make_order(self.cheese, 2)
        lot = order.prealloc_lot_ids
        order.action_assign()
        order.qty_producing = 2
        order.set_qty_producing()
        order.move_raw_ids.quantity = 3
        warning = order.button_mark_done()
        self.assertEqual(warning["res_model"], "mrp.consumption.warning")
        action = Form.from_action(order.env, warning).save().action_confirm()
        self.assertEqual(order.state, "done")
        self.assertOffered(action, lot)

    # AB-19
    def test_format_of_the_operation_type(self):
        for label_format, print_format in (("pdf", "4x12"), ("zpl", "zpl")):
            self.manufacturing.generated_mrp_lot_label_to_print = label_format
            order = self.make_order(self.cheese, 2)
            lot = order.prealloc_lot_ids
            dialog = self.assertOffered(order.button_mark_done(), lot)
            self.assertEqual(dialog.print_format, print_format)

    # AB-19
    def test_switched_off(self):
        self.assertTrue(self.company.lot_prealloc_label_prompt)
        with Form(self.env["res.config.settings"]) as settings:
            settings.lot_prealloc_label_prompt = False
        settings.record.execute()
        self.assertFalse(self.company.lot_prealloc_label_prompt)
        for product in (self.cheese, self.widget):
            self.assertIs(self.make_order(product).button_mark_done(), True)

    # AB-19: without preallocation an order is stock Odoo's
    def test_preallocation_off(self):
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.cheese, 2)
        self.assertIs(order.button_mark_done(), True)
        self.assertEqual(order.state, "done")
        self.assertTrue(order.lot_producing_ids)

    # AB-19
    def test_untracked(self):
        order = self.make_order(self.make_product("Screw"), 2)
        self.assertIs(order.button_mark_done(), True)

    # AB-19 AB-1
    def test_without_traceability(self):
        group = self.env.ref("stock.group_production_lot")
        self.env.ref("base.group_user").implied_ids -= group
        order = self.make_order(self.cheese, 2)
        self.assertIs(order.button_mark_done(), True)

    # AB-19: what prints by itself is not offered, and Odoo's print stays as it is
    def test_printed_by_itself(self):
        self.manufacturing.auto_print_done_mrp_lot = True
        order = self.make_order(self.cheese, 2)
        action = order.button_mark_done()
        self.assertEqual(action["tag"], "do_multi_print")
        self.assertFalse(action["params"]["anotherAction"])
        silent_type = self.manufacturing.copy({"auto_print_done_mrp_lot": False})
        orders = self.make_order(self.cheese, 2)
        orders |= self.make_order(self.cheese, 2, picking_type_id=silent_type.id)
        self.assertEqual(orders.button_mark_done()["tag"], "do_multi_print")

    # AB-19: so does everything else that Odoo prints then
    def test_other_papers_are_printed(self):
        self.manufacturing.auto_print_done_production_order = True
        order = self.make_order(self.cheese, 2)
        action = order.button_mark_done()
        self.assertEqual(action["tag"], "do_multi_print")
        self.assertFalse(action["params"]["anotherAction"])

    # AB-19: a screen that Odoo opens then is not replaced
    def test_allocation_report_stays(self):
        self.worker.group_ids += self.env.ref("mrp.group_mrp_reception_report")
        self.manufacturing.auto_show_reception_report = True
        self.make_delivery((self.cheese, 2), user=self.env.user)
        order = self.make_order(self.cheese, 2)
        action = order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertEqual(action["tag"], "reception_report")

    # AB-19: code that completes orders, and wants no screen
    def test_without_redirection(self):
        order = self.make_order(self.cheese, 2).with_context(skip_redirection=True)
        self.assertIs(order.button_mark_done(), True)

    # AB-19 OD-5: Batch Production shows the first order, as before
    def test_batch_production(self):
        order = self.make_order(self.widget, 3)
        dialog = Form.from_action(order.env, order.action_batch_production()).save()
        action = dialog.action_produce()
        self.assertEqual(action["res_model"], "mrp.production")
        self.assertEqual(action["res_id"], order.id)
        orders = order.production_group_id.production_ids
        self.assertEqual(orders.mapped("state"), ["done"] * 3)

    # AB-19: each company has its own setting
    def test_orders_of_two_companies(self):
        other = self.make_company(
            "Other works",
            lot_prealloc_enabled=True,
            lot_prealloc_label_prompt=False,
        )
        self.worker.company_ids += other
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        companies = [self.company.id, other.id]
        env = self.env(
            user=self.worker, context={"allowed_company_ids": companies, "tz": "UTC"}
        )
        orders = self.make_order(self.cheese, 2)
        orders |= (
            env["mrp.production"]
            .create(
                {
                    "product_id": self.cheese.id,
                    "company_id": other.id,
                    "picking_type_id": warehouse.manu_type_id.id,
                }
            )
            .with_env(env)
        )
        orders = orders.with_env(env)
        orders[1].action_confirm()
        lots = orders.prealloc_lot_ids
        self.assertEqual(len(lots), 2)
        action = orders.button_mark_done()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        self.assertOffered(action, orders[0].lot_producing_ids)
