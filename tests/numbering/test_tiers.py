"""AB-3: product, then category, then company; each of both fields on its own."""

from odoo.tests import Form, tagged

from odoo.addons.lot_prealloc.hooks import pre_init_hook

from ..common import PreallocCase


class TierCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category_model = cls.env["product.category"]
        cls.parent = category_model.create({"name": "Machines"})
        cls.category = category_model.create(
            {"name": "Pumps", "parent_id": cls.parent.id}
        )
        cls.product = cls.make_product("Pump", None, categ_id=cls.category.id)
        cls.template = cls.product.product_tmpl_id
        cls.everybody = cls.env["res.company"].search([])

    def set_company_tracking(self, tracking):
        self.everybody.lot_tracking = tracking


@tagged("post_install", "-at_install")
class TestTrackingTiers(TierCase):
    # AB-3

    def test_the_most_specific_value_wins(self):
        steps = [
            (self.everybody, "lot", "lot"),
            (self.parent, "serial", "serial"),
            (self.category, "lot", "lot"),
            (self.template, "serial", "serial"),
            (self.template, "none", "none"),
            (self.template, False, "lot"),
            (self.category, False, "serial"),
            (self.category, "none", "none"),
            (self.category, False, "serial"),
            (self.parent, False, "lot"),
            (self.everybody, False, "none"),
        ]
        self.assertEqual(self.product.tracking, "none")
        for tier, value, tracking in steps:
            tier.lot_tracking = value
            self.assertEqual(self.product.tracking, tracking, (tier, value))
            self.env.flush_all()
            self.assertEqual(
                self.env["product.product"].search_count(
                    [("id", "=", self.product.id), ("tracking", "=", tracking)]
                ),
                1,
            )

    def test_each_field_on_its_own(self):
        self.category.lot_tracking = "serial"
        self.company.lot_number_format_id = self.make_format("COMPANY-{00}")
        self.assertEqual(self.product.tracking, "serial")
        order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        self.assertEqual(
            self.names(order.prealloc_lot_ids), ["COMPANY-01", "COMPANY-02"]
        )
        self.category.lot_tracking = False
        self.company.lot_tracking = "lot"
        self.category.lot_number_format_id = self.make_format("CATEGORY-{00}")
        order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        self.assertEqual(self.names(order.prealloc_lot_ids), ["CATEGORY-01"])

    def test_format_tiers(self):
        formats = {
            name: self.make_format(f"{name}-{{00}}")
            for name in ("COMPANY", "PARENT", "CATEGORY", "PRODUCT")
        }
        steps = [
            (self.company, formats["COMPANY"]),
            (self.parent, formats["PARENT"]),
            (self.category, formats["CATEGORY"]),
            (self.template, formats["PRODUCT"]),
        ]
        get_format = self.template._get_lot_number_format
        self.assertFalse(get_format(self.company))
        for tier, number_format in steps:
            tier.lot_number_format_id = number_format
            self.assertEqual(get_format(self.company), number_format)
        for (tier, _format), (_tier, inherited) in zip(
            steps[:0:-1], steps[-2::-1], strict=True
        ):
            tier.lot_number_format_id = False
            self.assertEqual(get_format(self.company), inherited)

    def test_another_category_or_parent(self):
        other = self.env["product.category"].create(
            {"name": "Others", "lot_tracking": "lot"}
        )
        self.parent.lot_tracking = "serial"
        self.assertEqual(self.product.tracking, "serial")
        self.category.parent_id = other
        self.assertEqual(self.product.tracking, "lot")
        self.category.parent_id = False
        self.assertEqual(self.product.tracking, "none")
        self.product.categ_id = other
        self.assertEqual(self.product.tracking, "lot")

    def test_all_companies_agree(self):
        other = self.make_company("Other works")
        own = self.make_product("Own", None, company_id=self.company.id)
        others = self.make_product("Other", None, company_id=other.id)
        shared = self.product
        self.set_company_tracking("lot")
        self.assertEqual(
            (own.tracking, others.tracking, shared.tracking), ("lot", "none", "none")
        )
        other.lot_tracking = "serial"
        self.assertEqual(
            (own.tracking, others.tracking, shared.tracking), ("lot", "serial", "none")
        )
        other.lot_tracking = "lot"
        self.assertEqual(
            (own.tracking, others.tracking, shared.tracking), ("lot", "lot", "lot")
        )
        other.lot_tracking = False
        self.assertEqual(shared.tracking, "none")
        other.active = False
        self.assertEqual(shared.tracking, "lot")

    def test_a_new_company_agrees_with_the_others(self):
        self.set_company_tracking("serial")
        new = self.make_company("New works")
        self.assertEqual(new.lot_tracking, "serial")
        self.assertEqual(self.product.tracking, "serial")

    def test_product_moves_to_a_company(self):
        self.set_company_tracking("lot")
        other = self.make_company("Other works", lot_tracking="serial")
        self.assertEqual(self.product.tracking, "none")
        self.product.product_tmpl_id.company_id = other
        self.assertEqual(self.product.tracking, "serial")

    def test_only_storable_products_are_tracked(self):
        self.category.lot_tracking = "lot"
        service = self.env["product.product"].create(
            {"name": "Repair", "type": "service", "categ_id": self.category.id}
        )
        self.assertEqual(service.tracking, "none")
        self.product.is_storable = False
        self.assertEqual(self.product.tracking, "none")
        self.product.is_storable = True
        self.assertEqual(self.product.tracking, "lot")

    def test_archived_products_follow_too(self):
        self.template.active = False
        self.category.lot_tracking = "lot"
        self.assertEqual(self.product.tracking, "lot")
        self.category.lot_tracking = False
        self.set_company_tracking("serial")
        self.assertEqual(self.product.tracking, "serial")


