"""The settings of Inventory: preallocation and master switch (PF-1, PF-2, AB-1)."""

from odoo.tests import Form, tagged

from odoo.addons.lot_prealloc.hooks import uninstall_hook

from ..common import PreallocCase


class SettingsCase(PreallocCase):
    def save_settings(self, **values):
        """Change the settings as the administrator does.

        :return: the form, saved
        """
        with Form(self.env["res.config.settings"]) as form:
            for name, value in values.items():
                form[name] = value
        form.record.execute()
        return form


@tagged("post_install", "-at_install")
class TestSettings(SettingsCase):
    def test_defaults(self):
        # PF-1, PF-2, AB-2
        company = self.env["res.company"].create({"name": "New works"})
        self.assertFalse(company.lot_prealloc_enabled)
        self.assertEqual(company.lot_prealloc_trigger, "confirmed")
        self.assertEqual(company.lot_config_scope, "product")
        self.assertFalse(company.lot_tracking)
        self.assertFalse(company.lot_number_format_id)

    def test_saved_on_the_company(self):
        # PF-1, PF-2
        number_format = self.make_format("S-{00}")
        self.save_settings(
            lot_prealloc_enabled=True,
            lot_prealloc_trigger="draft",
            lot_config_scope="category",
            lot_tracking="lot",
            lot_number_format_id=number_format,
        )
        self.assertRecordValues(
            self.company,
            [
                {
                    "lot_prealloc_enabled": True,
                    "lot_prealloc_trigger": "draft",
                    "lot_config_scope": "category",
                    "lot_tracking": "lot",
                    "lot_number_format_id": number_format.id,
                }
            ],
        )

    def test_every_tracked_product_follows_it(self):
        # PF-1
        products = [
            self.make_product(tracking, tracking)
            for tracking in ("lot", "serial", "none")
        ]
        self.save_settings(lot_prealloc_enabled=False)
        for product in products:
            self.assertFalse(self.make_order(product, 2, confirm=True).prealloc_lot_ids)
        self.save_settings(lot_prealloc_enabled=True)
        counts = [
            len(self.make_order(product, 2, confirm=True).prealloc_lot_ids)
            for product in products
        ]
        self.assertEqual(counts, [1, 2, 0])

    def test_another_company_is_not_touched(self):
        # PF-1
        other = self.make_company("Other works")
        self.save_settings(lot_prealloc_enabled=True, lot_prealloc_trigger="progress")
        self.assertFalse(other.lot_prealloc_enabled)
        self.assertEqual(other.lot_prealloc_trigger, "confirmed")


