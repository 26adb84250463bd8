"""Section 10: who may do what."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import PreallocCase


@tagged("post_install", "-at_install")
class TestRights(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("R-{00}")
        cls.product = cls.make_product(
            "Product", "serial", lot_number_format_id=cls.number_format.id
        )

    def test_shop_floor_uses_formats(self):
        self.number_format = self.make_format("U-{00}")
        self.product.lot_number_format_id = self.number_format
        order = self.make_order(self.product, 2, user=self.worker)
        order.action_confirm()
        self.assertEqual(self.names(order.prealloc_lot_ids), ["U-01", "U-02"])
        self.assertEqual(self.number_format.with_user(self.worker).next_name, "U-03")

    def test_shop_floor_does_not_change_formats(self):
        for user in (self.worker, self.storekeeper):
            number_format = self.number_format.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    number_format.pattern = "X-{00}"
                with self.assertRaises(AccessError):
                    number_format.create({"pattern": "X-{00}"})
                with self.assertRaises(AccessError):
                    number_format.name_create("X-{00}")
                with self.assertRaises(AccessError):
                    number_format.unlink()

    def test_shop_floor_does_not_change_settings(self):
        for user in (self.worker, self.storekeeper, self.planner):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.company.with_user(user).lot_prealloc_enabled = False
                with self.assertRaises(AccessError):
                    self.company.with_user(user).lot_number_format_id = False
                with self.assertRaises(AccessError):
                    self.env["res.config.settings"].with_user(user).create(
                        {"lot_prealloc_enabled": False}
                    ).execute()

    def test_shop_floor_does_not_change_products_and_categories(self):
        with self.assertRaises(AccessError):
            self.product.with_user(self.worker).lot_tracking = "none"
        with self.assertRaises(AccessError):
            category = self.env["product.category"].create({"name": "Category"})
            category.with_user(self.worker).lot_tracking = "lot"

    def test_managers_make_formats(self):
        for user in (self.inventory_manager, self.planner):
            with self.subTest(user=user.login):
                with Form(self.env["lot.number.format"].with_user(user)) as form:
                    form.pattern = "M-{YY}-{000}"
                number_format = form.record
                number_format.pattern = "M-{000}"
                self.assertEqual(number_format.next_name, "M-001")
                number_format.unlink()

    def test_inventory_manager_configures_products_and_categories(self):
        template = self.product.product_tmpl_id.with_user(self.inventory_manager)
        with Form(template) as form:
            form.lot_number_format_id = self.env["lot.number.format"]
        category = self.env["product.category"].create({"name": "Category"})
        self.company.lot_config_scope = "category"
        with Form(category.with_user(self.inventory_manager)) as form:
            form.lot_tracking = "lot"
            form.lot_number_format_id = self.make_format("Z-{00}")
        template.categ_id = category
        template.action_inherit_lot_tracking()
        self.assertEqual(self.product.tracking, "lot")
        order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["Z-01"])

    def test_numbers_of_another_company_are_hidden(self):
        other = self.make_company("Other works", lot_prealloc_enabled=True)
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        order = self.make_order(
            self.product,
            company_id=other.id,
            picking_type_id=warehouse.manu_type_id.id,
            confirm=True,
        )
        lot = order.prealloc_lot_ids
        # Odoo leaves the company of a shared product's lot to a setting
        lot.company_id = other
        lot_model = self.env["stock.lot"].with_user(self.worker)
        self.assertFalse(lot_model.search([("id", "in", lot.ids)]))
        with self.assertRaises(AccessError):
            lot.with_user(self.worker).read(["name"])
