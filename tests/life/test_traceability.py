"""Lists that show where numbers are (AB-18, MM-3, MM-4)."""

from ast import literal_eval

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

from ..numbering.test_settings import SettingsCase
from .traceability_case import TraceabilityMixin

COLUMNS = (
    "name",
    "product_id",
    "lifecycle_badge",
    "places",
    "production_id",
    "last_delivery_id",
    "last_customer_id",
    "production_date",
)


@tagged("post_install", "-at_install")
class TraceabilityCase(TraceabilityMixin, TransactionCase):
    def arch(self, model, view_type, user, view_id=False):
        """:return: the view as this user's browser gets it"""
        views = self.env[model].with_user(user).get_views([(view_id, view_type)])
        return etree.fromstring(views["views"][view_type]["arch"])

    def menus(self, user):
        """:return: ``{xml id: xml ids of its entries}`` that this user sees"""
        self.env.registry.clear_all_caches()
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        return {
            menu["xmlid"]: [menus[child]["xmlid"] for child in menu["children"]]
            for menu in menus.values()
            if menu.get("xmlid")
        }

    def count_statements(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - start


@tagged("post_install", "-at_install")
class TestLotTraceability(TraceabilityCase):
    # AB-18

    def setUp(self):
        super().setUp()
        self.action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_lot_traceability"
        )
        self.lots = self.env["stock.lot"].with_user(self.storekeeper)

    def action_domain(self):
        return safe_eval(
            self.action["domain"], {"allowed_company_ids": self.company.ids}
        )

    def find(self, *domain):
        """:return: names of the widget's numbers that the list shows"""
        result = self.lots.with_context(
            **literal_eval(self.action["context"])
        ).web_search_read(
            [*self.action_domain(), ("product_id", "=", self.widget.id), *domain],
            {"name": {}},
            order="id",
        )
        return [int(record["name"][-4:]) for record in result["records"]]

    def search_view(self):
        return self.arch(
            "stock.lot",
            "search",
            self.storekeeper,
            self.action["search_view_id"][0],
        )

    def filter_domain(self, name):
        [node] = self.search_view().xpath(f"//filter[@name='{name}']")
        return literal_eval(node.get("domain"))

    def test_every_number_is_listed_with_its_columns(self):
        self.make_every_state()
        self.assertEqual(self.find(), list(range(1, 13)))
        view_id, view_type = self.action["views"][0]
        self.assertEqual(view_type, "list")
        self.assertEqual(self.action["views"][1][1], "form")
        arch = self.arch("stock.lot", "list", self.storekeeper, view_id)
        names = arch.xpath("//field[not(@column_invisible)]/@name")
        self.assertEqual([name for name in names if name in COLUMNS], list(COLUMNS))
        for forbidden in ("create", "import", "delete"):
            self.assertEqual(arch.get(forbidden), "0")
        self.assertEqual(arch.get("default_order"), "id desc")

    def test_row(self):
        self.make_every_state()
        self.assertRecordValues(
            self.number(2),
            [
                {
                    "lifecycle_badge": "shipped",
                    "location_id": self.shipped.location_dest_id.id,
                    "production_id": self.produced.id,
                    "last_delivery_id": self.shipped.id,
                    "last_customer_id": self.customer.id,
                }
            ],
        )

    def test_filters_by_state(self):
        self.make_every_state()
        consumed, scrapped = self.make_used_up()
        for name, numbers in {
            "preallocated": [11, 12],
            "available": [7, 8],
            "allocated": [4, 5, 6],
            "shipped": [2, 3],
            "returned": [1],
            "consumed": [consumed],
            "scrapped": [scrapped],
            "in_stock": [1, 4, 5, 6, 7, 8],
        }.items():
            with self.subTest(name=name):
                self.assertEqual(self.find(*self.filter_domain(name)), numbers)

    def make_used_up(self):
        """Consume the tenth number and scrap the ninth."""
        gadget = self.make_product("Traced Gadget")
        self.make_bom(gadget, [(self.widget, 1)])
        order = self.make_order(gadget, 1, user=self.worker, confirm=True)
        order.action_assign()
        order.move_raw_ids.move_line_ids.lot_id = self.number(10)
        self.complete(order, 1)
        self.env["stock.scrap"].with_user(self.storekeeper).create(
            {
                "product_id": self.widget.id,
                "lot_id": self.number(9).id,
                "scrap_qty": 1,
                "location_id": self.stock_location.id,
            }
        ).action_validate()
        return 10, 9

    def test_made_this_month(self):
        now = fields.Datetime.now()
        for date in (now - relativedelta(months=1), now, now + relativedelta(months=1)):
            self.produce().move_finished_ids.move_line_ids.date = date
        self.assertEqual(self.find(*self.filter_domain("made_this_month")), [2])

    def test_search(self):
        self.make_every_state()
        other = self.env["res.partner"].create({"name": "Nobody"})
        view = self.search_view()
        for field, numbers in {
            "name": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            "product_id": list(range(1, 13)),
            "location_id": [1, 4, 5, 6, 7, 8, 9, 10],
            "last_customer_id": [1, 2, 3, 4, 5, 6],
            "production_id": [11, 12],
        }.items():
            self.assertTrue(view.xpath(f"//field[@name='{field}']"), field)
            domain = {
                "name": ("name", "ilike", "acme-00"),
                "product_id": ("product_id", "ilike", "Acme W"),
                "location_id": (
                    "location_id",
                    "child_of",
                    self.warehouse.view_location_id.id,
                ),
                "last_customer_id": ("last_customer_id", "ilike", "customer a"),
                "production_id": ("production_id", "ilike", self.holding.name),
            }[field]
            with self.subTest(field=field):
                self.assertEqual(self.find(domain), numbers)
        self.assertEqual(self.find(("last_customer_id", "=", other.id)), [])

    def test_groups(self):
        self.make_every_state()
        view = self.search_view()
        domain = [("product_id", "=", self.widget.id)]
        expected = {
            "group_by_product": {self.widget.id: 12},
            "group_by_state": {
                "preallocated": 2,
                "available": 4,
                "allocated": 3,
                "shipped": 2,
                "returned": 1,
            },
            "group_by_production": {self.produced.id: 10, self.holding.id: 2},
        }
        for name, counts in expected.items():
            [node] = view.xpath(f"//filter[@name='{name}']")
            field = literal_eval(node.get("context"))["group_by"]
            groups = self.lots.formatted_read_group(domain, [field], ["__count"])
            found = {
                value[0] if isinstance(value, tuple) else value: group["__count"]
                for group in groups
                for value in [group[field]]
            }
            with self.subTest(name=name):
                self.assertEqual(found, counts)

    def test_statements_do_not_grow_with_the_rows(self):
        self.produce(50)
        self.make_delivery((self.widget, 20), validate=True)
        self.make_delivery((self.widget, 20))
        specification = {
            name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
            for name in COLUMNS
        }
        lots = self.env["stock.lot"].search([("product_id", "=", self.widget.id)])
        # one shipped, one reserved, one free: each is looked up in its own way
        few = self.number(1) + self.number(21) + self.number(41)

        def read(rows):
            return lambda: self.lots.web_search_read(
                [("id", "in", rows.ids)], specification, order="id"
            )

        self.count_statements(read(lots))
        self.assertEqual(len(lots), 50)
        self.assertEqual(
            self.count_statements(read(few)), self.count_statements(read(lots))
        )

    def test_other_companys_numbers_are_not_listed(self):
        company = self.make_company("Other Works")
        other = self.env["mrp.production"].with_company(company)
        company.lot_prealloc_enabled = True
        order = other.create({"product_id": self.widget.id, "product_qty": 1})
        order.action_confirm()
        self.assertTrue(order.prealloc_lot_ids)
        self.make_order(self.widget, 1, user=self.worker, confirm=True)
        self.assertEqual(self.find(), [2])

    def test_menus(self):
        reporting, ours = "stock.menu_warehouse_report", self.menu("lot_traceability")
        nobody = self.make_user("nobody", "base.group_user")
        self.assertEqual(self.menus(self.storekeeper)[reporting], [ours])
        manager = self.menus(self.inventory_manager)[reporting]
        self.assertIn(ours, manager)
        self.assertIn("stock.stock_move_menu", manager)
        self.assertIn(
            self.menu("mrp_lot_traceability"),
            self.menus(self.worker)["mrp.menu_mrp_reporting"],
        )
        self.assertNotIn(ours, self.menus(nobody))

    def menu(self, name):
        return f"lot_prealloc.menu_{name}"

    def test_empty_list_leads_to_the_settings(self):
        self.assertFalse(self.env["stock.lot"].search([], limit=1))
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        self.assertIn("stock.action_stock_config_settings", self.help(administrator))
        self.assertIn("No numbers yet", self.help(administrator))
        self.assertIn("No numbers yet", self.help(self.storekeeper))
        self.assertNotIn("settings", self.help(self.storekeeper))
        self.make_lot(self.widget, "ACME-X")
        self.assertNotIn("No numbers yet", self.help(administrator))

    def help(self, user):
        action = self.env.ref("lot_prealloc.action_lot_traceability")
        return action.with_user(user)._get_action_dict()["help"]


