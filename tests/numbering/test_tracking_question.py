"""Before products in stock are tracked differently, a person is asked (UX-7)."""

from odoo.tests import Form, HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin
from .test_tiers import TierCase


@tagged("post_install", "-at_install")
class TestTrackingQuestion(TierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_config_scope = "category"
        cls.put_in_stock(cls.product, 5000)
        cls.make_product("Sibling", None, categ_id=cls.category.id)

    # UX-7: names, quantities, from what to what
    def test_category(self):
        line = (
            f"- {self.product.name}: 5,000.00 Units on hand "
            "(By Quantity → By Unique Serial Number)"
        )
        with Form(self.category.with_user(self.inventory_manager)) as form:
            self.assertFalse(form.lot_tracking_question)
            form.lot_tracking = "serial"
            self.assertIn(line, form.lot_tracking_question)
            self.assertNotIn("Sibling", form.lot_tracking_question)
            form.lot_tracking = "none"
            self.assertFalse(form.lot_tracking_question)

    # UX-7: a category that is moved below another one
    def test_parent(self):
        serials = self.env["product.category"].create(
            {"name": "Serials", "lot_tracking": "serial"}
        )
        with Form(self.category.with_user(self.inventory_manager)) as form:
            form.parent_id = serials
            self.assertIn(self.product.name, form.lot_tracking_question)
        self.assertEqual(self.product.tracking, "serial")

    # UX-7
    def test_settings(self):
        with Form(self.env["res.config.settings"]) as form:
            form.lot_tracking = "serial"
            self.assertIn(self.product.name, form.lot_tracking_question)
            self.assertIn("5,000.00", form.lot_tracking_question)
            form.lot_tracking = False
            self.assertFalse(form.lot_tracking_question)

    # UX-7: RPC does as told
    def test_rpc(self):
        self.category.with_user(self.inventory_manager).lot_tracking = "serial"
        self.assertEqual(self.product.tracking, "serial")

    # UX-7: no more than a screen holds
    def test_many(self):
        for index in range(20):
            product = self.make_product(
                f"Many {index:02}", None, categ_id=self.category.id
            )
            self.put_in_stock(product, 1)
        with Form(self.category) as form:
            form.lot_tracking = "lot"
            lines = form.lot_tracking_question.splitlines()
        named = [line for line in lines if line.startswith("- ")]
        self.assertEqual(len(named), 16)
        self.assertEqual(named[-1], "- … and 6 more")

    # AB-1
    def test_silent_while_off(self):
        self.env["res.company"]._switch_traceability(on=False)
        draft = self.category.new({"lot_tracking": "lot"}, origin=self.category)
        self.assertFalse(draft.lot_tracking_question)


@tagged("post_install", "-at_install")
class TestTrackingQuestionTours(PictureMixin, PreallocMixin, HttpCase):
    browser_size = "1366,768"

    def make_milk(self):
        self.company.lot_config_scope = "category"
        category = self.env["product.category"].create({"name": "Milk"})
        milk = self.make_product("Whole Milk", None, categ_id=category.id)
        self.put_in_stock(milk, 5000)
        return milk

    # UX-7
    def test_category(self):
        milk = self.make_milk()
        self.start_tour(
            f"/odoo/product.category/{milk.categ_id.id}",
            "lot_prealloc_tracking_question_category",
            login=self.inventory_manager.login,
        )
        self.assertEqual(milk.tracking, "serial")

    # UX-7
    def test_settings(self):
        milk = self.make_milk()
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        self.start_tour(
            "/odoo/settings",
            "lot_prealloc_tracking_question_settings",
            login=administrator.login,
        )
        self.assertEqual(milk.tracking, "lot")
