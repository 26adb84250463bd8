"""Numbers made for a sales order know it (AB-20)."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import PreallocCase
from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestSaleStamp(SaleMixin, PreallocCase):
    # AB-20
    def test_completion_stamps_order_and_customer(self):
        sale = self.make_sale((self.widget, 3))
        order = self.orders_of(sale)
        self.assertEqual(len(order), 1)
        held = order.prealloc_lot_ids
        self.assertEqual(len(held), 3)
        self.assertFalse(held.sale_order_id, "held is not produced")
        lots = self.produce(sale)
        self.assertEqual(lots, held)
        self.assertStamped(lots, [sale] * 3)
        self.assertEqual(lots.sale_partner_id, self.customer)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"allocated"})
        self.assertEqual(set(lots.mapped("lifecycle_badge")), {"allocated"})

    # AB-20
    def test_badge_is_reserved_while_the_state_is_available(self):
        sale = self.make_sale((self.widget, 2))
        lots = self.produce(sale)
        self.delivery_of(sale).do_unreserve()
        self.env.invalidate_all()
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"available"})
        self.assertEqual(set(lots.mapped("lifecycle_badge")), {"reserved"})
        badges = lots.fields_get(["lifecycle_badge"])["lifecycle_badge"]["selection"]
        self.assertIn(("reserved", "Reserved"), badges)
        states = lots.fields_get(["lifecycle_state"])["lifecycle_state"]["selection"]
        self.assertNotIn("reserved", dict(states))
        available = lots.search([("lifecycle_state", "=", "available")])
        self.assertLessEqual(lots, available)
        lots.sudo().sale_order_id = False
        self.assertEqual(set(lots.mapped("lifecycle_badge")), {"available"})

    # AB-20
    def test_each_partial_production_stamps(self):
        sale = self.make_sale((self.widget, 5))
        order = self.orders_of(sale)
        lots = order.prealloc_lot_ids.sorted("id")
        order.action_confirm()
        self.complete(order, 2)
        self.assertStamped(lots, [sale] * 2 + [None] * 3)
        backorder = self.backorders_of(order)
        self.complete(backorder, 1)
        self.assertStamped(lots, [sale] * 3 + [None] * 2)
        self.complete(self.backorders_of(order)[-1])
        self.assertStamped(lots, [sale] * 5)
        self.assertEqual(self.reserved(sale), sorted(lots.mapped("name")))

    # AB-20
    def test_lot_of_several_receipts(self):
        sale = self.make_sale((self.cheese, 20))
        order = self.orders_of(sale)
        order.action_confirm()
        self.complete(order, 5)
        self.complete(self.backorders_of(order))
        lot = order.lot_producing_ids
        self.assertEqual(len(lot), 1)
        self.assertEqual(lot.product_qty, 20)
        self.assertStamped(lot, [sale])

    # AB-20, OD-4
    def test_batch_production_stamps_every_order(self):
        sale = self.make_sale((self.widget, 4))
        order = self.orders_of(sale)
        order.action_confirm()
        lots = order.prealloc_lot_ids.sorted("id")
        wizard = order.env["mrp.production.serials"].create(
            {"production_id": order.id, "production_ids": order.ids}
        )
        wizard.action_produce()
        self.assertEqual(len(self.backorders_of(order)), 3)
        self.assertStamped(lots, [sale] * 4)
        self.assertEqual(self.reserved(sale), sorted(lots.mapped("name")))

    # AB-20
    def test_several_sales_orders_share_one_order(self):
        first = self.make_sale((self.widget, 2))
        second = self.make_sale((self.widget, 3), partner_id=self.other_customer.id)
        order = self.merge(first, second)
        self.complete(order)
        lots = order.lot_producing_ids.sorted("id")
        self.assertStamped(lots, [first] * 2 + [second] * 3)
        names = lots.mapped("name")
        self.assertEqual(self.reserved(first), names[:2])
        self.assertEqual(self.reserved(second), names[2:])
        self.assertEqual(lots[2:].sale_partner_id, self.other_customer)

    # AB-20
    def test_shared_order_in_parts(self):
        first = self.make_sale((self.widget, 2))
        second = self.make_sale((self.widget, 3))
        order = self.merge(first, second).with_user(self.worker)
        lots = order.prealloc_lot_ids.sorted("id")
        self.complete(order, 1)
        self.complete(self.backorders_of(order)[-1], 2)
        self.assertStamped(lots, [first, first, second, None, None])
        self.complete(self.backorders_of(order)[-1])
        self.assertStamped(lots, [first, first, second, second, second])

    # AB-20, AB-21: the second delivery is asked first, and leaves what is not its own
    def test_shared_order_whose_second_delivery_comes_first(self):
        first = self.make_sale((self.widget, 2))
        second = self.make_sale((self.widget, 2, {"sequence": 1}))
        order = self.merge(first, second).with_user(self.worker)
        lots = order.prealloc_lot_ids.sorted("id")
        names = lots.mapped("name")
        dests = order.sudo().move_finished_ids.move_dest_ids
        self.assertEqual(dests.sale_line_id.order_id, second + first)
        self.complete(order, 1)
        self.assertEqual(self.reserved(first), names[:1])
        self.assertEqual(self.reserved(second), [])
        self.complete(self.backorders_of(order)[-1], 2)
        self.assertEqual(self.reserved(first), names[:2])
        self.assertEqual(self.reserved(second), names[2:3])
        self.complete(self.backorders_of(order)[-1])
        self.assertEqual(self.reserved(second), names[2:])
        self.assertStamped(lots, [first, first, second, second])

    # AB-20
    def test_units_for_stock_are_nobodys(self):
        sale = self.make_sale((self.widget, 2))
        for_stock = self.make_order(self.widget, 2, confirm=True)
        orders = self.orders_of(sale).sudo() + for_stock
        orders.action_confirm()
        action = orders.with_user(self.planner).action_merge()
        order = self.env["mrp.production"].browse(action["res_id"])
        self.complete(order)
        lots = order.lot_producing_ids.sorted("id")
        self.assertStamped(lots, [sale, sale, None, None])

    # AB-20
    def test_lot_for_several_sales_orders_is_nobodys(self):
        first = self.make_sale((self.cheese, 20))
        second = self.make_sale((self.cheese, 30))
        order = self.merge(first, second)
        self.complete(order, 10)
        self.assertStamped(order.lot_producing_ids, [None])
        self.complete(self.backorders_of(order))
        self.assertStamped(order.lot_producing_ids, [None])

    # AB-20, BX-7
    def test_lots_of_a_divided_order_are_shared_out(self):
        first = self.make_sale((self.cheese, 40))
        second = self.make_sale((self.cheese, 20))
        order = self.merge(first, second)
        wizard = order.env["mrp.production.serials"].create(
            {"production_id": order.id, "production_ids": order.ids}
        )
        wizard.serial_numbers = "LOT-A;40\nLOT-B;20"
        wizard.action_produce()
        lots = self.env["stock.lot"].search([("product_id", "=", self.cheese.id)])
        lots = lots.filtered("quant_ids").sorted("name")
        self.assertEqual(lots.mapped("name"), ["LOT-A", "LOT-B"])
        self.assertStamped(lots, [first, second])

    # AB-20, AB-10
    def test_lot_used_again_for_another_sales_order(self):
        first = self.make_sale((self.cheese, 10))
        lot = self.produce(first)
        second = self.make_sale((self.cheese, 10))
        order = self.orders_of(second)
        order.action_confirm()
        order.lot_producing_ids = lot
        self.complete(order)
        self.assertStamped(lot, [None])

    # AB-20
    def test_byproducts_are_not_stamped(self):
        whey = self.make_product("Whey", "lot")
        self.widget.bom_ids.byproduct_ids = [
            Command.create({"product_id": whey.id, "product_qty": 1})
        ]
        sale = self.make_sale((self.widget, 1))
        order = self.orders_of(sale)
        lots = self.produce(sale)
        self.assertStamped(lots, [sale])
        produced = order.sudo().move_byproduct_ids.move_line_ids.lot_id
        self.assertEqual(produced.product_id, whey)
        self.assertStamped(produced, [None])

    # AB-20
    def test_assemblies_of_the_product_are_not_stamped(self):
        """They are consumed; the customer does not get them under their number."""
        frame = self.make_made_to_order("Frame", "serial", "F-{000}")
        self.widget.bom_ids.bom_line_ids = [
            Command.create({"product_id": frame.id, "product_qty": 1})
        ]
        sale = self.make_sale((self.widget, 1))
        self.orders_of(sale).sudo().action_confirm()
        inner = self.env["mrp.production"].search([("product_id", "=", frame.id)])
        self.assertEqual(len(inner), 1)
        self.complete(inner)
        self.assertStamped(inner.lot_producing_ids, [None])
        lots = self.produce(sale)
        self.assertStamped(lots, [sale])

    # AB-20
    def test_part_of_a_kit_is_stamped(self):
        kit = self.make_product("Kit")
        self.make_bom(kit, [(self.widget, 2)], type="phantom")
        sale = self.make_sale((kit, 1))
        lots = self.produce(sale)
        self.assertStamped(lots, [sale, sale])

    # AB-20
    def test_order_without_sales_order(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        self.complete(order)
        self.assertStamped(order.lot_producing_ids, [None, None])

    # AB-20
    def test_sales_order_named_by_hand(self):
        """No delivery waits for the order: it is all for its sales order."""
        sale = self.make_sale((self.gadget, 2))
        self.make_bom(self.gadget, [(self.screw, 1)])
        order = self.make_order(
            self.gadget, 2, confirm=True, sale_line_id=sale.order_line.id
        )
        self.complete(order)
        self.assertStamped(order.lot_producing_ids, [sale, sale])

    # AB-20
    def test_settings_off(self):
        self.company.lot_prealloc_enabled = False
        sale = self.make_sale((self.widget, 1))
        order = self.orders_of(sale)
        order.action_confirm()
        order.action_generate_serial()
        self.complete(order)
        self.assertStamped(order.lot_producing_ids, [None])

    # AB-20
    def test_delivery_in_three_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        first = self.make_sale((self.widget, 2))
        second = self.make_sale((self.widget, 1))
        order = self.merge(first, second)
        self.complete(order)
        lots = order.lot_producing_ids.sorted("id")
        self.assertStamped(lots, [first, first, second])
        for sale, numbers in ((first, lots[:2]), (second, lots[2:])):
            self.assertEqual(self.reserved(sale), numbers.mapped("name"))
            self.ship(sale)
            self.assertEqual(numbers, sale.sudo().lot_ids)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"shipped"})

    # AB-20
    def test_production_in_three_steps(self):
        self.warehouse.write(
            {"manufacture_steps": "pbm_sam", "delivery_steps": "pick_ship"}
        )
        sale = self.make_sale((self.widget, 2))
        order = self.orders_of(sale)
        order.action_confirm()
        for picking in order.sudo().picking_ids:
            picking.button_validate()
        self.complete(order)
        self.assertStamped(order.lot_producing_ids, [sale, sale])

    # AB-20: what shipped keeps its stamp
    def test_stamp_stays_on_what_has_shipped_and_came_back(self):
        sale = self.make_sale((self.widget, 2))
        lots = self.produce(sale)
        picking = self.ship(sale)
        self.assertStamped(lots, [sale, sale])
        self.return_delivery(picking.sudo(), lots[0])
        self.assertEqual(
            lots.mapped("lifecycle_state"),
            ["returned", "shipped"],
        )
        self.assertStamped(lots, [sale, sale])
        lots[0].with_user(self.inventory_manager).action_make_available()
        self.assertStamped(lots, [None, sale])
        self.assertEqual(lots[0].lifecycle_badge, "available")

    # AB-20: completion costs the same number of statements, stamps or not
    def test_statements_do_not_grow(self):
        def stamps(quantity, sold=True):
            sale = self.make_sale((self.widget, quantity)) if sold else None
            order = (
                self.orders_of(sale).sudo()
                if sold
                else self.make_order(self.widget, quantity)
            )
            order.action_confirm()
            orders = order._split_productions({order: [1] * quantity})
            for production in orders:
                production.lot_producing_ids = production.prealloc_lot_ids
                production.qty_producing = 1
                production._set_qty_producing()
            moves = orders.move_finished_ids
            for move in moves:
                move.lot_ids = move.production_id.lot_producing_ids
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            moves._stamp_finished_numbers()
            self.env.flush_all()
            count = self.env.cr.sql_log_count - start
            self.assertStamped(moves.move_line_ids.lot_id, [sale] * quantity)
            return count

        stamps(2)
        self.assertEqual(stamps(20), stamps(5))
        self.assertEqual(stamps(20, sold=False), stamps(5, sold=False))

    # AB-20, section 10
    def test_companies_are_kept_apart(self):
        other = self.make_company("Other Works")
        sale = self.make_sale((self.gadget, 1))
        lot = self.make_lot(self.gadget, "OTHER-1", company_id=other.id)
        with self.assertRaisesRegex(ValidationError, "OTHER-1 belongs to Other Works"):
            lot.sale_order_id = sale
        shared = self.make_lot(self.gadget, "SHARED-1", company_id=False)
        shared.sale_order_id = sale

    # AB-20: he completes the order of a colleague's customer
    def test_worker_who_sells_too_reads_only_his_own_orders(self):
        both = self.make_user(
            "both", "mrp.group_mrp_user,sales_team.group_sale_salesman"
        )
        sale = self.make_sale((self.widget, 1), user_id=self.salesperson.id)
        with self.assertRaises(AccessError):
            sale.with_user(both).read(["name"])
        order = self.orders_of(sale).with_user(both)
        order.action_confirm()
        self.complete(order)
        lot = order.lot_producing_ids
        self.assertStamped(lot.sudo(), [sale])
        [values] = lot.web_read(
            {
                "name": {},
                "lifecycle_badge": {},
                "sale_order_id": {"fields": {"display_name": {}}},
                "sale_partner_id": {"fields": {"display_name": {}}},
                "sale_order_count": {},
            }
        )
        self.assertEqual(values["sale_order_id"]["display_name"], sale.name)
        self.assertEqual(values["sale_order_count"], 0)
