"""A salesperson's Confirm, where the order made for it cannot be numbered."""

from odoo.tests import TransactionCase, tagged

from .sale_case import SaleMixin


@tagged("post_install", "-at_install")
class TestNumberObstacleSale(SaleMixin, TransactionCase):
    # PF-2, MM-6: one bad record of many stops only itself

    def setUp(self):
        super().setUp()
        self.widget.lot_number_format_id = self.make_format("{SKU}-{000}")
        self.widget.responsible_id = self.planner

    def test_confirm_goes_on(self):
        sale = self.make_sale((self.widget, 2), (self.cheese, 3))
        self.assertEqual(sale.state, "sale")
        orders = self.orders_of(sale)
        waiting = orders.filtered(lambda p: p.product_id == self.widget)
        self.assertEqual(waiting.state, "confirmed")
        self.assertIn("internal reference", waiting.number_obstacle)
        self.assertEqual(len((orders - waiting).prealloc_lot_ids), 1)
        self.assertEqual(waiting.sudo().activity_ids.user_id, self.planner)
        self.widget.with_user(self.inventory_manager).default_code = "W"
        self.assertEqual(self.names(waiting.prealloc_lot_ids), ["W-001", "W-002"])
        self.assertFalse(waiting.sudo().activity_ids)

    def test_line_with_lot_control(self):
        self.company.lot_prealloc_enabled = False
        sale = self.make_sale((self.widget, 2, {"lot_control": True}))
        waiting = self.orders_of(sale)
        self.assertTrue(waiting.has_number_obstacle)
        self.widget.default_code = "W"
        self.assertEqual(self.names(waiting.prealloc_lot_ids), ["W-001", "W-002"])
