"""One word for one thing, on button, title and menu (UX-12)."""

from lxml import etree

from odoo.tests import Form

from .common import PreallocCase
from .test_views import read_files


class TestOneWord(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product(
            "Word Widget",
            "serial",
            lot_number_format_id=cls.make_format("WORD-{0000}").id,
        )

    def make_widgets(self, quantity=2):
        return self.make_order(self.widget, quantity, user=self.worker, confirm=True)

    # UX-12
    def test_every_button_of_a_dialog_has_a_tooltip(self):
        without = [
            f"{path.name}: {button.get('string')}"
            for path, tree in read_files()
            if "wizard" in path.parts
            for button in tree.xpath("//button[not(@position)]")
            if not button.get("title")
        ]
        self.assertEqual(without, [])

    # UX-12: the life of a number has a state, on every screen
    def test_state(self):
        state = self.env["stock.lot"]._fields["lifecycle_state"]
        columns = {
            field.get("string")
            for _path, tree in read_files()
            for field in tree.xpath("//list//field[@name='lifecycle_badge']")
        }
        self.assertEqual(columns, {state._description_string(self.env)})

    # UX-12: one column of numbers in the list of orders
    def test_one_column(self):
        arch = etree.fromstring(
            self.env["mrp.production"]
            .with_user(self.worker)
            .get_view(self.env.ref("mrp.mrp_production_tree_view").id, "list")["arch"]
        )
        columns = [
            field.get("name")
            for field in arch.iterchildren("field")
            if field.get("name") in ("lot_producing_ids", "lot_number_column")
            and field.get("column_invisible") != "True"
        ]
        self.assertEqual(columns, ["lot_number_column"])
        order = self.make_widgets(3)
        self.assertEqual(order.lot_number_column, order.lot_number_summary)
        # without preallocation, what Odoo shows there
        self.company.lot_prealloc_enabled = False
        plain = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        self.assertFalse(plain.lot_number_column)
        plain.lot_producing_ids = self.make_lot(self.widget, "PLAIN-1")
        self.assertEqual(plain.lot_number_column, "PLAIN-1")

    # UX-12: Odoo's Print Labels and ours print the labels of the same numbers
    def test_print_labels_of_an_order(self):
        order = self.make_widgets()
        ours = order.action_print_lot_labels()
        choice = Form.from_action(order.env, order.action_open_label_type())
        choice.label_type = "lots"
        theirs = choice.save().process()
        self.assertEqual(theirs["report_name"], ours["report_name"])
        self.assertEqual(theirs["context"]["active_ids"], ours["context"]["active_ids"])
        self.assertEqual(ours["context"]["active_ids"], order.prealloc_lot_ids.ids)
        # product labels, and what is produced, as ever
        choice = Form.from_action(order.env, order.action_open_label_type())
        choice.label_type = "products"
        self.assertEqual(choice.save().process()["res_model"], "product.label.layout")
        self.complete(order, 2)
        choice = Form.from_action(order.env, order.action_open_label_type())
        choice.label_type = "lots"
        self.assertEqual(choice.save().process()["res_model"], "lot.label.layout")

    # UX-12: the same words where numbers are listed
    def test_print_labels_of_numbers(self):
        action = self.env.ref("lot_prealloc.action_print_lot_labels")
        self.assertEqual(action.name, "Print Labels")
        lots = self.make_widgets().prealloc_lot_ids
        result = (
            action.with_user(self.storekeeper)
            .with_context(active_model="stock.lot", active_ids=lots.ids)
            .run()
        )
        self.assertEqual(result["report_name"], "stock.report_lot_label")
        self.assertEqual(result["context"]["active_ids"], lots.ids)

    # UX-12
    def test_parts_are_no_backorders(self):
        order = self.make_widgets(2)
        self.complete(order, 1)
        self.assertEqual(
            order.action_view_mrp_production_backorders()["name"], "Partial Orders"
        )
        arch = etree.fromstring(
            self.env["mrp.production"]
            .with_user(self.worker)
            .get_view(self.env.ref("mrp.mrp_production_form_view").id, "form")["arch"]
        )
        texts = {
            span.text.strip(): span.get("invisible")
            for span in arch.xpath(
                "//button[@name='action_view_mrp_production_backorders']"
                "//span[contains(@class, 'o_stat_text')]"
            )
        }
        self.assertEqual(
            texts,
            {
                "Backorders": "lot_number_count",
                "Partial Orders": "not lot_number_count",
            },
        )

    # UX-12, AB-18
    def test_ways_out_of_an_empty_list(self):
        lots = self.env["stock.lot"].with_context(lot_traceability=True)
        lots.search([]).unlink()
        administrator = self.make_user(
            "settings_keeper", "base.group_system,stock.group_stock_manager"
        )
        for user, way in (
            (administrator, "stock.action_stock_config_settings"),
            (self.inventory_manager, "lot_prealloc.action_lot_number_format"),
        ):
            self.assertIn(way, lots.with_user(user).get_empty_list_help("<p>None</p>"))
        for user in (self.storekeeper, self.worker):
            text = lots.with_user(user).get_empty_list_help("<p>None</p>")
            self.assertNotIn("btn", text)
