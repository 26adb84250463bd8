"""Whose the goods at a location are: said once, the same in Python, domains and SQL."""

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.lot_prealloc.models.lots.places import (
    OF_OTHERS,
    OWN_STOCK,
    WITH_CUSTOMERS,
)

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestPlaces(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        usages = cls.env["stock.location"]._fields["usage"].get_values(cls.env)
        cls.locations = cls.env["stock.location"].create(
            [
                {"name": usage, "usage": usage, "company_id": company}
                for usage in usages
                for company in (cls.env.company.id, False)
            ]
        )

    def ask(self, places):
        """:return: the locations that are such places, one answer for each way"""
        domain = places.get_domain()
        of_these = [("id", "in", self.locations.ids)]
        self.locations.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM stock_location AS place WHERE id = ANY(%s) AND %s",
                self.locations.ids,
                places.get_sql("place"),
            )
        )
        return {
            "python": self.locations.filtered(places.has),
            "domain": self.locations.filtered_domain(domain),
            "search": self.locations.search(of_these) & self.locations.search(domain),
            "sql": self.locations.browse(location_id for (location_id,) in rows),
        }

    def describe(self, locations):
        return {(place.usage, bool(place.company_id)) for place in locations}

    # AB-12: company-less transit has left us, on its way to another company
    def test_the_same_in_all_ways(self):
        both = (True, False)
        for places, expected in (
            (OWN_STOCK, {("transit", True), *(("internal", c) for c in both)}),
            (WITH_CUSTOMERS, {("transit", False), *(("customer", c) for c in both)}),
            (
                OF_OTHERS,
                {
                    ("transit", False),
                    *((u, c) for u in ("customer", "supplier") for c in both),
                },
            ),
        ):
            for way, found in self.ask(places).items():
                with self.subTest(way=way, usages=places.usages):
                    self.assertEqual(self.describe(found), expected)

    def test_on_records(self):
        for location in self.locations:
            self.assertEqual(location._is_own_stock(), OWN_STOCK.has(location))
            self.assertEqual(location._is_of_others(), OF_OTHERS.has(location))
        none = self.locations.browse()
        self.assertFalse(none._is_own_stock() or none._is_of_others())

    def test_by_a_path(self):
        # AB-18: a transfer to another company is a delivery, too
        domain = OF_OTHERS.get_domain("location_dest_id.")
        types = self.env["stock.move.line"]
        lines = types.union(
            *(types.new({"location_dest_id": place.id}) for place in self.locations)
        )
        found = lines.filtered_domain(domain)
        self.assertEqual(
            {line.location_dest_id._origin for line in found},
            set(self.locations.filtered(OF_OTHERS.has)),
        )


@tagged("post_install", "-at_install")
class TestBetweenCompanies(PreallocCase):
    # AB-12 AB-18: what goes to another company has left us, as any delivery
    def test_transit_is_a_delivery(self):
        product = self.make_product("Pump", "serial")
        lot = self.make_lot(product, "PUMP-1", 1)
        partner = self.env["res.partner"].create({"name": "Sister works"})
        transit = self.env["stock.location"].create(
            {"name": "Between companies", "usage": "transit", "company_id": False}
        )
        picking = self.make_delivery(
            (product, 1),
            target=transit,
            user=self.env.user,
            assign=True,
            partner_id=partner.id,
        )
        self.assertEqual(lot.lifecycle_state, "allocated")
        self.assertEqual(lot.last_delivery_id, picking)
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(lot.lifecycle_state, "shipped")
        self.assertEqual(
            (lot.last_delivery_id, lot.last_customer_id), (picking, partner)
        )
        found = self.env["stock.lot"].search([("last_customer_id", "=", partner.id)])
        self.assertEqual(found, lot)
