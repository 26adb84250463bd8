"""PF-6: a number that an order holds is not stock."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestHeldNumbers(PreallocCase):
    # PF-6

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Engine", "serial")
        cls.product.lot_number_format_id = cls.make_format("H-{00}")
        cls.stocked = cls.make_lot(cls.product, "H-STOCK", 1)
        cls.order = cls.make_order(cls.product, 2, user=cls.worker, confirm=True)
        cls.held = cls.order.prealloc_lot_ids.with_env(cls.env)

    def test_no_quant(self):
        self.assertEqual(len(self.held), 2)
        self.assertFalse(self.held.quant_ids)
        self.assertEqual(self.held.mapped("product_qty"), [0, 0])
        self.assertEqual(self.product.qty_available, 1)

    def test_not_offered_to_pick(self):
        for user in (self.worker, self.storekeeper):
            lot_model = self.env["stock.lot"].with_user(user)
            offered = lot_model.name_search(
                "H-", [("product_id", "=", self.product.id)]
            )
            self.assertEqual([name for _id, name in offered], ["H-STOCK"])
            offered = lot_model.web_name_search(
                "H-", {"display_name": {}}, [["product_id", "=", self.product.id]]
            )
            self.assertEqual([lot["display_name"] for lot in offered], ["H-STOCK"])

    def test_offered_once_produced(self):
        self.order.qty_producing = 1
        self.order.set_qty_producing()
        self.complete(self.order)
        offered = self.env["stock.lot"].name_search(
            "H-", [("product_id", "=", self.product.id)]
        )
        self.assertEqual({name for _id, name in offered}, {"H-STOCK", "H-01"})

    def test_list_hides_them(self):
        lot_model = self.env["stock.lot"].with_user(self.storekeeper)
        for xmlid in (
            "stock.action_production_lot_form",
            "stock.action_product_production_lot_form",
        ):
            native = safe_eval(
                self.env.ref(xmlid).context, {"allowed_company_ids": [1]}
            )
            self.assertNotIn("hide_preallocated", native)  # Odoo's record is Odoo's
            action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
            context = safe_eval(action["context"], {"allowed_company_ids": [1]})
            self.assertEqual(context, {**native, "hide_preallocated": True})
        listed = lot_model.with_context(hide_preallocated=True)
        domain = [("product_id", "=", self.product.id)]

        def names(*more):
            result = listed.web_search_read([*domain, *more], {"name": {}})
            self.assertEqual(result["length"], len(result["records"]))
            return [record["name"] for record in result["records"]]

        self.assertEqual(names(), ["H-STOCK"])
        groups = listed.web_read_group(domain, ["product_id"], ["__count"])
        self.assertEqual(groups["groups"][0]["__count"], 1)
        # the filter "Preallocated"
        self.assertEqual(names(("is_preallocated", "=", True)), ["H-01", "H-02"])
        # whoever does not look at a screen finds every number
        self.assertEqual(listed.search_count(domain), 3)

    def test_searching_both_ways(self):
        lot_model = self.env["stock.lot"]
        domain = [("product_id", "=", self.product.id)]
        for operator, value, lots in (
            ("=", True, self.held),
            ("!=", False, self.held),
            ("=", False, self.stocked),
            ("!=", True, self.stocked),
            ("in", [True, False], self.held + self.stocked),
        ):
            with self.subTest(operator=operator, value=value):
                found = lot_model.search(
                    domain + [("is_preallocated", operator, value)]
                )
                self.assertEqual(found, lots.sorted("id"), found.mapped("name"))

    def test_button_of_the_product_hides_them(self):
        for record in (self.product, self.product.product_tmpl_id):
            action = record.with_context(
                allowed_company_ids=self.company.ids
            ).action_open_product_lot()
            self.assertTrue(action["context"]["hide_preallocated"])

    def test_not_reserved_for_a_delivery(self):
        self.put_in_stock(self.product, -1, self.stocked)
        picking = self.make_delivery((self.product, 1), user=self.env.user, assign=True)
        self.assertFalse(picking.move_ids.lot_ids)
        self.assertEqual(picking.move_ids.quantity, 0)

    def test_traceability_report_shows_the_order(self):
        report = self.env["stock.traceability.report"].with_user(self.worker)
        lot = self.held[0]
        for lines in (
            report.get_lines(model_name="stock.lot", model_id=lot.id, level=1),
            report.with_context(active_id=lot.id, model="stock.lot").get_lines(),
        ):
            self.assertEqual(len(lines), 1)
            [line] = lines
            self.assertIn(self.order.name, [column for column in line["columns"]])
            self.assertEqual(
                (line["model"], line["model_id"]), ("mrp.production", self.order.id)
            )
            self.assertEqual(line["lot_name"], lot.name)

    def test_traceability_report_of_a_produced_number(self):
        self.complete(self.order, 1)
        report = self.env["stock.traceability.report"].with_user(self.worker)
        lot = self.order.lot_producing_ids
        lines = report.get_lines(model_name="stock.lot", model_id=lot.id, level=1)
        self.assertEqual(lines[0]["model"], "stock.move.line")
        stocked = report.with_context(active_id=self.stocked.id, model="stock.lot")
        stocked = stocked.get_lines()
        self.assertFalse(stocked)

    def test_number_typed_again_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "(?s)unique.*H-01"):
            with Form(self.env["stock.lot"].with_user(self.storekeeper)) as form:
                form.product_id = self.product
                form.name = "H-01"