@tagged("post_install", "-at_install")
class TestMasterSwitch(SettingsCase):
    # AB-1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("SW-{00}")
        cls.category = cls.env["product.category"].create(
            {"name": "Switched", "lot_tracking": "serial"}
        )
        cls.chosen = cls.make_product(
            "Chosen", "lot", lot_number_format_id=cls.number_format.id
        )
        cls.heir = cls.make_product("Heir", None, categ_id=cls.category.id)
        cls.tracked_count = cls.env["product.template"].search_count(
            [("tracking", "!=", "none")]
        )

    def switch(self, on):
        self.save_settings(group_stock_production_lot=on)

    def test_warning_with_the_number_of_products(self):
        with Form(self.env["res.config.settings"]) as form:
            self.assertFalse(form.traceability_off_warning)
            form.group_stock_production_lot = False
            self.assertRegex(
                form.traceability_off_warning, rf"^{self.tracked_count} products"
            )
            form.group_stock_production_lot = True
            self.assertFalse(form.traceability_off_warning)

    def test_off_and_on_again(self):
        self.switch(on=False)
        self.assertFalse(self.worker.has_group("stock.group_production_lot"))
        self.assertEqual((self.chosen.tracking, self.heir.tracking), ("none", "none"))
        self.assertEqual(
            (self.chosen.lot_tracking, self.category.lot_tracking), ("lot", "serial")
        )
        self.assertFalse(
            self.env["product.product"].search_count([("tracking", "!=", "none")])
        )
        self.switch(on=True)
        self.assertTrue(self.worker.has_group("stock.group_production_lot"))
        self.assertEqual((self.chosen.tracking, self.heir.tracking), ("lot", "serial"))

    def test_no_number_is_generated_meanwhile(self):
        self.chosen.lot_number_format_id = self.make_format("OFF-{00}")
        self.switch(on=False)
        sequence = self.chosen.lot_number_format_id.sequence_id
        next_number = sequence.number_next_actual
        lots = self.env["stock.lot"].search_count([])
        orders = [
            self.make_order(product, 2, user=self.worker, confirm=True)
            for product in (self.chosen, self.heir)
        ]
        for order in orders:
            order.action_preallocate_lots()
            self.complete(order)
            self.assertEqual(order.state, "done")
        waiting = self.make_order(self.chosen, 2, user=self.worker, confirm=True)
        self.assertEqual(self.env["stock.lot"].search_count([]), lots)
        sequence.invalidate_recordset()
        self.assertEqual(sequence.number_next_actual, next_number)
        self.switch(on=True)
        waiting.action_preallocate_lots()
        self.assertEqual(waiting.prealloc_lot_ids.name, "OFF-01")

    def test_configuration_saved_meanwhile(self):
        self.switch(on=False)
        self.chosen.tracking = "serial"  # an import, another addon
        self.category.lot_tracking = "lot"
        new = self.make_product("New", "lot")
        heir = self.make_product("New heir", None, categ_id=self.category.id)
        other_format = self.make_format("MW-{00}")
        self.chosen.lot_number_format_id = other_format
        products = [self.chosen, self.heir, new, heir]
        self.assertEqual([p.tracking for p in products], ["none"] * 4)
        self.switch(on=True)
        self.assertEqual(
            [p.tracking for p in products], ["serial", "lot", "lot", "lot"]
        )
        order = self.make_order(self.chosen, 1, confirm=True)
        self.assertEqual(order.prealloc_lot_ids.name, "MW-01")

    def test_stock_keeps_its_lots(self):
        lot = self.make_lot(self.chosen, "KEPT", 5)
        self.switch(on=False)
        self.assertEqual(lot.product_qty, 5)
        self.assertEqual(self.chosen.stock_quant_ids.lot_id, lot)
        self.switch(on=True)
        self.assertEqual(lot.product_qty, 5)
        self.assertEqual(self.chosen.stock_quant_ids.lot_id, lot)

    def test_held_numbers_outlive_the_switch(self):
        order = self.make_order(self.heir, 2, user=self.worker, confirm=True)
        names = self.names(order.prealloc_lot_ids)
        self.switch(on=False)
        self.switch(on=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), names)

    def test_saving_other_settings_switches_nothing(self):
        self.save_settings(lot_prealloc_trigger="draft")
        self.assertEqual(self.chosen.tracking, "lot")
        self.switch(on=False)
        self.save_settings()
        self.assertEqual(self.chosen.tracking, "none")

    def test_expiration_dates_are_not_uninstalled(self):
        with Form(self.env["res.config.settings"]) as form:
            installed = form.module_product_expiry
            form.group_stock_production_lot = False
            self.assertEqual(form.module_product_expiry, installed)

    def test_never_switched_on_is_not_switched_off(self):
        # an import tracked products in a database that never had the setting
        self.env["res.config.settings"].create({})
        self.env.ref("base.group_user").implied_ids -= self.env.ref(
            "stock.group_production_lot"
        )
        with Form(self.env["res.config.settings"]) as form:
            self.assertFalse(form.group_stock_production_lot)
            self.assertFalse(form.traceability_off_warning)
        form.record.execute()
        self.assertFalse(self.company._is_traceability_switched_off())
        self.assertEqual(self.chosen.tracking, "lot")
        new = self.make_product("New", "serial")
        self.assertEqual(new.tracking, "serial")
        self.switch(on=True)
        self.assertEqual(self.chosen.tracking, "lot")

    def test_uninstalling_while_off_gives_tracking_back(self):
        # section 1
        self.switch(on=False)
        uninstall_hook(self.env)
        self.assertEqual((self.chosen.tracking, self.heir.tracking), ("lot", "serial"))

    def test_impact_is_silent_while_off(self):
        self.switch(on=False)
        self.company.lot_config_scope = "category"
        draft = self.category.new({"lot_tracking": "lot"}, origin=self.category)
        self.assertFalse(draft.lot_tracking_impact)
