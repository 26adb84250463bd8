"""Lots are looked up by their names, and created under them, in one place."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestNamedLots(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paint = cls.make_product("Paint", "lot")
        cls.brush = cls.make_product("Brush", "serial")
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.lots = cls.env["stock.lot"].create(
            [
                {"product_id": cls.paint.id, "name": "A", "company_id": cls.company.id},
                {"product_id": cls.paint.id, "name": "B", "company_id": False},
                {"product_id": cls.paint.id, "name": "A", "company_id": cls.other.id},
                {"product_id": cls.brush.id, "name": "A", "company_id": False},
            ]
        )

    def find(self, *names, companies=None):
        return self.env["stock.lot"]._find_by_names(
            [(self.paint.id, name) for name in names], companies
        )

    def test_found_by_product_and_name(self):
        a, b, other, brush = self.lots
        found = self.find("A", "B", "A", "C")
        self.assertEqual(
            found, {(self.paint.id, "A"): a | other, (self.paint.id, "B"): b}
        )
        self.assertNotIn(brush, a.union(*found.values()))
        self.assertEqual(self.find(), {})

    def test_found_in_companies(self):
        """A company may name its own numbers and those of nobody."""
        a, b, other, _brush = self.lots
        own = self.find("A", "B", companies=self.company)
        self.assertEqual([*own.values()], [a, b])
        others = self.find("A", "B", companies=self.other)
        self.assertEqual(others, {(self.paint.id, "A"): other, (self.paint.id, "B"): b})

    # PF-4
    def test_one_statement(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self.find(*(f"N-{number}" for number in range(500)), "B")
            self.assertEqual(len(found), 1)

    def test_created_in_order(self):
        lots = self.env["stock.lot"].with_user(self.worker)
        created = lots._create_named(
            [
                {"product_id": product.id, "name": name}
                for product, name in ((self.brush, "2"), (self.paint, "1"))
            ]
        )
        self.assertEqual(created.mapped("name"), ["2", "1"])
        self.assertFalse(created.env.su)
        self.assertFalse(lots._create_named([]))

    # PF-6
    def test_created_by_those_who_may(self):
        stranger = self.make_user("stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["stock.lot"].with_user(stranger)._create_named(
                [{"product_id": self.paint.id, "name": "Z"}]
            )