@tagged("post_install", "-at_install")
class TestNumbersOfDocuments(TraceabilityCase):
    # AB-18, MM-4
    def test_product_button(self):
        self.make_every_state()
        for product in (self.widget, self.widget.product_tmpl_id):
            action = (
                product.with_user(self.storekeeper)
                .with_context(allowed_company_ids=self.company.ids)
                .action_open_product_lot()
            )
            self.assertEqual(action["views"][0][1], "list")
            self.assertNotIn("search_default_group_by_location", action["context"])
            arch = self.arch(
                "stock.lot", "list", self.storekeeper, action["views"][0][0]
            )
            shown = arch.xpath("//field[@optional='show']/@name")
            for name in (
                "lifecycle_badge",
                "places",
                "production_id",
                "last_delivery_id",
            ):
                self.assertIn(name, shown)
            numbers = (
                self.env["stock.lot"]
                .with_user(self.storekeeper)
                .with_context(**action["context"])
            )
            found = numbers.web_search_read(action["domain"], {"name": {}})
            self.assertEqual(found["length"], 10, "held numbers are hidden")

    # AB-18, MM-4
    def test_numbers_of_an_order(self):
        shaving = self.make_product("Traced Shaving", "lot")
        self.make_bom(self.widget, byproducts=[(shaving, 1)])
        order = self.make_order(self.widget, 3, user=self.worker, confirm=True)
        held = order.traceability_lot_ids
        self.assertEqual(len(held), 4)
        self.assertTrue(order.has_byproduct_numbers)
        self.complete(order, 2)
        [backorder] = self.backorders_of(order)
        self.assertEqual(len(order.traceability_lot_ids), 3)
        self.assertIn(shaving, order.traceability_lot_ids.product_id)
        self.assertIn(held[2], backorder.traceability_lot_ids)
        self.assertNotIn(held[2], order.traceability_lot_ids)
        arch = self.arch("mrp.production", "form", self.worker)
        [page] = arch.xpath("//page[@name='traceability']")
        self.assertEqual(page.get("invisible"), "not traceability_lot_ids")

    # AB-18: what is not tracked has no tab
    def test_order_without_numbers(self):
        order = self.make_order(self.make_product("Plain"), 1, confirm=True)
        self.assertFalse(order.traceability_lot_ids)
        self.assertFalse(order.has_byproduct_numbers)

    # MM-3: the report of a number, from the order, says what it was made from
    def test_traceability_report_of_a_row(self):
        part = self.make_product("Traced Part", "serial")
        self.make_lot(part, "PART-1", 1)
        self.make_bom(self.widget, [(part, 1)])
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        order.action_assign()
        self.complete(order, 1)
        arch = self.arch("mrp.production", "form", self.worker)
        [button] = arch.xpath("//page[@name='traceability']//list//button")
        self.assertEqual(
            int(button.get("name")), self.env.ref("stock.action_stock_report").id
        )
        report = self.env["stock.traceability.report"].with_user(self.worker)
        lot = order.traceability_lot_ids
        [line] = report.with_context(active_id=lot.id, model="stock.lot").get_lines()
        self.assertTrue(line["unfoldable"])
        below = report.get_lines(
            line["id"], model_name=line["model"], model_id=line["model_id"], level=2
        )
        self.assertIn("PART-1", str(below))


