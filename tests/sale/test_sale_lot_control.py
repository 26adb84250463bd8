"""Lot control on a sales order line (MM-6)."""

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestSaleLotControl(SaleMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False

    def make_controlled(self, product, quantity, **vals):
        return self.make_sale((product, quantity, {"lot_control": True}), **vals)

    # MM-6
    def test_order_of_the_line_is_preallocated(self):
        sale = self.make_controlled(self.widget, 3)
        order = self.orders_of(sale)
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 3)
        for name in self.names(order.prealloc_lot_ids):
            self.assertRegex(name, r"^W-\d{3}$")
        self.complete(order)
        self.assertStamped(order.lot_producing_ids, [sale] * 3)

    # MM-6
    def test_order_of_another_line_is_not(self):
        sale = self.make_sale((self.widget, 1, {"lot_control": True}), (self.cheese, 5))
        orders = self.orders_of(sale)
        orders.action_confirm()
        controlled = orders.filtered(lambda p: p.product_id == self.widget)
        self.assertEqual(len(controlled.prealloc_lot_ids), 1)
        self.assertFalse((orders - controlled).prealloc_lot_ids)
        plain = self.make_order(self.widget, 2, confirm=True)
        self.assertFalse(plain.prealloc_lot_ids)

    # MM-6, PF-2: at confirmation, whatever the hidden setting says
    def test_at_confirmation_where_the_setting_is_off(self):
        for trigger in ("draft", "confirmed", "progress", "to_close", "done"):
            with self.subTest(trigger=trigger):
                self.company.lot_prealloc_trigger = trigger
                order = self.orders_of(self.make_controlled(self.widget, 1))
                order.action_confirm()
                self.assertEqual(len(order.prealloc_lot_ids), 1)
                self.complete(order)
                self.assertEqual(order.state, "done")

    # MM-6, PF-2: ahead, though the other orders get theirs later
    def test_ahead_of_the_setting(self):
        self.company.lot_prealloc_enabled = True
        for trigger, plain in (("draft", 1), ("progress", 0), ("done", 0)):
            with self.subTest(trigger=trigger):
                self.company.lot_prealloc_trigger = trigger
                controlled = self.orders_of(self.make_controlled(self.widget, 1))
                other = self.orders_of(self.make_sale((self.widget, 1)))
                (controlled + other).action_confirm()
                self.assertEqual(len(controlled.prealloc_lot_ids), 1)
                self.assertEqual(len(other.prealloc_lot_ids), plain)

    # MM-6, PF-2: not before its confirmation
    def test_draft_order(self):
        self.company.lot_prealloc_trigger = "draft"
        sale = self.make_controlled(self.gadget, 1)
        order = self.make_order(self.gadget, 1, sale_line_id=sale.order_line.id)
        self.assertFalse(order.prealloc_lot_ids)
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 1)

    # MM-6, PF-3: a format that names the order is no obstacle, the order has its name
    def test_format_that_names_the_order(self):
        self.company.lot_prealloc_trigger = "done"
        self.widget.lot_number_format_id = self.make_format("{MO}-{00}")
        order = self.orders_of(self.make_controlled(self.widget, 2))
        order.action_confirm()
        self.assertEqual(
            self.names(order.prealloc_lot_ids), [f"{order.name}-01", f"{order.name}-02"]
        )

    # MM-6
    def test_longer_routes(self):
        self.warehouse.write(
            {"manufacture_steps": "pbm_sam", "delivery_steps": "pick_pack_ship"}
        )
        sale = self.make_controlled(self.widget, 2)
        order = self.orders_of(sale)
        order.action_confirm()
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    # MM-6, PF-8
    def test_backorders_and_splits(self):
        sale = self.make_controlled(self.widget, 5)
        order = self.orders_of(sale)
        order.action_confirm()
        lots = order.prealloc_lot_ids.sorted("id")
        self.complete(order, 2)
        backorder = self.backorders_of(order)
        self.assertEqual(backorder.prealloc_lot_ids, lots[2:])
        parts = backorder._split_productions({backorder: [1, 2]})
        self.assertEqual([len(p.prealloc_lot_ids) for p in parts], [1, 2])
        for part in parts:
            self.complete(part)
        self.assertStamped(lots, [sale] * 5)

    # MM-6, BX-4
    def test_quantity_of_the_line_grows(self):
        sale = self.make_controlled(self.widget, 2)
        order = self.orders_of(sale)
        order.action_confirm()
        wizard = self.env["change.production.qty"].create(
            {"mo_id": order.id, "product_qty": 4}
        )
        wizard.change_prod_qty()
        self.assertEqual(len(order.prealloc_lot_ids), 4)

    # MM-6, BX-6
    def test_merged_orders(self):
        first = self.make_controlled(self.widget, 2)
        second = self.make_sale((self.widget, 1))
        orders = self.orders_of(first, second)
        orders.action_confirm()
        order = self.merge(first, second)
        self.assertFalse(order.sale_line_id)
        self.assertEqual(len(order.prealloc_lot_ids), 3)

    # MM-6
    def test_ticked_later(self):
        sale = self.make_sale((self.widget, 2))
        order = self.orders_of(sale)
        order.action_confirm()
        self.assertFalse(order.prealloc_lot_ids)
        sale.order_line.lot_control = True
        self.assertEqual(len(order.prealloc_lot_ids), 2)
        numbers = order.prealloc_lot_ids
        sale.order_line.lot_control = False
        self.assertEqual(order.prealloc_lot_ids, numbers, "they may be printed")
        sale.order_line.lot_control = True
        self.assertEqual(order.prealloc_lot_ids, numbers)

    # MM-6
    def test_ticked_later_for_a_merged_order(self):
        first = self.make_sale((self.widget, 2))
        second = self.make_sale((self.widget, 1))
        order = self.merge(first, second)
        self.assertFalse(order.prealloc_lot_ids)
        second.order_line.lot_control = True
        self.assertEqual(len(order.prealloc_lot_ids), 3)

    # MM-6, PF-9
    def test_button_of_the_order(self):
        sale = self.make_controlled(self.gadget, 2)
        order = self.make_order(self.gadget, 2, sale_line_id=sale.order_line.id)
        self.assertTrue(order.is_preallocation_open)
        order.action_preallocate_lots()
        self.assertEqual(len(order.prealloc_lot_ids), 2)

    # MM-6: the column is there where lots are in use
    def test_column_is_shown(self):
        view = (
            self.env["sale.order"]
            .with_user(self.own_sales)
            .get_view(self.env.ref("sale.view_order_form").id, "form")
        )
        [column] = etree.fromstring(view["arch"]).xpath(
            "//field[@name='order_line']/list/field[@name='lot_control']"
        )
        self.assertEqual(column.get("optional"), "show")
        self.own_sales.sudo().group_ids.implied_ids -= self.env.ref(
            "stock.group_production_lot"
        )
        view = (
            self.env["sale.order"]
            .with_user(self.own_sales)
            .get_view(self.env.ref("sale.view_order_form").id, "form")
        )
        self.assertNotIn("lot_control", view["arch"])

    # MM-6
    def test_untracked_product_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Screw is not tracked"):
            self.make_controlled(self.screw, 1, confirm=False)
        sale = self.make_controlled(self.widget, 1, confirm=False)
        with self.assertRaisesRegex(ValidationError, sale.name):
            sale.order_line.product_id = self.screw

    # MM-6
    def test_form(self):
        sale = self.make_sale((self.widget, 1), confirm=False)
        with Form(sale) as form:
            with form.order_line.edit(0) as line:
                line.lot_control = True
                line.product_id = self.screw
                self.assertFalse(line.lot_control)
                line.product_id = self.cheese
                line.lot_control = True
        self.assertTrue(sale.order_line.lot_control)

    # MM-6
    def test_copy_keeps_the_wish(self):
        sale = self.make_controlled(self.widget, 1, confirm=False)
        self.assertTrue(sale.copy().order_line.lot_control)

    # MM-6: whether a line has lot control costs nothing per order
    def test_statements_do_not_grow(self):
        def statements(count):
            orders = self.env["mrp.production"]
            for _index in range(count):
                orders += self.make_order(self.widget, 1)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            orders.with_prefetch()._preallocate_when_due()
            return self.env.cr.sql_log_count - start

        statements(1)
        self.assertEqual(statements(8), statements(3))
