"""A number that is scanned or typed is found wherever one looks for it (UX-8)."""

from lxml import etree

from odoo.tests import HttpCase, tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from .common import PreallocCase
from .life.traceability_case import TraceabilityMixin
from .pictures import PictureMixin

LISTS = {
    "mrp.production": "mrp.view_mrp_production_filter",
    "stock.picking": "stock.view_picking_internal_search",
}


class TestFinding(TraceabilityMixin, PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part = cls.make_product("Finding Part", "serial")

    def type_and_enter(self, user, model, text):
        """What the list shows when a text is typed into its search, with Enter alone.

        :return: records, of what was made by this test
        """
        records = self.env[model].with_user(user)
        view = self.env.ref(LISTS[model])
        arch = records.get_view(view.id, "search")["arch"]
        first = etree.fromstring(arch).find("field")
        domain = [(first.get("name"), first.get("operator") or "ilike", text)]
        if first.get("filter_domain"):
            domain = safe_eval(first.get("filter_domain"), {"self": text})
        return records.search(domain).sudo()

    # UX-8
    def test_orders(self):
        component = self.make_lot(self.part, "FIND-PART-1", 1)
        self.make_bom(self.widget, [(self.part, 1)])
        held = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        names = self.names(held.prealloc_lot_ids)
        other = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        for user in (self.worker, self.planner):
            self.assertEqual(
                self.type_and_enter(user, "mrp.production", names[1]), held
            )
        # the exact number, and not those that begin with it
        longer = self.make_lot(self.widget, f"{names[1]}0")
        other.lot_producing_ids = longer
        self.assertEqual(
            self.type_and_enter(self.worker, "mrp.production", names[1]), held
        )
        # a part of it finds both, a component's number its order
        part_of_it = self.type_and_enter(self.worker, "mrp.production", names[1][1:])
        self.assertEqual(part_of_it, held | other)
        (held | other).action_assign()
        taker = (held | other).filtered(
            lambda order: component in order.move_raw_ids.move_line_ids.lot_id
        )
        self.assertEqual(len(taker), 1)
        self.assertEqual(
            self.type_and_enter(self.worker, "mrp.production", component.name), taker
        )
        # names as ever
        self.assertEqual(
            self.type_and_enter(self.worker, "mrp.production", held.name), held
        )
        self.assertFalse(self.type_and_enter(self.worker, "mrp.production", "NO-SUCH"))

    # UX-8: what was produced, and where it went
    def test_transfers(self):
        self.make_every_state()
        shipped = self.type_and_enter(self.storekeeper, "stock.picking", "ACME-0002")
        self.assertEqual(shipped, self.shipped)
        reserved = self.type_and_enter(self.storekeeper, "stock.picking", "ACME-0006")
        self.assertEqual(reserved, self.reserved)
        by_name = self.type_and_enter(
            self.storekeeper, "stock.picking", self.shipped.name
        )
        self.assertIn(self.shipped, by_name)
        self.assertFalse(
            self.type_and_enter(self.storekeeper, "stock.picking", "ACME-0011")
        )

    # UX-8: typed on a receipt, and no lot yet; named on a delivery that waits
    def test_transfers_to_come(self):
        receipt = self.make_receipt((self.part, 1))
        receipt.move_line_ids.lot_name = "FIND-TYPED"
        self.assertEqual(
            self.type_and_enter(self.storekeeper, "stock.picking", "FIND-TYPED"),
            receipt,
        )
        delivery = self.make_delivery((self.part, 1))
        delivery.move_ids.demand_lot_ids = self.make_lot(self.part, "FIND-NAMED")
        self.assertEqual(
            self.type_and_enter(self.storekeeper, "stock.picking", "FIND-NAMED"),
            delivery,
        )

    # UX-8: a held number is in the list as soon as one searches for it
    def test_lots(self):
        order = self.make_order(self.widget, 2, user=self.worker, confirm=True)
        name = self.names(order.prealloc_lot_ids)[0]
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        lots = lots.with_context(hide_preallocated=True)
        of_product = [("product_id", "=", self.widget.id)]
        typed = ["|", ("name", "ilike", name), ("ref", "ilike", name)]

        def shown(records, domain):
            found = records.web_search_read(domain, {"name": {}})["records"]
            groups = records.web_read_group(domain, ["product_id"], ["__count"])
            self.assertEqual(
                sum(group["__count"] for group in groups["groups"]), len(found)
            )
            return [record["name"] for record in found]

        self.assertEqual(shown(lots, of_product), [])
        self.assertEqual(shown(lots, of_product + typed), [name])
        self.assertEqual(shown(lots, [*of_product, ("name", "not ilike", name)]), [])
        # where one picks for a delivery it is still nobody else's
        picking = lots.with_context(hide_preallocated="always")
        self.assertEqual(shown(picking, of_product + typed), [])
        self.assertFalse(lots.name_search(name, of_product))
        # a label is out there: what was given up exists as well
        self.env["ir.actions.report"].with_user(self.worker)._render_qweb_text(
            "stock.label_lot_template", order.prealloc_lot_ids.ids
        )
        order.action_cancel()
        self.assertEqual(shown(lots, of_product), [])
        self.assertEqual(shown(lots, of_product + typed), [name])

    # UX-8: a constant number of statements
    def test_number_of_statements(self):
        self.make_every_state()
        for model, user, most in (
            ("mrp.production", self.worker, 5),
            ("stock.picking", self.storekeeper, 4),
        ):
            records = self.env[model].with_user(user)
            records._find_ids_by_number("ACME-0002")  # groups and rules are cached now
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            records._find_ids_by_number("ACME-0002")
            self.assertLessEqual(self.env.cr.sql_log_count - before, most, model)

    # UX-8: of 5,000,000 lines only those that have no lot yet are looked at
    def test_index_of_typed_numbers(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        typed = [("lot_name", "=", "ACME-0002"), ("lot_id", "=", False)]
        plan = self.explain(self.env["stock.move.line"]._search(typed))
        self.assertIn("stock_move_line_typed_number_index", plan)

    def explain(self, query):
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        return "\n".join(row[0] for row in rows)


@tagged("post_install", "-at_install")
class TestFindingTours(PictureMixin, TraceabilityMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.make_every_state()

    # UX-8: a scanner, on the lists as they open
    def test_orders(self):
        self.start_tour(
            "/odoo/manufacturing", "scan_in_orders", login=self.worker.login
        )

    # UX-8
    def test_transfers(self):
        self.start_tour(
            "/odoo/deliveries", "scan_in_transfers", login=self.storekeeper.login
        )

    # UX-8: from the menu; the number is held
    def test_lots(self):
        self.start_tour("/odoo/lots", "scan_in_lots", login=self.storekeeper.login)