@tagged("post_install", "-at_install")
class TestTrackingChoice(TierCase):
    # AB-3

    def test_writing_tracking_is_a_choice(self):
        self.category.lot_tracking = "serial"
        for records in (self.product, self.template):
            records.tracking = "lot"
            self.assertEqual(self.template.lot_tracking, "lot")
            self.template.action_inherit_lot_tracking()
            self.assertEqual(self.product.tracking, "serial")
        self.product.tracking = "serial"
        self.category.lot_tracking = "lot"
        self.assertEqual(self.product.tracking, "serial", "chosen, even if the same")

    def test_creating_with_tracking_is_a_choice(self):
        self.category.lot_tracking = "serial"
        chosen = self.make_product("Chosen", "none", categ_id=self.category.id)
        self.assertEqual((chosen.tracking, chosen.lot_tracking), ("none", "none"))

    def test_new_products_inherit(self):
        self.category.lot_tracking = "serial"
        new = self.make_product("New", None, categ_id=self.category.id)
        self.assertEqual((new.tracking, new.lot_tracking), ("serial", False))
        with Form(self.env["product.template"]) as form:
            form.name = "Typed"
            form.is_storable = True
            form.categ_id = self.category
            self.assertEqual(form.tracking, "serial")
        self.assertFalse(form.record.lot_tracking)
        with Form(self.env["product.product"]) as form:
            form.name = "Typed variant"
            form.is_storable = True
            form.categ_id = self.category
        self.assertEqual(
            (form.record.tracking, form.record.lot_tracking), ("serial", False)
        )

    def test_import(self):
        result = self.env["product.template"].load(
            ["name", "is_storable", "tracking"],
            [["Imported lot", "True", "lot"], ["Imported none", "True", "none"]],
        )
        lot, none = self.env["product.template"].browse(result["ids"])
        self.set_company_tracking("serial")
        self.assertEqual((lot.tracking, none.tracking), ("lot", "none"))

    def test_form_sets_tracking(self):
        self.category.lot_tracking = "serial"
        with Form(self.template) as form:
            form.tracking = "lot"
        self.assertEqual(
            (self.template.tracking, self.template.lot_tracking), ("lot", "lot")
        )
        with Form(self.template) as form:
            form.name = "Renamed"
        self.assertEqual(self.template.lot_tracking, "lot")
        with Form(self.product) as form:
            form.tracking = "none"
        self.assertEqual(
            (self.template.tracking, self.template.lot_tracking), ("none", "none")
        )

    def test_form_that_does_not_set_tracking_chooses_nothing(self):
        self.category.lot_tracking = "serial"
        with Form(self.template) as form:
            form.name = "Renamed"
        with Form(self.template) as form:
            form.categ_id = self.env["product.category"].create(
                {"name": "Lots", "lot_tracking": "lot"}
            )
            self.assertEqual(form.tracking, "lot")
        self.assertEqual(
            (self.template.tracking, self.template.lot_tracking), ("lot", False)
        )
        with Form(self.template) as form:
            form.is_storable = False
        with Form(self.template) as form:
            form.is_storable = True
        self.assertEqual(
            (self.template.tracking, self.template.lot_tracking), ("lot", False)
        )

    def test_writing_tracking_beside_a_category_is_a_choice(self):
        lots = self.env["product.category"].create({"name": "L", "lot_tracking": "lot"})
        self.template.write({"categ_id": lots.id, "tracking": "serial"})
        self.assertEqual(
            (self.template.tracking, self.template.lot_tracking), ("serial", "serial")
        )

    def test_list_action(self):
        self.category.lot_tracking = "serial"
        templates = (
            self.template
            + self.make_product(
                "Chosen", "lot", categ_id=self.category.id
            ).product_tmpl_id
        )
        action = self.env.ref("lot_prealloc.action_inherit_lot_tracking")
        action.with_user(self.inventory_manager).with_context(
            active_model="product.template", active_ids=templates.ids
        ).run()
        self.assertEqual(templates.mapped("tracking"), ["serial", "serial"])

    def test_copy_keeps_the_choice(self):
        self.template.tracking = "lot"
        self.assertEqual(self.template.copy().lot_tracking, "lot")
        self.template.action_inherit_lot_tracking()
        self.category.lot_tracking = "serial"
        copy = self.template.copy()
        self.assertEqual((copy.tracking, copy.lot_tracking), ("serial", False))

    def test_installation_records_the_tracking_of_every_product(self):
        self.category.lot_tracking = "serial"
        self.env.flush_all()
        pre_init_hook(self.env)
        self.env.invalidate_all()
        self.assertEqual(self.template.lot_tracking, "serial")
        self.category.lot_tracking = "lot"
        self.assertEqual(self.template.tracking, "serial")


