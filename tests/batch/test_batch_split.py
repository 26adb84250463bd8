"""Batch Production splits orders as Odoo does: made for others, with steps, costs."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .split_case import CHATTER, NUMBERS, OURS, SHORT, SplitCase


@tagged("post_install", "-at_install")
class TestOrders(SplitCase):
    """OD-3 OD-4: what hangs on the order goes with it."""

    def test_draft(self):
        # OD-8: it has no numbers yet and no reservations; Odoo's split leaves drafts
        self.stock(self.screw, 5)
        self.make_bom(self.drone, [(self.screw, 1)])
        order = self.make_order(self.drone, 4)
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button), self.assertRaisesRegex(UserError, order.name):
                getattr(self.make_wizard(order, self.names_for(order, 4)), button)()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.production_group_id.production_ids, order)

    def test_work_orders(self):
        # OD-3 OD-4
        self.stock(self.screw, 5)
        order = self.order(4, (self.screw, 1), operation_ids=self.operations(5, 12))
        self.assertEqual(order.workorder_ids[0].duration_expected, 30)
        self.assertSameAsPlain(order, 3)

    def test_planned_work_orders(self):
        # OD-3 OD-4: with dates and leaves in the calendar
        self.stock(self.screw, 5)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(5, 12))
        order.button_plan()
        self.assertSameAsPlain(order)

    def test_component_of_an_operation(self):
        # OD-3 OD-4
        self.stock(self.screw, 5)
        bom = self.make_bom(
            self.drone, [(self.screw, 1)], operation_ids=self.operations(5, 12)
        )
        bom.bom_line_ids.operation_id = bom.operation_ids[1]
        order = self.make_order(self.drone, 3, confirm=True)
        order.action_assign()
        self.assertSameAsPlain(order)

    def test_started_work_order(self):
        # OD-3: Odoo's split would leave all units that are in hand with the first order
        self.stock(self.screw, 5)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(5))
        order.workorder_ids.button_start()
        self.assertEqual(order.qty_producing, 3)
        self.prepare(order, self.names_for(order, 3))
        orders = order.production_group_id.production_ids.sorted("backorder_sequence")
        self.assertEqual(orders.mapped("product_qty"), [1, 1, 1])
        self.assertEqual(orders.mapped("qty_producing"), [0, 0, 0])
        self.assertEqual(
            orders.workorder_ids.mapped("state"), ["progress", "ready", "ready"]
        )
        self.assertEqual(orders.move_raw_ids.mapped("quantity"), [1, 1, 1])
        self.assertFalse(any(orders.move_raw_ids.mapped("picked")))
        self.assertEqual(self.reserved(self.screw), 3)

    def test_two_batches_in_one_transaction(self):
        # OD-3 OD-4: an import or a server action; the second is like the first
        self.stock(self.screw, 9)
        for index in range(2):
            order = self.order(4, (self.screw, 1))
            self.prepare(order, [f"BATCH-{index}-1", f"BATCH-{index}-2"])
            orders = order.production_group_id.production_ids
            self.assertEqual(sum(orders.move_raw_ids.mapped("quantity")), 4)
            self.assertEqual(self.reserved(self.screw), 4 * (index + 1))
        self.produce(orders.filtered(lambda p: p.product_qty == 2), ["A-1"])
        self.assertEqual(self.reserved(self.screw), 7)
        orders[0].do_unreserve()
        self.assertEqual(self.reserved(self.screw), 6)

    def multi_step_order(self, steps, picked):
        self.warehouse.manufacture_steps = steps
        self.stock(self.screw, 20)
        self.stock(self.wire, 3)
        order = self.order(4, (self.screw, 2), (self.wire, 1))
        self.assertTrue(order.picking_ids)
        if picked:
            picking = order.picking_ids.filtered(
                lambda p: p.picking_type_id == self.warehouse.pbm_type_id
            )
            picking.action_assign()
            picking.move_ids.picked = True
            picking._action_done()
            order.action_assign()
        return order

    def test_pick_then_manufacture(self):
        # OD-3
        self.assertSameAsPlain(self.multi_step_order("pbm", False), produce=False)

    def test_picked_then_manufacture(self):
        # OD-3 OD-4
        order = self.multi_step_order("pbm", True)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_pick_manufacture_store(self):
        # OD-3
        self.assertSameAsPlain(self.multi_step_order("pbm_sam", False), produce=False)

    def test_picked_manufacture_store(self):
        # OD-3 OD-4
        self.assertSameAsPlain(self.multi_step_order("pbm_sam", True), 3)

    def make_to_order(self, product):
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        product.route_ids = mto | self.warehouse.manufacture_pull_id.route_id

    def test_made_to_order_component(self):
        # OD-3
        motor = self.make_product("Motor")
        self.make_to_order(motor)
        self.make_bom(motor, [(self.screw, 1)])
        order = self.order(3, (motor, 1), (self.wire, 1))
        self.assertTrue(order.move_raw_ids.move_orig_ids)
        self.assertSameAsPlain(order, produce=False)

    def test_tracked_component_that_was_made_to_order(self):
        # OD-3 OD-4: later 19.0 takes no more of it than has been brought
        motor = self.make_product("Motor", "lot")
        self.make_to_order(motor)
        self.make_bom(motor, [(self.screw, 1)])
        order = self.order(3, (motor, 1))
        child = order._get_children()
        child.lot_producing_ids = self.make_lot(motor, "M1")
        child.qty_producing = 3
        child._set_qty_producing()
        child.with_context(skip_redirection=True).button_mark_done()
        self.assertEqual(child.state, "done")
        order.action_assign()
        self.assertEqual(order.move_raw_ids.quantity, 3)
        self.assertSameAsPlain(order, ignored=SHORT)

    def test_made_for_another_order(self):
        # OD-3 OD-4
        self.make_to_order(self.drone)
        self.make_bom(self.drone, [(self.screw, 1)])
        self.stock(self.screw, 20)
        fleet = self.make_product("Fleet")
        self.make_bom(fleet, [(self.drone, 2)])
        parent = self.make_order(fleet, 2, confirm=True)
        order = parent._get_children()
        order.action_assign()
        self.assertEqual(order.product_qty, 4)
        self.assertTrue(order.move_finished_ids.move_dest_ids)
        self.assertSameAsPlain(order, 3)
        self.assertSameAsPlain(order)

    def deliver(self, quantity):
        """:return: the order that a delivery of drones to a customer has made"""
        self.make_to_order(self.drone)
        self.make_bom(self.drone, [(self.screw, 1)])
        self.stock(self.screw, 20)
        delivery = self.make_delivery(
            (self.drone, quantity),
            user=self.env.user,
            move_vals={"procure_method": "make_to_order"},
        )
        return delivery.move_ids.move_orig_ids.production_id

    def test_made_for_a_delivery(self):
        # OD-3 OD-4
        order = self.deliver(4)
        order.action_assign()
        self.assertSameAsPlain(order)
        self.assertSameAsPlain(order, 2)

    def test_backorder_is_split_again(self):
        # OD-3 OD-4: names go on, the group is the same
        self.stock(self.screw, 20)
        order = self.order(7, (self.screw, 1))
        self.prepare(order, ["EARLIER-1", "EARLIER-2"])
        rest = self.backorders_of(order).filtered(lambda p: p.product_qty == 5)
        self.assertEqual(rest.name, f"{order.name[:-4]}-003")
        names = self.names_for(rest, 5)
        for ways, ignored in (
            ((self.split_plainly, len(names)), CHATTER | NUMBERS),
            ((self.produce_plainly, names), CHATTER | OURS),
        ):
            plain, argument = ways
            batch = "action_prepare_mo" if ignored & NUMBERS else "action_produce"
            with self.subTest(batch):
                differences = self.compare(
                    lambda plain=plain, argument=argument: plain(rest, argument),
                    lambda batch=batch: getattr(self.make_wizard(rest, names), batch)(),
                    ignored,
                )
                self.assertNoDifference(differences)

    def test_activities(self):
        # OD-3 OD-4: they stay with the first order
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        order.activity_schedule("mail.mail_activity_data_todo", summary="Look at it")
        self.assertSameAsPlain(order)

    def test_dates_priority_and_origin(self):
        # OD-3 OD-4
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        order.write(
            {
                "priority": "1",
                "origin": "A customer",
                "date_start": "2026-12-01 08:00:00",
                "date_deadline": "2026-12-24 18:00:00",
                "user_id": self.planner.id,
            }
        )
        order.move_raw_ids.date_deadline = "2026-12-02 12:00:00"
        self.assertSameAsPlain(order, 3)

    def test_with_numbers_held(self):
        # OD-3 OD-4 PF-8: what the order holds beside changes nothing else
        self.company.lot_prealloc_enabled = True
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        names = self.names(order.prealloc_lot_ids)
        held = {"mrp_production_prealloc_lot_rel", "stock_lot"}
        self.company.flush_recordset()
        differences = self.compare(
            lambda: order._split_productions({order: [1] * 4}),
            lambda: self.prepare(order, names),
            CHATTER | NUMBERS | held,
        )
        self.assertNoDifference(differences)

    def test_split_without_the_wizard(self):
        # The addon's own _split_productions is Odoo's, when nothing is preallocated.
        self.stock(self.screw, 3)
        order = self.order(4, (self.screw, 1), (self.wire, 2))
        differences = self.compare(
            lambda: self.split_plainly(order, 4),
            lambda: order.with_user(self.worker)._split_productions({order: [1] * 4}),
            CHATTER,
        )
        self.assertNoDifference(differences)

    def test_subcontracted(self):
        # OD-8: who makes it enters the serials on the receipt, nothing is split here
        partner = self.make_subcontracted(self.drone, self.screw)
        receipt = self.make_receipt(
            (self.drone, 3), user=self.env.user, partner_id=partner.id
        )
        order = receipt.move_ids.move_orig_ids.production_id
        self.assertEqual(order.product_qty, 3)
        for button in ("action_prepare_mo", "action_produce"):
            with self.subTest(button), self.assertRaises(UserError):
                wizard = self.make_wizard(order, ["S-1", "S-2", "S-3"])
                getattr(wizard, button)()
        self.assertEqual(order.product_qty, 3)


@tagged("post_install", "-at_install")
class TestCosts(SplitCase):
    """OD-4: what the units are worth, and where their costs are booked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create(
            {"name": "Valued", "property_cost_method": "average"}
        )
        for product, cost in ((cls.drone, 1), (cls.screw, 10), (cls.wire, 3)):
            product.categ_id = cls.category
            product.standard_price = cost

    def test_average_cost(self):
        # OD-4
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        chip = self.make_product("Chip", categ_id=self.category.id)
        order = self.order(
            4,
            (self.screw, 1),
            (self.wire, 2),
            operation_ids=self.operations(30),
            byproducts=[(chip, 1)],
        )
        order.bom_id.byproduct_ids.cost_share = 10
        order.move_byproduct_ids.cost_share = 10
        self.assertSameAsPlain(order, 3)
        self.produce(order, self.names_for(order, 3))
        orders = order.production_group_id.production_ids
        made = orders.filtered(lambda each: each.state == "done")
        self.assertEqual(len(made), 3)
        self.assertTrue(all(move.value > 0 for move in made.move_finished_ids))

    def test_fifo_cost(self):
        # OD-4: units cost what went into each of them, in order
        self.category.property_cost_method = "fifo"
        for price in (10, 20, 30):
            receipt = self.env["stock.move"].create(
                {
                    "product_id": self.screw.id,
                    "product_uom_qty": 2,
                    "price_unit": price,
                    "location_id": self.suppliers.id,
                    "location_dest_id": self.stock_location.id,
                }
            )
            receipt._action_confirm()
            receipt.quantity = 2
            receipt.picked = True
            receipt._action_done()
        order = self.order(4, (self.screw, 1))
        self.assertSameAsPlain(order)

    def test_analytic_lines(self):
        # OD-4: of the work centre, with the work orders' durations
        # Odoo lets no one else complete an order in such a work centre.
        self.worker.group_ids += self.env.ref("analytic.group_analytic_accounting")
        plan = self.env["account.analytic.plan"].create({"name": "Plan"})
        account = self.env["account.analytic.account"].create(
            {"name": "Bench", "plan_id": plan.id}
        )
        self.workcenter.analytic_distribution = {str(account.id): 100}
        self.stock(self.screw, 20)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(30, 6))
        self.assertSameAsPlain(order)
        self.produce(order, self.names_for(order, 3))
        orders = order.production_group_id.production_ids
        self.assertEqual(len(orders.workorder_ids.wc_analytic_account_line_ids), 6)

    def test_journal_entries(self):
        # OD-4: with real-time valuation
        accounts = self.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": kind}
                for name, code, kind in (
                    ("Stock", "110090", "asset_current"),
                    ("Production", "110091", "asset_current"),
                    ("Labour", "610090", "expense"),
                )
            ]
        )
        journal = self.env["account.journal"].create(
            {"name": "Inventory", "code": "INVT", "type": "general"}
        )
        self.category.write(
            {
                "property_valuation": "real_time",
                "property_stock_valuation_account_id": accounts[0].id,
                "property_account_expense_categ_id": accounts[2].id,
                "property_stock_journal": journal.id,
            }
        )
        self.drone.property_stock_production.valuation_account_id = accounts[1]
        self.stock(self.screw, 20)
        order = self.order(3, (self.screw, 1), operation_ids=self.operations(30))
        self.assertSameAsPlain(order)
        self.produce(order, self.names_for(order, 3))
        entries = self.env["account.move"].search([("journal_id", "=", journal.id)])
        self.assertGreaterEqual(len(entries), 3)
