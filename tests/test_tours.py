"""Each screen once, in a browser."""

from odoo.tests import HttpCase, tagged

from .common import PreallocCase, PreallocMixin


@tagged("post_install", "-at_install")
class TestTours(PreallocMixin, HttpCase):
    def _make_tour_widget(self):
        category = self.env["product.category"].create(
            {
                "name": "Tour Widgets",
                "lot_tracking": "serial",
                "lot_number_format_id": self.make_format("TOUR-{YY}-{00000}").id,
            }
        )
        return self.make_product("Tour Widget", tracking=None, categ_id=category.id)

    # PF-1, PF-2, AB-1, AB-4, AB-5
    def test_settings(self):
        self.company.write(
            {"lot_prealloc_enabled": False, "lot_number_format_id": False}
        )
        self.make_product("Tracked", "serial")
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        self.start_tour(
            "/odoo/settings", "lot_prealloc_settings", login=administrator.login
        )
        self.assertRecordValues(
            self.company,
            [{"lot_prealloc_enabled": True, "lot_prealloc_trigger": "progress"}],
        )
        self.assertEqual(self.company.lot_number_format_id.pattern, "TOUR-{YY}-{0000}")
        self.assertTrue(self.company.lot_number_next.endswith("-0001"))

    # AB-4, AB-5, AB-7, BX-1
    def test_format(self):
        self.start_tour(
            "/odoo/action-lot_prealloc.action_lot_number_format",
            "lot_prealloc_format",
            login=self.inventory_manager.login,
        )
        number_format = self.env["lot.number.format"].search(
            [("pattern", "=", "TOUR-{YY}-{0000}")]
        )
        self.assertEqual(number_format.reset, "yearly")

    # AB-2, AB-3, AB-4
    def test_product(self):
        template = self._make_tour_widget().product_tmpl_id
        self.start_tour(
            f"/odoo/product.template/{template.id}",
            "lot_prealloc_product",
            login=self.inventory_manager.login,
        )
        self.assertRecordValues(
            template, [{"lot_tracking": False, "tracking": "serial"}]
        )

    # PF-4, PF-5, PF-7, PF-8: a plain Manufacturing user
    def test_order(self):
        widget = self._make_tour_widget()
        part = self.make_product("Tour Part")
        self.put_in_stock(part, 10)
        self.make_bom(widget, [(part, 1)])
        self.start_tour(
            "/odoo/action-mrp.mrp_production_action/new",
            "lot_prealloc_order",
            login=self.worker.login,
        )
        first = self.env["mrp.production"].search(
            [("product_id", "=", widget.id)], order="id", limit=1
        )
        backorder = self.backorders_of(first)
        self.assertEqual(first.state, "done")
        self.assertEqual(len(first.lot_producing_ids), 5)
        self.assertEqual(len(backorder.prealloc_lot_ids), 5)
        self.assertFalse(first.lot_producing_ids & backorder.prealloc_lot_ids)


@tagged("post_install", "-at_install")
class TestScreens(PreallocCase):
    def setUp(self):
        super().setUp()
        self.number_format = self.make_format("SCR-{0000}")
        self.widget = self.make_product(
            "Screen Widget", "serial", lot_number_format_id=self.number_format.id
        )

    # PF-6
    def test_lot_list_hides_held_numbers_behind_a_filter(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "stock.action_production_lot_form"
        )
        self.assertIn("hide_preallocated", action["context"])
        lots = self.env["stock.lot"].with_context(hide_preallocated=True)

        def listed(*domain):
            domain = [("product_id", "=", self.widget.id), *domain]
            records = lots.web_search_read(domain, {"name": {}})["records"]
            return [record["id"] for record in records]

        self.assertFalse(listed())
        self.assertEqual(
            listed(("is_preallocated", "=", True)), order.prealloc_lot_ids.ids
        )
        smart_button = self.widget.with_context(
            allowed_company_ids=self.company.ids
        ).action_open_product_lot()
        self.assertTrue(smart_button["context"]["hide_preallocated"])

    # PF-5, SCREENS: the header of an order
    def test_summary_of_numbers(self):
        order = self.make_order(self.widget, 3, user=self.worker)
        self.assertFalse(order.lot_number_summary)
        self.assertIn("confirmed", order.lot_number_hint)
        order.action_confirm()
        self.assertEqual(order.lot_number_summary, "SCR-0001 … 0003 (3)")
        self.assertEqual(order.lot_number_count, 3)
        self.assertFalse(order.lot_number_hint)
        self.assertEqual(order.lot_number_format_id, self.number_format)
        listed = self.env["stock.lot"].search(order.action_view_lot_numbers()["domain"])
        self.assertEqual(listed, order.prealloc_lot_ids)
        summarize = order._summarize_names
        self.assertEqual(summarize(["A1"]), "A1")
        self.assertEqual(summarize(["A1", "B2"]), "A1, B2 (2)")
        self.assertEqual(
            summarize([f"A-{n:02}" for n in range(0, 20, 2)]),
            "A-00, 02, 04, 06, … and 6 more (10)",
        )
        self.assertEqual(summarize(["1999-25", "0001-26"]), "1999-25, 0001-26 (2)")

    # BX-4, OD-10: before production, by a plain Manufacturing user
    def test_printed_labels_are_remembered(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        numbers = order.prealloc_lot_ids
        action = order.action_print_lot_labels()
        self.env["ir.actions.report"].with_user(self.worker)._render(
            action["report_name"], numbers[:1].ids
        )
        self.assertEqual(numbers.mapped("is_label_printed"), [True, False])
        self.env["ir.actions.report"].with_user(self.worker)._render_qweb_text(
            "stock.label_lot_template", numbers.ids
        )
        self.assertEqual(numbers.mapped("is_label_printed"), [True, True])

    # PF-9: the list, its filter and its action
    def test_orders_without_numbers_are_given_them_from_the_list(self):
        orders = self.make_order(self.widget, 1, user=self.worker)
        orders |= self.make_order(self.widget, 2, user=self.worker)
        self.env.ref("lot_prealloc.action_preallocate_lots").with_user(
            self.worker
        ).with_context(active_model="mrp.production", active_ids=orders.ids).run()
        self.assertEqual(orders.mapped("lot_number_count"), [1, 2])

    # AB-3: what the web client sends from the form of a variant
    def test_variant_form_goes_back_to_what_it_inherits(self):
        self.assertEqual(self.widget.lot_tracking, "serial")
        self.widget.categ_id = self.env["product.category"].create(
            {"name": "Screen Lots", "lot_tracking": "lot"}
        )
        self.widget.write({"lot_tracking": False, "tracking": "lot"})
        self.assertRecordValues(
            self.widget, [{"lot_tracking": False, "tracking": "lot"}]
        )
