"""Mark as Done on many orders from the list: faster, and the same rows are left."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..batch.split_case import CHATTER, NOW, SHORT, SplitCase
from .bulk_case import WAYS, by_parameter, without_bulk
from .test_bulk import PARAMETER


class MarkDoneCase(SplitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = True

    def orders(self, count, product=None, quantity=1, assign=True, **vals):
        """:return: confirmed orders with their numbers, their components reserved"""
        orders = self.env["mrp.production"].create(
            [
                {
                    "product_id": (product or self.drone).id,
                    "product_qty": quantity,
                    **vals,
                }
                for _index in range(count)
            ]
        )
        orders.action_confirm()
        if assign:
            orders.action_assign()
        return orders

    def mark_done(self, orders):
        """As from the list; nobody is there to be offered labels."""
        orders = orders.with_user(self.worker).with_context(skip_redirection=True)
        return orders.button_mark_done()

    def enter_by_hand(self, orders):
        """Take the numbers, type the quantity, order by order as in stock Odoo."""
        for order in orders.with_user(self.worker):
            lots = order._get_held_numbers()
            if lots and not order.qty_producing:
                order.lot_producing_ids = lots
                if order.product_tracking == "serial":
                    order.qty_producing = order.product_qty
                    order.set_qty_producing()

    def assertSameAllWays(self, orders, ignored=frozenset()):
        def done():
            self.mark_done(orders)
            self.assertEqual(set(orders.mapped("state")), {"done"})

        def plainly():
            with by_parameter(self.env):
                done()

        def by_hand():
            self.enter_by_hand(orders)
            with without_bulk(self.env):
                done()

        for other in (plainly, by_hand):
            with self.subTest(other.__name__):
                self.assertNoDifference(
                    self.compare(done, other, CHATTER | PARAMETER | ignored)
                )


@tagged("post_install", "-at_install")
class TestMarkDoneAllWays(MarkDoneCase):
    """SC-2 NO-3 PF-7"""

    def test_serials(self):
        self.stock(self.screw, 20)
        self.stock(self.wire, 3, location=self.shelf)
        self.make_bom(self.drone, [(self.screw, 2), (self.wire, 0.5)])
        self.assertSameAllWays(self.orders(4))

    def test_several_serials_of_an_order(self):
        self.stock(self.screw, 40)
        self.make_bom(self.drone, [(self.screw, 2)])
        self.assertSameAllWays(self.orders(3, quantity=5))

    def test_dozens(self):
        self.stock(self.screw, 40)
        self.make_bom(self.drone, [(self.screw, 1)])
        orders = self.orders(2, product_uom_id=self.uom_dozen.id)
        self.assertEqual(len(orders.prealloc_lot_ids), 24)
        self.assertSameAllWays(orders)

    def test_lots(self):
        paint = self.make_product("Paint", "lot")
        self.stock(self.screw, 40)
        self.make_bom(paint, [(self.screw, 1)])
        self.assertSameAllWays(self.orders(3, paint, quantity=2.5))

    def test_products_of_every_kind(self):
        paint, chip = self.make_product("Paint", "lot"), self.make_product("Chip")
        self.stock(self.screw, 40)
        for product in (self.drone, paint, chip):
            self.make_bom(product, [(self.screw, 1)])
        orders = self.orders(2) | self.orders(2, paint, 3) | self.orders(2, chip, 4)
        self.assertSameAllWays(orders | self.orders(1, quantity=2))

    def test_tracked_components(self):
        frame = self.make_product("Frame", "serial")
        glue = self.make_product("Glue", "lot")
        for index in range(8):
            self.make_lot(frame, f"FR-{index}", 1)
        for index, quantity in enumerate((2.5, 4, 1.5, 7)):
            self.make_lot(glue, f"GL-{index}", quantity)
        self.make_bom(self.drone, [(frame, 2), (glue, 3)])
        self.assertSameAllWays(self.orders(4))

    def test_packages_and_owners(self):
        partner = self.env["res.partner"].create({"name": "Owner"})
        package = self.env["stock.package"].create({"name": "PACK-1"})
        self.stock(self.screw, 3, package_id=package)
        self.stock(self.screw, 3, owner_id=partner)
        self.make_bom(self.drone, [(self.screw, 2)])
        self.assertSameAllWays(self.orders(3))

    def test_byproducts(self):
        chip, core = self.make_product("Chip"), self.make_product("Core", "serial")
        self.stock(self.screw, 20)
        self.make_bom(self.drone, [(self.screw, 1)], byproducts=[(chip, 2), (core, 1)])
        self.assertSameAllWays(self.orders(3))

    def test_kit(self):
        kit = self.make_product("Kit", is_storable=False)
        self.make_bom(kit, [(self.screw, 2), (self.wire, 3)], type="phantom")
        self.stock(self.screw, 20)
        self.stock(self.wire, 20)
        self.make_bom(self.drone, [(kit, 1)])
        self.assertSameAllWays(self.orders(3))

    def test_work_orders(self):
        self.stock(self.screw, 20)
        self.make_bom(
            self.drone, [(self.screw, 1)], operation_ids=self.operations(30, 6)
        )
        self.assertSameAllWays(self.orders(3))

    def test_steps(self):
        for steps in ("pbm", "pbm_sam"):
            self.warehouse.manufacture_steps = steps
            self.stock(self.screw, 20)
            self.drone.bom_ids.active = False
            self.make_bom(self.drone, [(self.screw, 2)])
            orders = self.orders(3)
            orders.picking_ids.action_assign()
            picks = orders.picking_ids.filtered(lambda p: p.state == "assigned")
            picks.move_ids.picked = True
            picks._action_done()
            orders.action_assign()
            with self.subTest(steps):
                self.assertSameAllWays(orders, SHORT)

    def test_made_to_order(self):
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        self.drone.route_ids = mto | self.warehouse.manufacture_pull_id.route_id
        self.make_bom(self.drone, [(self.screw, 1)])
        self.stock(self.screw, 20)
        fleet = self.make_product("Fleet")
        self.make_bom(fleet, [(self.drone, 2)])
        parents = self.orders(3, fleet, 2)
        orders = self.env["mrp.production"].concat(
            *(parent._get_children() for parent in parents)
        )
        orders.action_assign()
        self.assertEqual(len(orders), 3)
        self.assertTrue(orders.move_finished_ids.move_dest_ids)
        self.assertSameAllWays(orders)

    def test_others_wait_for_it(self):
        # what arrives is reserved for those that wait
        self.make_bom(self.drone, [(self.screw, 1)])
        self.stock(self.screw, 20)
        delivery = self.make_delivery((self.drone, 2), user=self.env.user)
        delivery.picking_type_id.reservation_method = "at_confirm"
        orders = self.orders(3)
        self.mark_done(orders)
        self.assertEqual(delivery.state, "assigned")

    def test_short_of_components(self):
        self.stock(self.screw, 3)
        self.make_bom(self.drone, [(self.screw, 2)])
        self.assertSameAllWays(self.orders(4), SHORT)

    def test_nothing_reserved(self):
        self.stock(self.screw, 20)
        self.make_bom(self.drone, [(self.screw, 2)])
        orders = self.orders(3, assign=False)
        orders.do_unreserve()
        self.assertSameAllWays(orders, SHORT)

    def test_costs(self):
        category = self.env["product.category"].create(
            {"name": "Valued", "property_cost_method": "average"}
        )
        for product, cost in ((self.drone, 1), (self.screw, 10), (self.wire, 3)):
            product.categ_id = category
            product.standard_price = cost
        chip = self.make_product("Chip", categ_id=category.id)
        self.make_bom(
            self.drone,
            [(self.screw, 1), (self.wire, 2)],
            byproducts=[(chip, 1)],
            operation_ids=self.operations(30),
        ).byproduct_ids.cost_share = 10
        for method in ("average", "fifo"):
            category.property_cost_method = method
            self.stock(self.screw, 20)
            self.stock(self.wire, 20)
            with self.subTest(method):
                self.assertSameAllWays(self.orders(3))

    def test_parts_and_backorders(self):
        self.stock(self.screw, 40)
        self.make_bom(self.drone, [(self.screw, 1)])
        orders = self.orders(3, quantity=5)
        orders.picking_type_id.create_backorder = "always"
        for order, quantity in zip(orders[:2], (2, 4), strict=True):
            order.qty_producing = quantity
            order.set_qty_producing()
        self.assertSameAllWays(orders)
        self.mark_done(orders)
        self.assertEqual(orders.mapped("product_qty"), [2, 4, 5])

    def test_numbers_come_with_completion(self):
        self.company.lot_prealloc_trigger = "done"
        self.stock(self.screw, 20)
        self.make_bom(self.drone, [(self.screw, 1)])
        orders = self.orders(3)
        self.assertFalse(orders.prealloc_lot_ids)

        def plainly():
            with by_parameter(self.env):
                self.mark_done(orders)

        self.assertNoDifference(
            self.compare(lambda: self.mark_done(orders), plainly, CHATTER | PARAMETER)
        )

    def test_two_companies(self):
        company = self.make_company("Other", lot_prealloc_enabled=True)
        self.stock(self.screw, 20)
        self.make_bom(self.drone, [(self.screw, 1)])
        orders = self.orders(2)
        self.worker.company_ids += company
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self.stock(self.screw, 20, location=warehouse.lot_stock_id)
        others = self.orders(2, company_id=company.id)
        self.assertEqual(others.company_id, company)
        self.assertSameAllWays(orders | others)


@tagged("post_install", "-at_install")
class TestMarkDone(MarkDoneCase):
    """SC-2: what else holds for many orders as for one."""

    def test_questions(self):
        self.stock(self.screw, 40)
        self.make_bom(self.drone, [(self.screw, 1)], consumption="warning")
        orders = self.orders(3, quantity=3)
        orders[0].move_raw_ids.product_uom_qty = 6
        orders.action_assign()
        action = self.mark_done(orders)
        self.assertEqual(action["res_model"], "mrp.consumption.warning")
        self.assertEqual(action["context"]["default_mrp_production_ids"], orders.ids)
        self.assertFalse(orders.filtered(lambda p: p.state == "done"))

    def test_one_bad_order_of_many(self):
        # as in Odoo: nothing of the call is done, and it says what is wrong
        self.stock(self.screw, 40)
        frame = self.make_product("Frame", "serial")
        used = self.make_lot(frame, "FR-1", 1)
        self.make_lot(frame, "FR-2", 1)
        self.make_bom(self.drone, [(self.screw, 1), (frame, 1)])
        orders = self.orders(2)
        with freeze_time(NOW):
            first = self.orders(1)
            first.move_raw_ids.filtered(
                lambda move: move.product_id == frame
            ).move_line_ids = [
                Command.create(
                    {"product_id": frame.id, "lot_id": used.id, "quantity": 1}
                )
            ]
            first.move_raw_ids.picked = True
            messages = []
            for plain in (None, *WAYS):
                with self.undone():
                    try:
                        if plain:
                            with plain(self.env):
                                self.mark_done(orders | first)
                        else:
                            self.mark_done(orders | first)
                    except UserError as error:
                        messages.append(str(error))
        self.assertEqual(len(messages), 3)
        self.assertEqual(len(set(messages)), 1)

    def test_numbers_leave_the_pool(self):
        self.stock(self.screw, 40)
        self.make_bom(self.drone, [(self.screw, 1)])
        orders = self.orders(2) | self.orders(1, quantity=3)
        numbers = {order: order.prealloc_lot_ids for order in orders}
        self.mark_done(orders)
        self.assertFalse(orders.prealloc_lot_ids)
        for order in orders:
            self.assertEqual(order.lot_producing_ids, numbers[order])
            self.assertEqual(
                order.move_finished_ids.move_line_ids.lot_id, numbers[order]
            )
        self.assertEqual(
            set(orders.lot_producing_ids.mapped("lifecycle_state")), {"available"}
        )

    def test_others_hear_of_every_order(self):
        # NO-4: with its own numbers, and when it is closed
        self.stock(self.screw, 40)
        self.make_bom(self.drone, [(self.screw, 1)])
        orders = self.orders(3)
        numbers = {order.id: order.prealloc_lot_ids.ids for order in orders}
        original = self.registry["mrp.production"].write
        heard = {}

        def extension(productions, vals):
            for name in ("lot_producing_ids", "state"):
                if name in vals:
                    for production in productions:
                        heard.setdefault(name, {})[production.id] = vals[name]
            return original(productions, vals)

        self.patch(self.registry["mrp.production"], "write", extension)
        self.mark_done(orders)
        self.assertEqual(heard["state"], dict.fromkeys(orders.ids, "done"))
        self.assertEqual(
            {
                order_id: commands[0][2]
                for order_id, commands in heard["lot_producing_ids"].items()
            },
            numbers,
        )

    def count_statements(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.mark_done(orders)
        self.env.flush_all()
        self.assertEqual(set(orders.mapped("state")), {"done"})
        return self.cr.sql_log_count - before

    def assertStatementsPerOrder(self, limit, **vals):
        self.count_statements(self.orders(2, **vals))
        few, many = (
            self.count_statements(self.orders(count, **vals)) for count in (10, 30)
        )
        self.assertLessEqual((many - few) / 20, limit, (few, many))

    def test_statements(self):
        # SC-2: what Odoo asks once for each order is stated here
        self.stock(self.screw, 400)
        self.stock(self.wire, 400)
        self.make_bom(self.drone, [(self.screw, 2), (self.wire, 1)])
        self.assertStatementsPerOrder(1.5)

    def test_statements_of_several_serials(self):
        self.stock(self.screw, 400)
        self.make_bom(self.drone, [(self.screw, 1)])
        self.assertStatementsPerOrder(1.5, quantity=3)