@tagged("post_install", "-at_install")
class TestNumbersOfADelivery(TraceabilityCase):
    # AB-16, AB-18

    def choose(self, delivery, remove=(), add=()):
        """Change the numbers of the only line, as the storekeeper does."""
        with Form(delivery) as form:
            with form.move_ids.edit(0) as line:
                for lot in remove:
                    line.lot_ids.remove(id=lot.id)
                for lot in add:
                    line.lot_ids.add(lot)

    def offered(self, delivery):
        """:return: what the line's field offers"""
        [node] = self.arch("stock.picking", "form", self.storekeeper).xpath(
            "//field[@name='move_ids']//field[@name='lot_ids']"
        )
        move = delivery.move_ids
        domain = safe_eval(
            node.get("domain"),
            {
                "product_id": move.product_id.id,
                "location_id": move.location_id.id,
                "picking_code": move.picking_code,
                "hold_process": move.hold_process,
            },
        )
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        found = lots.name_search("", domain)
        return lots.browse([lot_id for lot_id, _name in found])

    def assertTakes(self, delivery, *expected):
        lines = delivery.move_ids.move_line_ids.sorted("id")
        self.assertEqual(
            sorted((line.lot_id.name, line.quantity) for line in lines),
            sorted(expected),
        )

    def make_cheese(self, **lots):
        """:return: a product with these lots and quantities in stock"""
        cheese = self.make_product("Traced Cheese", "lot")
        for name, quantity in lots.items():
            self.make_lot(cheese, name, quantity)
        return cheese

    def lot(self, name):
        return self.env["stock.lot"].search([("name", "=", name)])

    def test_column_is_shown(self):
        arch = self.arch("stock.picking", "form", self.storekeeper)
        [node] = arch.xpath("//field[@name='move_ids']//field[@name='lot_ids']")
        self.assertEqual(node.get("optional"), "show")
        self.assertIn("not parent.has_tracking", node.get("column_invisible"))

    def test_another_number(self):
        self.produce(3)
        delivery = self.make_delivery()
        self.assertTakes(delivery, ("ACME-0001", 1))
        self.choose(delivery, self.number(1), self.number(3))
        self.assertTakes(delivery, ("ACME-0003", 1))
        delivery.button_validate()
        self.assertEqual(self.number(3).lifecycle_state, "shipped")
        self.assertEqual(self.number(1).lifecycle_state, "available")

    def test_offered_are_those_in_stock(self):
        # AB-15: a returned one too; PF-6: a held one not
        self.make_every_state()
        self.assertEqual(
            self.offered(self.reserved),
            self.env["stock.lot"].concat(
                *(self.number(counter) for counter in (1, 4, 5, 6, 7, 8, 9, 10))
            ),
        )

    def test_returned_number_by_hand(self):
        # AB-15
        self.make_every_state()
        self.choose(self.reserved, self.number(4), self.number(1))
        self.reserved.button_validate()
        self.assertEqual(self.number(1).lifecycle_state, "shipped")
        self.assertEqual(self.number(4).lifecycle_state, "available")

    def test_another_lot_keeps_the_quantity(self):
        delivery = self.make_delivery((self.make_cheese(CH1=50, CH2=60), 40))
        self.assertTakes(delivery, ("CH1", 40))
        self.choose(delivery, self.lot("CH1"), self.lot("CH2"))
        self.assertTakes(delivery, ("CH2", 40))
        self.assertEqual(delivery.move_ids.quantity, 40)
        self.assertEqual(delivery.state, "assigned")
        self.assertEqual(self.lot("CH1").lifecycle_state, "available")

    def test_lot_that_has_too_little(self):
        cheese = self.make_cheese(CH1=50, CH2=15, CH3=60)
        delivery = self.make_delivery((cheese, 40))
        self.choose(delivery, self.lot("CH1"), self.lot("CH2"))
        self.assertTakes(delivery, ("CH2", 15))
        self.assertEqual(delivery.move_ids.state, "partially_available")
        self.choose(delivery, add=self.lot("CH3"))
        self.assertTakes(delivery, ("CH2", 15), ("CH3", 25))
        self.assertEqual(delivery.move_ids.state, "assigned")

    def test_lot_is_taken_away(self):
        delivery = self.make_delivery((self.make_cheese(CH1=30, CH2=60), 40))
        self.choose(delivery, self.lot("CH1"))
        self.assertTakes(delivery, ("CH2", 10))

    def test_refused_lots(self):
        delivery = self.make_delivery((self.make_cheese(CH1=50, CH2=60), 40))
        with self.assertRaisesRegex(UserError, "nothing is left to take from CH2"):
            self.choose(delivery, add=self.lot("CH2"))
        empty = self.make_lot(delivery.move_ids.product_id, "CH3")
        with self.assertRaisesRegex(UserError, "nothing of CH3 is available"):
            self.choose(delivery, self.lot("CH1"), empty)
        self.assertTakes(delivery, ("CH1", 40))

    def test_as_in_stock_odoo_without_preallocation(self):
        delivery = self.make_delivery((self.make_cheese(CH1=50, CH2=60), 40))
        self.company.lot_prealloc_enabled = False
        self.choose(delivery, self.lot("CH1"), self.lot("CH2"))
        [line] = delivery.move_ids.move_line_ids
        self.assertEqual(line.lot_id.name, "CH2")
        # a unit where tags are read as serials (February 2026), later all there is
        self.assertIn(line.quantity, (1, 40))


