"""Where a format comes from, and what to do with a bad one (UX-13, UX-9)."""

from odoo.tests import Form, HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin
from .test_tiers import TierCase


@tagged("post_install", "-at_install")
class TestFormatSource(TierCase):
    def read_source(self, record, user=None):
        record = record.with_user(user or self.inventory_manager)
        record.invalidate_recordset()
        return record.lot_number_source, record.lot_number_next

    # UX-13
    def test_product(self):
        self.category.name = "Cheese"
        self.template.lot_tracking = "lot"
        self.company.lot_number_format_id = self.make_format("C-{00}")
        self.assertEqual(
            self.read_source(self.template),
            (f"As in the settings of {self.company.name} (C-{{00}})", "C-01"),
        )
        self.parent.write(
            {"name": "Food", "lot_number_format_id": self.make_format("F-{00}")}
        )
        self.assertEqual(
            self.read_source(self.template), ("As in category Food (F-{00})", "F-01")
        )
        self.category.lot_number_format_id = self.make_format("CHZ-{00}")
        self.assertEqual(
            self.read_source(self.template),
            ("As in category Cheese (CHZ-{00})", "CHZ-01"),
        )
        self.template.lot_number_format_id = self.make_format("OWN-{00}")
        self.assertEqual(self.read_source(self.template), (False, "OWN-01"))

    # UX-13
    def test_category(self):
        self.parent.write(
            {"name": "Food", "lot_number_format_id": self.make_format("F-{00}")}
        )
        self.assertEqual(
            self.read_source(self.category), ("As in category Food (F-{00})", "F-01")
        )
        self.assertEqual(self.read_source(self.parent), (False, "F-01"))
        other = self.category.create({"name": "Other"})
        self.assertEqual(self.read_source(other), ("Odoo’s own numbering", False))

    # UX-13: Odoo's own next number, and nothing is consumed
    def test_without_format(self):
        sequence = self.env["ir.sequence"].create(
            {"name": "Plain", "prefix": "PLN-", "suffix": "/S", "padding": 7}
        )
        self.template.write({"lot_tracking": "lot", "lot_sequence_id": sequence.id})
        for _look in range(2):
            self.assertEqual(
                self.read_source(self.template),
                ("Odoo’s own numbering", "PLN-0000001/S"),
            )
        lot = self.env["stock.lot"].create({"product_id": self.product.id})
        self.assertEqual(lot.name, "PLN-0000001/S")
        self.template.lot_tracking = "none"
        self.assertFalse(self.template.lot_number_next)

    # UX-13: a format of another company is none of ours
    def test_of_another_company(self):
        other = self.make_company("Elsewhere")
        self.category.lot_number_format_id = self.make_format(
            "X-{0}", company_id=other.id
        )
        self.assertEqual(self.template.lot_number_source, "Odoo’s own numbering")

    # UX-13: in the form, while one chooses
    def test_form(self):
        cheese = self.category.create(
            {"name": "Cheese", "lot_number_format_id": self.make_format("CHZ-{00}").id}
        )
        self.template.lot_tracking = "lot"
        with Form(self.template.with_user(self.inventory_manager)) as form:
            form.categ_id = cheese
            self.assertEqual(form.lot_number_source, "As in category Cheese (CHZ-{00})")
            self.assertEqual(form.lot_number_next, "CHZ-01")
            form.lot_number_format_id = self.make_format("OWN-{00}")
            self.assertFalse(form.lot_number_source)

    # UX-13: the links, for whoever may open what they lead to
    def test_links(self):
        self.company.lot_number_format_id = self.make_format("C-{00}")
        template = self.template.with_user(self.inventory_manager)
        self.assertFalse(template.can_open_lot_number_source)
        administrator = self.make_user(
            "source_admin", "base.group_system,stock.group_stock_manager"
        )
        self.assertTrue(template.with_user(administrator).can_open_lot_number_source)
        settings = template.with_user(administrator).action_open_lot_number_source()
        self.assertEqual(settings["res_model"], "res.config.settings")
        self.category.lot_number_format_id = self.make_format("F-{00}")
        template.invalidate_recordset()
        self.assertTrue(template.can_open_lot_number_source)
        for record in (template, template.product_variant_id):
            action = record.action_open_lot_number_source()
            self.assertEqual(
                (action["res_model"], action["res_id"]),
                ("product.category", self.category.id),
            )
        self.company.lot_config_scope = "category"
        action = template.product_variant_id.action_open_lot_config()
        self.assertEqual(action["res_id"], self.category.id)
        self.company.lot_config_scope = "company"
        action = template.with_user(administrator).action_open_lot_config()
        self.assertEqual(action["res_model"], "res.config.settings")


@tagged("post_install", "-at_install")
class TestFormatSourceTours(PictureMixin, PreallocMixin, HttpCase):
    browser_size = "1366,768"

    def start(self, path, tour):
        self.start_tour(f"/odoo/{path}", tour, login=self.inventory_manager.login)

    # UX-13
    def test_source(self):
        self.company.lot_config_scope = "category"
        number_format = self.make_format("CHZ-{YY}-{0000}", next_counter=12)
        category = self.env["product.category"].create(
            {
                "name": "Cheese",
                "lot_tracking": "lot",
                "lot_number_format_id": number_format.id,
            }
        )
        product = self.make_product("Gouda", None, categ_id=category.id)
        self.start(
            f"product.template/{product.product_tmpl_id.id}",
            "lot_prealloc_format_source",
        )

    # UX-13
    def test_own_numbering(self):
        product = self.make_product("Plain", "serial")
        product.lot_sequence_id = self.env["ir.sequence"].create(
            {"name": "Plain", "prefix": "PLN-", "padding": 7, "number_next": 7}
        )
        self.start(
            f"product.template/{product.product_tmpl_id.id}",
            "lot_prealloc_own_numbering",
        )

    # AB-5, issue 12 item 13
    def test_bad_pattern(self):
        product = self.make_product("Badly Numbered", "serial")
        self.start(
            f"product.template/{product.product_tmpl_id.id}", "lot_prealloc_bad_pattern"
        )
        self.assertEqual(product.lot_number_format_id.pattern, "GOOD-{YY}-{0000}")

    # UX-9
    def test_next_counter(self):
        number_format = self.make_format("ACME-{00000}")
        self.start(f"number-formats/{number_format.id}", "lot_prealloc_next_counter")
        number_format.invalidate_recordset()
        self.assertEqual(number_format.next_name, "ACME-04712")
