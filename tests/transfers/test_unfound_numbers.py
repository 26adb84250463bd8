"""A number that cannot be taken on a transfer is said aloud (UX-8)."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocCase
from ..life.traceability_case import TraceabilityMixin
from ..pictures import PictureMixin


class TestUnfoundNumbers(TraceabilityMixin, PreallocCase):
    def setUp(self):
        super().setUp()
        self.make_every_state()

    def explain(self, text, product=None, picking=None, user=None):
        lots = self.env["stock.lot"].with_user(user or self.storekeeper)
        picking = picking or self.reserved
        product = product or self.widget
        return lots.explain_unfound_number(text, product.id, picking.id)

    # UX-8
    def test_reasons(self):
        part = self.make_product("Cell", "serial")
        self.make_lot(part, "CELL-1", 1)
        other = self.make_delivery((self.widget, 1))
        [taken] = other.move_ids.lot_ids.mapped("name")
        for text, reason in (
            ("NO-SUCH", "NO-SUCH cannot be taken for WH/OUT/.*: unknown"),
            ("ACME-0011", f"held by {self.holding.name}"),
            ("ACME-0002", "not in stock"),
            ("CELL-1", "it is a number of Cell"),
            (taken, f"reserved by {other.name}"),
        ):
            with self.subTest(text=text):
                self.assertRegex(self.explain(text), reason)
        self.assertFalse(self.explain("ACME-0010"))  # it can be taken

    # UX-8: with the settings off, as stock Odoo
    def test_off(self):
        self.company.lot_prealloc_enabled = False
        self.assertFalse(self.explain("NO-SUCH"))

    def test_nothing_to_look_at(self):
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        self.assertFalse(lots.explain_unfound_number("NO-SUCH"))
        self.assertFalse(lots.explain_unfound_number("NO-SUCH", False, 0))

    # UX-8: Enter takes the first one that is offered
    def test_the_number_itself_is_offered_first(self):
        numbers = self.make_product("Plain Numbers", "serial")
        for name in ("10", "210", "1", "11"):
            self.make_lot(numbers, name, 1)
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        domain = [("product_id", "=", numbers.id)]
        found = [name for _id, name in lots.name_search("1", domain)]
        self.assertEqual(found, ["1", "10", "11", "210"])
        found = [name for _id, name in lots.name_search("210", domain, limit=1)]
        self.assertEqual(found, ["210"])
        self.make_lot(numbers, "A-210", 1)
        self.make_lot(numbers, "0-210", 1)
        found = [name for _id, name in lots.name_search("210", domain, limit=2)]
        self.assertEqual(found[0], "210")


@tagged("post_install", "-at_install")
class TestUnfoundNumberTours(PictureMixin, TraceabilityMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.make_every_state()

    def tour(self, name):
        self.start_tour(
            f"/odoo/deliveries/{self.reserved.id}", name, login=self.storekeeper.login
        )

    # UX-8
    def test_on_the_line(self):
        self.tour("scan_on_delivery")

    # UX-8
    def test_in_the_details(self):
        self.tour("scan_in_details")