@tagged("post_install", "-at_install")
class TestCommandPalette(TraceabilityCase):
    # AB-18

    def find(self, text, user=None):
        lots = self.env["stock.lot"].with_user(user or self.storekeeper)
        return [found["label"] for found in lots.search_for_command_palette(text)]

    def test_numbers_in_every_state(self):
        self.make_every_state()
        self.assertEqual(self.find("acme-0002"), ["ACME-0002 · Acme Widget · shipped"])
        self.assertEqual(
            self.find("ME-0011"), ["ACME-0011 · Acme Widget · preallocated"]
        )
        found = self.env["stock.lot"].search_for_command_palette("ACME-0007")
        self.assertEqual(found[0]["id"], self.number(7).id)

    def test_ten_at_most_and_the_exact_one_first(self):
        self.make_lot(self.widget, "ACME")
        self.produce(12)
        labels = self.find("ACME")
        self.assertEqual(labels[0], "ACME · Acme Widget · expected")
        self.assertEqual(len(labels), 10)
        self.assertTrue(labels[1].startswith("ACME-0012"))

    def test_other_companys_numbers_are_not_found(self):
        company = self.make_company("Other Works")
        product = self.make_product("Theirs", "lot", company_id=company.id)
        self.make_lot(product, "ACME-THEIRS", company_id=company.id)
        self.assertEqual(self.find("ACME-THEIRS"), [])