@tagged("post_install", "-at_install")
class TestImpact(TierCase):
    """Before a value is saved the form says what it changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_config_scope = "category"
        cls.put_in_stock(cls.product, 3)
        cls.sibling = cls.make_product("Sibling", None, categ_id=cls.category.id)
        cls.chosen = cls.make_product("Chosen", "lot", categ_id=cls.category.id)

    def test_category(self):
        with Form(self.parent) as form:
            self.assertFalse(form.lot_tracking_impact)
            form.lot_tracking = "lot"
            self.assertRegex(form.lot_tracking_impact, "2 products.*1 of them")
            form.lot_tracking = "none"
            self.assertFalse(form.lot_tracking_impact)
            form.lot_tracking = "serial"
        self.assertEqual(self.sibling.tracking, "serial")
        with Form(self.parent) as form:
            self.assertFalse(form.lot_tracking_impact)
            form.lot_tracking = False
            self.assertRegex(form.lot_tracking_impact, "2 products.*1 of them")

    def test_category_that_decides_for_itself_is_not_affected(self):
        self.category.lot_tracking = "serial"
        with Form(self.parent) as form:
            form.lot_tracking = "lot"
            self.assertFalse(form.lot_tracking_impact)

    def count_changes(self, tracking):
        """:return: what the settings say, and what saving changes"""
        inheriting = self.env["product.template"].search([])
        before = {template: template.tracking for template in inheriting}
        with Form(self.env["res.config.settings"]) as form:
            form.lot_tracking = tracking
            impact = form.lot_tracking_impact
        changed = [t for t, value in before.items() if t.tracking != value]
        said = impact and int(impact.split("tracking of ")[1].split(" ")[0])
        return said or 0, len(changed)

    def test_settings(self):
        said, changed = self.count_changes("lot")
        self.assertEqual(said, changed)
        self.assertGreaterEqual(changed, 2)
        self.assertEqual(self.product.tracking, "lot")
        said, changed = self.count_changes(False)
        self.assertEqual(said, changed)
        self.assertEqual(self.product.tracking, "none")

    def test_settings_where_companies_disagree(self):
        own = self.make_product("Own", None, company_id=self.company.id)
        other = self.make_company("Other works")
        said, changed = self.count_changes("lot")
        self.assertEqual((said, changed), (1, 1))
        self.assertEqual((own.tracking, self.product.tracking), ("lot", "none"))
        other.lot_tracking = "serial"
        said, changed = self.count_changes("serial")
        self.assertEqual(said, changed)
        self.assertEqual(self.product.tracking, "serial")


@tagged("post_install", "-at_install")
class TestScope(TierCase):
    # AB-2: only the place where the configuration is shown

    def test_values_stay_in_force(self):
        self.template.lot_number_format_id = self.make_format("PRODUCT-{00}")
        self.category.lot_tracking = "lot"
        for scope in ("product", "category", "company"):
            with Form(self.env["res.config.settings"]) as form:
                form.lot_config_scope = scope
            self.assertEqual(self.company.lot_config_scope, scope)
            self.assertEqual(self.template.lot_config_scope, scope)
            self.assertEqual(self.product.tracking, "lot")
            order = self.make_order(self.product, confirm=True)
            self.assertRegex(order.prealloc_lot_ids.name, "^PRODUCT-")

    def test_place(self):
        number_format = self.make_format("F-{00}")
        self.template.lot_tracking = "lot"  # the format is shown on tracked products
        places = {"product": self.template, "category": self.category}
        for scope in ("product", "category", "company"):
            self.company.lot_config_scope = scope
            for place, record in places.items():
                with self.subTest(scope=scope, place=place):
                    if place == scope:
                        with Form(record) as form:
                            form.lot_number_format_id = number_format
                        self.assertEqual(record.lot_number_format_id, number_format)
                        continue
                    with (
                        Form(record) as form,
                        self.assertRaisesRegex(AssertionError, "readonly|invisible"),
                    ):
                        form.lot_number_format_id = number_format

    def test_scope_is_the_companys(self):
        other = self.make_company("Other works", lot_config_scope="company")
        template = self.template.with_company(other)
        self.assertEqual(template.lot_config_scope, "company")
        self.assertEqual(self.template.lot_config_scope, "product")
