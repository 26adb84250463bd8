"""A lot in several places, or in several states, is shown and found (AB-12, AB-18)."""

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, sql
from odoo.tools.safe_eval import safe_eval

from ..reservation.reservation_case import ReservationCase


@tagged("post_install", "-at_install")
class TestLotPlaces(ReservationCase):
    tracking = "lot"
    quantity = 100

    def scatter(self):
        """:return: a lot, 60 in stock, 20 on the shelf, 20 with a customer"""
        lot = self.new_number()
        self.deliver(lot, 20)
        move = self.move_to(lot, self.shelf, 20)
        self.choose(move, {lot: 20})
        self.validate(move)
        return lot

    def find(self, *domain):
        lots = self.env["stock.lot"].with_user(self.storekeeper)
        return lots.search([("product_id", "=", self.product.id), *domain])

    def find_by_filter(self, name):
        view = self.env.ref("lot_prealloc.lot_traceability_view_search")
        arch = self.env["stock.lot"].get_view(view.id, "search")["arch"]
        [node] = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
        return self.find(*safe_eval(node.get("domain")))

    # AB-18
    def test_places(self):
        lot = self.scatter()
        self.assertFalse(lot.location_id)
        other = self.new_number(7.5)
        lots = (lot + other).with_user(self.storekeeper)
        stock, shelf = self.stock_location.display_name, self.shelf.display_name
        self.assertEqual(lots[0].places, f"{stock} 60, {shelf} 20, Customers 20")
        self.assertEqual(lots[1].places, f"{stock} 7.50")
        self.assertEqual(self.make_lot(self.product, "NOWHERE").places, "")

    # AB-18: as plain users see it, with a place of another company left out
    def test_places_of_another_company(self):
        lot = self.new_number()
        company = self.make_company("Elsewhere")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self.put_in_stock(self.product, 5, lot, warehouse.lot_stock_id)
        stock = self.stock_location.display_name
        for user in (self.worker, self.storekeeper):
            lot.invalidate_recordset()
            self.assertEqual(lot.with_user(user).places, f"{stock} 100")

    # AB-18
    def test_location_finds_any_part(self):
        lot = self.scatter()
        other = self.new_number()
        for location, found in (
            (self.warehouse.view_location_id, lot + other),
            (self.stock_location, lot + other),
            (self.shelf, lot),
            (self.customers, lot),
            (self.suppliers, self.env["stock.lot"]),
        ):
            with self.subTest(location=location.display_name):
                self.assertEqual(
                    self.find(("location_id", "child_of", location.id)), found
                )
        self.assertEqual(self.find(("location_id", "child_of", "Shelf")), lot)
        self.assertEqual(self.find(("location_id", "=", self.stock_location.id)), other)
        self.assertEqual(self.find(("location_id", "=", False)), lot)
        self.assertEqual(
            self.find(("location_id.company_id", "=", self.company.id)), other
        )
        self.assertEqual(
            self.find(("location_id", "not in", self.stock_location.ids)), lot
        )

    # AB-12, AB-18
    def test_filters_find_any_part(self):
        lot = self.scatter()
        self.assertEqual(lot.lifecycle_state, "available")
        self.scrap(lot, 5)
        self.send_and_return(lot, 10, 10)
        delivery = self.make_delivery((self.product, 30), lots={lot: 30})
        self.assertTrue(delivery)
        other = self.new_number()
        self.assert_life(
            lot,
            "available",
            available=35,
            allocated=30,
            returned=10,
            shipped=20,
            scrapped=5,
        )
        self.assertEqual(lot.further_states, "allocated,returned,shipped,scrapped")
        for name in ("allocated", "returned", "shipped", "scrapped"):
            with self.subTest(name=name):
                self.assertEqual(self.find_by_filter(name), lot)
        self.assertEqual(self.find_by_filter("available"), lot + other)
        self.assertFalse(self.find_by_filter("consumed"))
        self.assertEqual(self.find(("lifecycle_state", "=", "available")), lot + other)
        self.assertFalse(self.find(("lifecycle_state", "=", "shipped")))
        self.assertEqual(self.find(("shipped_quantity", "=", 0)), other)
        self.assertEqual(self.find(("shipped_quantity", "!=", 0)), lot)
        self.assertEqual(self.find(("shipped_quantity", "<=", 0)), other)
        with self.assertRaisesRegex(
            UserError, "is shipped: compare the quantity with 0"
        ):
            self.find(("shipped_quantity", ">", 5))

    # AB-18: statements do not grow with the rows
    def test_statements(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.find().web_read(
                {"places": {}, "shipped_quantity": {}, "returned_quantity": {}}
            )
            return self.env.cr.sql_log_count - start

        self.scatter()
        count()
        few = count()
        for _index in range(4):
            self.scatter()
        self.assertEqual(count(), few)

    # AB-12: databases from before get the column filled
    def test_databases_of_earlier_versions(self):
        lot = self.scatter()
        serial = self.make_lot(self.make_product("Serial", "serial"), "S-1")
        self.receive(serial)
        self.env.flush_all()
        self.assertEqual(lot.further_states, "shipped")
        cr = self.env.cr
        cr.execute("ALTER TABLE stock_lot DROP COLUMN further_states")
        cr.execute(
            SQL(
                "UPDATE stock_lot SET lifecycle_state = 'void' WHERE id = %s", serial.id
            )
        )
        todo = []
        self.patch(
            type(self.env.registry), "post_init", lambda *args: todo.append(args)
        )
        self.env["stock.lot"]._auto_init()
        self.assertTrue(sql.column_exists(cr, "stock_lot", "further_states"))
        [fill] = [
            args[1] for args in todo if args[1].__name__ == "_store_further_states"
        ]
        fill()
        self.env.invalidate_all()
        self.assertEqual(lot.further_states, "shipped")
        # serials have one state, they are not looked at
        self.assertEqual(serial.lifecycle_state, "void")