@tagged("post_install", "-at_install")
class TestMasterSwitch(TraceabilityCase, SettingsCase):
    # AB-1
    def test_off_hides_every_list(self):
        self.make_every_state()
        screens = (
            ("stock.picking", "form", "//field[@name='lot_ids']"),
            ("mrp.production", "form", "//page[@name='traceability']"),
            ("mrp.production", "form", "//field[@name='traceability_lot_ids']"),
            ("product.product", "form", "//button[@name='action_open_product_lot']"),
            ("stock.lot", "list", "//field[@name='lifecycle_badge']"),
        )
        for model, view_type, path in screens:
            arch = self.arch(model, view_type, self.inventory_manager)
            with self.subTest(path=path, switch="on"):
                self.assertTrue(arch.xpath(path))
        self.save_settings(group_stock_production_lot=False)
        for model, view_type, path in screens:
            arch = self.arch(model, view_type, self.inventory_manager)
            with self.subTest(path=path, switch="off"):
                self.assertFalse(arch.xpath(path))
        for user in (self.storekeeper, self.worker, self.inventory_manager):
            self.assertFalse(
                [menu for menu in self.menus(user) if "lot_traceability" in menu]
            )
        self.assertNotIn("stock.menu_warehouse_report", self.menus(self.storekeeper))
