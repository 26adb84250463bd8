"""Orders that no delivery waits for, made for a sales order all the same (AB-20)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestSaleSource(SaleMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bom(cls.gadget, [(cls.screw, 1)])

    def complete_gadgets(self, quantity=1, user=None, **vals):
        order = self.make_order(
            self.gadget, quantity, user=user or self.worker, confirm=True, **vals
        )
        self.complete(order)
        return order.lot_producing_ids.sudo().sorted("id")

    # AB-20
    def test_source_is_a_sales_order(self):
        sale = self.make_sale((self.gadget, 2))
        lots = self.complete_gadgets(2, origin=sale.name)
        self.assertStamped(lots, [sale, sale])
        self.assertEqual(self.reserved(sale), sorted(lots.mapped("name")))
        self.delivery_of(sale).do_unreserve()
        self.env.invalidate_all()
        self.assertEqual(set(lots.mapped("lifecycle_badge")), {"reserved"})

    # AB-20: a worker types the source
    def test_source_that_is_typed(self):
        sale = self.make_sale((self.gadget, 1))
        form = Form(self.env["mrp.production"].with_user(self.worker))
        form.product_id = self.gadget
        form.origin = sale.name
        self.assertEqual(form.sale_order_id.id, sale.id)
        order = form.save()
        self.assertEqual(order.sudo().sale_order_id.id, sale.id)
        order.action_confirm()
        self.assertFalse(order.prealloc_lot_ids.sale_order_id, "held is not produced")

    # AB-20: exactly, and just one
    def test_source_that_is_none(self):
        sale = self.make_sale((self.gadget, 1))
        other = self.make_sale((self.gadget, 1))
        for origin in (
            sale.name.lower(),
            f"{sale.name} ",
            f"{sale.name}, {other.name}",
            sale.name[:-1] + "%",
        ):
            with self.subTest(origin=origin):
                order = self.make_order(self.gadget, origin=origin)
                self.assertFalse(order.sale_order_id)
        other.sudo().name = sale.name
        order = self.make_order(self.gadget, origin=sale.name)
        self.assertFalse(order.sale_order_id, "there are two of that name")

    # AB-20: an assembly that the customer does not get
    def test_source_sells_something_else(self):
        sale = self.make_sale((self.cheese, 1))
        order = self.make_order(self.gadget, origin=sale.name)
        self.assertFalse(order.sale_order_id)

    # AB-20
    def test_source_sells_a_kit(self):
        kit = self.make_product("Kit")
        self.make_bom(kit, [(self.gadget, 2)], type="phantom")
        sale = self.make_sale((kit, 1))
        lots = self.complete_gadgets(2, origin=sale.name)
        self.assertStamped(lots, [sale, sale])

    # AB-20, section 10
    def test_source_of_another_company(self):
        other = self.make_company("Other Works")
        sale = self.env["sale.order"].with_company(other)
        sale = sale.create(
            {
                "partner_id": self.customer.id,
                "company_id": other.id,
                "order_line": [(0, 0, {"product_id": self.gadget.id})],
            }
        )
        order = self.make_order(self.gadget, origin=sale.name)
        self.assertFalse(order.sale_order_id)
        with self.assertRaisesRegex(UserError, "Sales Order.*another company"):
            order.sale_order_id = sale

    # AB-20
    def test_quotation_is_not_stamped(self):
        sale = self.make_sale((self.gadget, 1), confirm=False)
        self.assertStamped(self.complete_gadgets(origin=sale.name), [None])

    # AB-20
    def test_linked_by_a_person(self):
        planner = self.make_user(
            "seller", "mrp.group_mrp_user,sales_team.group_sale_salesman_all_leads"
        )
        sale = self.make_sale((self.gadget, 1))
        order = self.make_order(self.gadget, user=planner, confirm=True)
        with Form(order) as form:
            form.sale_order_id = sale.with_user(planner)
        self.assertFalse(order.origin)
        self.complete(order)
        self.assertStamped(order.lot_producing_ids.sudo(), [sale])

    # AB-20: a source that is no sales order leaves the choice
    def test_choice_is_kept(self):
        first = self.make_sale((self.gadget, 1))
        second = self.make_sale((self.gadget, 1))
        order = self.make_order(self.gadget, sale_order_id=first.id)
        order.origin = "Call of Monday"
        self.assertEqual(order.sale_order_id, first)
        order.origin = second.name
        self.assertEqual(order.sale_order_id, second)
        order.sale_order_id = False
        self.assertFalse(order.sale_order_id)

    # AB-20, PF-8
    def test_backorder_goes_on_for_it(self):
        sale = self.make_sale((self.gadget, 3))
        order = self.make_order(
            self.gadget, 3, user=self.worker, confirm=True, sale_order_id=sale.id
        )
        lots = order.prealloc_lot_ids.sudo().sorted("id")
        self.complete(order, 1)
        self.complete(self.backorders_of(order))
        self.assertStamped(lots, [sale] * 3)
        self.assertFalse(order.copy().sale_order_id, "a copy is another order")

    # AB-20, BX-6
    def test_merged_orders(self):
        sale = self.make_sale((self.gadget, 2))
        orders = self.env["mrp.production"]
        for _index in range(2):
            orders += self.make_order(self.gadget, sale_order_id=sale.id)
        action = orders.with_user(self.planner).action_merge()
        merged = self.env["mrp.production"].browse(action["res_id"])
        self.assertEqual(merged.sale_order_id, sale)
        self.complete(merged)
        self.assertStamped(merged.lot_producing_ids, [sale, sale])

    # AB-20: put away after production
    def test_production_in_three_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        sale = self.make_sale((self.gadget, 1))
        order = self.make_order(
            self.gadget, user=self.worker, confirm=True, origin=sale.name
        )
        for picking in order.sudo().picking_ids:
            picking.button_validate()
        self.complete(order)
        self.assertStamped(order.lot_producing_ids.sudo(), [sale])

    # AB-20: what a delivery waits for, it gets
    def test_made_to_order_knows_its_sales_order(self):
        sale = self.make_sale((self.widget, 1))
        order = self.orders_of(sale)
        self.assertEqual(order.sudo().sale_order_id.id, sale.id)

    # AB-20: each leads to the other
    def test_buttons(self):
        both = self.make_user(
            "both", "mrp.group_mrp_user,sales_team.group_sale_salesman_all_leads"
        )
        sale = self.make_sale((self.gadget, 1), (self.widget, 1)).with_user(both)
        made = self.orders_of(sale).with_user(both)
        named = self.make_order(self.gadget, user=both, origin=sale.name)
        self.assertEqual(sale.mrp_production_ids, made + named)
        self.assertEqual(sale.mrp_production_count, 2)
        for order in made + named:
            self.assertEqual(order.sale_order_count, 1)
            self.assertEqual(order.action_view_sale_orders()["res_id"], sale.id)

    # AB-22
    def test_planned_on_the_sales_order(self):
        sale = self.make_sale((self.gadget, 1))
        order = self.make_order(self.gadget, confirm=True, origin=sale.name)
        self.assertEqual(sale.sudo().lot_ids, order.prealloc_lot_ids)
        [number] = sale._get_numbers_to_print()
        self.assertEqual(number["state"], "planned")

    # MM-6: lot control of the sales order that it is linked to
    def test_lot_control(self):
        self.company.lot_prealloc_enabled = False
        sale = self.make_sale((self.gadget, 1, {"lot_control": True}))
        order = self.make_order(self.gadget, confirm=True, origin=sale.name)
        self.assertEqual(len(order.prealloc_lot_ids), 1)
        later = self.make_order(self.gadget, confirm=True)
        self.assertFalse(later.prealloc_lot_ids)
        later.sale_order_id = sale
        self.assertEqual(len(later.prealloc_lot_ids), 1)
        plain = self.make_sale((self.gadget, 1))
        order = self.make_order(self.gadget, confirm=True, origin=plain.name)
        self.assertFalse(order.prealloc_lot_ids)
        plain.order_line.lot_control = True
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    # AB-20: numbers made to order are allocated at once; both are shown
    def test_allocated_and_reserved(self):
        sale = self.make_sale((self.widget, 1))
        lot = self.produce(sale)
        for user in (self.own_sales, self.worker, self.storekeeper):
            seen = lot.with_user(user)
            self.assertEqual(seen.lifecycle_badge, "allocated")
            self.assertEqual(seen.sale_reservation, f"Reserved for {sale.name}")
        # The row of the sales order's tab opens this, for who only sells, too
        for user in (self.own_sales, self.storekeeper):
            form = Form(lot.with_user(user))
            self.assertEqual(form.name, lot.name)
            self.assertEqual(form.sale_reservation, f"Reserved for {sale.name}")
            self.assertTrue(form.timeline)
        self.ship(sale)
        self.env.invalidate_all()
        self.assertFalse(lot.sale_reservation)
        self.assertFalse(self.stock_gadgets("G-1").sale_reservation)

    # AB-20, section 10: a colleague's sales order can be the source
    def test_who_may_not_read_the_sales_order(self):
        both = self.make_user(
            "both", "mrp.group_mrp_user,sales_team.group_sale_salesman"
        )
        sale = self.make_sale((self.gadget, 1), user_id=self.salesperson.id)
        order = self.make_order(self.gadget, user=both, confirm=True, origin=sale.name)
        with self.assertRaises(AccessError):
            order.sale_order_id.read(["name"])
        with Form(order) as form:
            form.origin = f"{sale.name} again"
        self.complete(order)
        self.assertStamped(order.lot_producing_ids.sudo(), [sale])

    # Orders that were there before this field
    def test_old_orders_are_linked(self):
        sale = self.make_sale((self.gadget, 1), (self.widget, 1))
        named = self.make_order(self.gadget, origin=sale.name)
        other = self.make_order(self.gadget, origin=f"{sale.name}?")
        made = self.orders_of(sale).sudo()
        orders = named + other + made
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mrp_production SET sale_order_id = NULL WHERE id = ANY(%s)",
            [orders.ids],
        )
        self.env.invalidate_all()
        self.env["mrp.production"]._store_sale_orders()
        self.assertEqual(
            [order.sale_order_id.id for order in orders], [sale.id, False, sale.id]
        )
