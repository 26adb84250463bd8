"""One order whose numbers cannot be made: it says why, and stops no other."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.lot_prealloc.hooks import uninstall_hook

from ..common import PreallocCase

ACTIVITY_TYPE = "lot_prealloc.mail_activity_type_number_obstacle"


@tagged("post_install", "-at_install")
class TestNumberObstacle(PreallocCase):
    # PF-2, PF-9, section 10: one bad record of many stops only itself

    def setUp(self):
        # not in setUpClass: a counter is not rolled back
        super().setUp()
        self.by_reference = self.make_format("{SKU}-{000}")
        self.nameless = self.make_product(
            "Nameless", "lot", lot_number_format_id=self.by_reference.id
        )
        self.good = self.make_product(
            "Good",
            "serial",
            default_code="G",
            lot_number_format_id=self.by_reference.id,
        )

    def activities(self, orders):
        return orders.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(ACTIVITY_TYPE)
        )

    def make_orders(self, **vals):
        orders = [
            self.make_order(product, 2, user=self.worker, **vals)
            for product in (self.good, self.nameless, self.good)
        ]
        return orders[0].browse().concat(*orders)

    def test_mass_confirmation(self):
        orders = self.make_orders()
        orders.action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"confirmed"})
        first, waiting, last = orders
        self.assertEqual(self.names(first.prealloc_lot_ids), ["G-001", "G-002"])
        self.assertEqual(self.names(last.prealloc_lot_ids), ["G-003", "G-004"])
        self.assertFalse(waiting.prealloc_lot_ids)
        self.assertTrue(waiting.has_number_obstacle)
        self.assertIn("Nameless needs an internal reference", waiting.number_obstacle)
        self.assertFalse(first.number_obstacle)
        [activity] = self.activities(orders)
        self.assertEqual(activity.res_id, waiting.id)
        self.assertEqual(activity.user_id, self.worker)
        self.assertIn("Nameless needs an internal reference", activity.note)

    def test_banner_on_the_form(self):
        order = self.make_order(self.nameless, user=self.worker)
        for _state in ("draft", "confirmed"):
            with Form(order) as form:
                self.assertIn("internal reference", form.number_obstacle)
            if order.state == "draft":
                order.action_confirm()
        self.nameless.with_user(self.inventory_manager).default_code = "N1"
        with Form(order) as form:
            self.assertFalse(form.number_obstacle)

    def test_asked_once(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        order.product_qty = 5
        order.qty_producing = 1
        order._preallocate_when_due()
        self.assertEqual(len(self.activities(order)), 1)

    def test_the_responsible_is_asked(self):
        order = self.make_order(
            self.nameless, user=self.worker, user_id=self.planner.id, confirm=True
        )
        self.assertEqual(self.activities(order).user_id, self.planner)
        # the scheduler: no responsible, nobody who confirms
        self.nameless.responsible_id = self.planner
        order = self.make_order(self.nameless, user=1, user_id=False, confirm=True)
        self.assertEqual(self.activities(order).user_id, self.planner)
        # nobody who could do it
        self.nameless.responsible_id = self.inventory_manager
        order = self.make_order(self.nameless, user=1, user_id=False, confirm=True)
        self.assertEqual(len(self.activities(order)), 1)
        self.assertFalse(self.activities(order).user_id)

    def test_numbers_come_with_the_reference(self):
        orders = self.make_orders()
        orders.action_confirm()
        waiting = orders[1]
        self.nameless.with_user(self.inventory_manager).default_code = "N1"
        self.assertEqual(self.names(waiting.prealloc_lot_ids), ["N1-005"])
        self.assertFalse(waiting.has_number_obstacle)
        self.assertFalse(waiting.number_obstacle)
        self.assertFalse(self.activities(orders))

    def test_numbers_come_with_the_templates_reference(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        template = self.nameless.product_tmpl_id.with_user(self.inventory_manager)
        with Form(template) as form:
            form.default_code = "N2"
        self.assertEqual(self.names(order.prealloc_lot_ids), ["N2-001"])

    def test_numbers_come_with_another_format(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        self.nameless.lot_number_format_id = self.make_format("OTHER-{000}")
        self.assertEqual(self.names(order.prealloc_lot_ids), ["OTHER-001"])
        other = self.make_product("Heir", "lot")
        self.company.lot_number_format_id = self.by_reference
        order = self.make_order(other, user=self.worker, confirm=True)
        self.assertTrue(order.has_number_obstacle)
        self.by_reference.with_user(self.inventory_manager).pattern = "P-{000}"
        self.assertEqual(self.names(order.prealloc_lot_ids), ["P-001"])

    def test_numbers_come_when_asked_for(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        self.env.flush_all()
        self.env.cr.execute(  # as another addon, or a restore, may do
            "UPDATE product_product SET default_code = 'SQL' WHERE id = %s",
            [self.nameless.id],
        )
        self.nameless.invalidate_recordset()
        order.action_preallocate_lots()
        self.assertEqual(self.names(order.prealloc_lot_ids), ["SQL-001"])
        self.assertFalse(self.activities(order))

    def test_a_number_typed_by_hand(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        order.lot_producing_ids = self.make_lot(self.nameless, "TYPED")
        self.assertFalse(order.has_number_obstacle)
        self.assertFalse(self.activities(order))
        self.complete(order)
        self.assertEqual(order.state, "done")

    def test_cancelled(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        order.action_cancel()
        self.assertFalse(self.activities(order))
        self.assertFalse(order.number_obstacle)
        self.nameless.default_code = "N1"
        self.assertFalse(order.prealloc_lot_ids)

    def test_explicit_press_on_one_order(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        with self.assertRaisesRegex(UserError, "Nameless needs an internal reference"):
            order.action_preallocate_lots()
        with self.assertRaisesRegex(UserError, "Nameless needs an internal reference"):
            order.action_generate_serial()

    def test_list_action_names_the_skipped(self):
        orders = self.make_orders()
        action = orders.action_preallocate_lots()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("1 of 3", action["params"]["title"])
        self.assertIn(orders[1].name, action["params"]["message"])
        self.assertIn("internal reference", action["params"]["message"])
        self.assertEqual([len(p.prealloc_lot_ids) for p in orders], [2, 0, 2])
        self.assertEqual(len(self.activities(orders)), 1)
        self.nameless.default_code = "N"
        # UX-11
        action = orders.action_preallocate_lots()
        self.assertIn("3 skipped: has its numbers", action["params"]["message"])

    def test_completion_says_what_is_missing(self):
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        with self.assertRaisesRegex(UserError, "(?s)completed.*internal reference"):
            order.button_mark_done()
        orders = self.make_orders()
        orders.action_confirm()
        with self.assertRaisesRegex(
            UserError, f"(?s)completed.*{orders[1].name}.*internal reference"
        ):
            orders.button_mark_done()
        self.complete(orders[0] + orders[2])
        self.assertEqual(set((orders[0] + orders[2]).mapped("state")), {"done"})

    def test_no_refused_proposal(self):
        # AB-10, OD-1: nothing is proposed that would be refused
        self.nameless.tracking = "serial"
        order = self.make_order(self.nameless, 3, user=self.worker, confirm=True)
        wizard = Form.from_action(order.env, order.action_generate_serial())
        self.assertFalse(wizard.lot_name)
        self.assertFalse(wizard.last_lot_name)
        self.assertIn("internal reference", wizard.series_problem)
        self.company.lot_prealloc_trigger = "done"
        self.nameless.tracking = "lot"
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        prompt = Form.from_action(order.env, order.button_mark_done())
        self.assertFalse(prompt.lot_name)
        prompt.lot_name = "BY-HAND"
        prompt.save().action_produce()
        self.assertEqual(order.lot_producing_ids.name, "BY-HAND")
        self.assertEqual(order.state, "done")

    def test_by_products(self):
        product = self.make_product("Main", "serial", default_code="M")
        product.lot_number_format_id = self.by_reference
        self.make_bom(product, byproducts=[(self.nameless, 1)])
        order = self.make_order(product, 2, user=self.worker, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["M-001", "M-002"])
        self.assertIn("Nameless", order.number_obstacle)
        self.nameless.default_code = "N"
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        self.assertFalse(self.activities(order))

    def test_procurement(self):
        """An order that another one needs: Confirm and the scheduler go on."""
        self.env.ref("stock.route_warehouse0_mto").active = True
        self.nameless.route_ids = [
            Command.set(
                [
                    self.env.ref("stock.route_warehouse0_mto").id,
                    self.env.ref("mrp.route_warehouse0_manufacture").id,
                ]
            )
        ]
        self.make_bom(self.nameless, [(self.make_product("Part"), 1)])
        parent = self.make_product("Parent", "serial", default_code="P")
        parent.lot_number_format_id = self.by_reference
        self.make_bom(parent, [(self.nameless, 1)])
        order = self.make_order(parent, 2, user=self.worker, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["P-001", "P-002"])
        child = self.env["mrp.production"].search(
            [("product_id", "=", self.nameless.id)]
        )
        self.assertEqual(child.state, "confirmed")
        self.assertTrue(child.has_number_obstacle)
        self.assertEqual(len(self.activities(child)), 1)

    def test_a_constant_number_of_statements(self):
        costs = []
        for count in (2, 20):
            orders = self.env["mrp.production"].create(
                [
                    {"product_id": self.nameless.id, "product_qty": 1}
                    for _index in range(count)
                ]
            )
            orders.action_confirm()
            orders.has_number_obstacle = False
            orders.activity_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            orders.activity_ids.read(["note"])
            before = self.cr.sql_log_count
            orders._allocate_missing_numbers()
            self.env.flush_all()
            costs.append(self.cr.sql_log_count - before)
        self.assertLess(costs[1], costs[0] + 40, costs)

    def test_switched_off(self):
        self.company.lot_prealloc_enabled = False
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        self.assertFalse(order.number_obstacle)
        self.assertFalse(order.has_number_obstacle)
        self.assertFalse(self.activities(order))

    def test_uninstalling_leaves_no_activity_in_the_way(self):
        # section 1
        order = self.make_order(self.nameless, user=self.worker, confirm=True)
        uninstall_hook(self.env)
        self.assertFalse(self.activities(order))
        self.env.ref(ACTIVITY_TYPE).unlink()
