"""Nobody is promised what reservation will not take (AB-15)."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form, tagged

from ..common import PreallocCase
from ..expiry.test_expiry import ExpiryMixin
from ..sale.sale_case import SaleMixin
from .reservation_case import ReservationCase


class PromiseCase(ReservationCase):
    def promised(self, product=None, **context):
        """:return: on hand, free and forecasted, as the storekeeper reads them"""
        product = (product or self.product).with_user(self.storekeeper)
        product = product.with_context(**context)
        product.invalidate_recordset()
        return product.qty_available, product.free_qty, product.virtual_available

    def forecast(self, product=None):
        """:return: what the forecast report knows, as the storekeeper opens it"""
        report = self.env["stock.forecasted_product_product"].with_user(
            self.storekeeper
        )
        docs = report.get_report_values((product or self.product).ids)["docs"]
        return docs

    def forecast_lines(self):
        """:return: list of (what, quantity), in the order of the report"""
        return [
            (
                "withheld"
                if line.get("lot_prealloc_withheld")
                else "missing"
                if not line["replenishment_filled"]
                else "used"
                if line["document_out"]
                else "free",
                line["quantity"],
            )
            for line in self.forecast()["lines"]
        ]

    def assert_taken_as_promised(self):
        """A delivery of ever so many takes just what is free to use."""
        free = self.promised(warehouse_id=self.warehouse.id)[1]
        delivery = self.make_delivery((self.product, 1000))
        self.assertEqual(sum(self.names_reserved(delivery).values()), free)
        delivery.do_unreserve()
        delivery.action_cancel()


@tagged("post_install", "-at_install")
class TestPromisedSerials(PromiseCase):
    # AB-15
    def test_returned_unit_is_here_and_not_free(self):
        returned = self.new_returned()
        self.assertEqual(self.promised(), (1, 0, 0))
        self.new_number()
        self.assertEqual(self.promised(), (2, 1, 1))
        self.assert_taken_as_promised()
        self.make_available(returned)
        self.assertEqual(self.promised(), (2, 2, 2))
        self.assert_taken_as_promised()

    # AB-15
    def test_template(self):
        self.new_returned()
        self.new_number()
        template = self.product.product_tmpl_id.with_user(self.storekeeper)
        self.assertEqual(template.qty_available, 2)
        self.assertEqual(template.virtual_available, 1)

    # AB-15: what a person has chosen is promised to that delivery
    def test_returned_unit_that_somebody_chose(self):
        returned = self.new_returned()
        self.make_delivery((self.product, 1), lots={returned: 1})
        self.assertEqual(self.promised(), (1, 0, 0))

    # AB-15
    def test_demand_that_is_not_covered(self):
        self.new_returned()
        self.make_delivery((self.product, 2))
        self.assertEqual(self.promised(), (1, 0, -2))

    # AB-15: by place, number and owner, as the context asks
    def test_context(self):
        returned = self.new_returned()
        fresh = self.new_number()
        shelf = self.move_to(fresh, self.shelf, 1)
        self.choose(shelf, {fresh: 1})
        self.validate(shelf)
        self.assertEqual(self.promised(location=self.shelf.id), (1, 1, 1))
        self.assertEqual(
            self.promised(location=self.stock_location.id, strict=True), (1, 0, 0)
        )
        self.assertEqual(self.promised(warehouse_id=self.warehouse.id), (2, 1, 1))
        self.assertEqual(self.promised(lot_id=fresh.id)[:2], (1, 1))
        self.assertEqual(self.promised(lot_id=returned.id)[:2], (1, 0))
        self.assertEqual(self.promised(owner_id=self.customer.id)[:2], (0, 0))
        self.assertEqual(self.promised(owner_id=False)[:2], (2, 1))

    # AB-15: with the setting off, reservation takes it, and so it is promised
    def test_setting_off(self):
        self.new_returned()
        self.company.lot_prealloc_enabled = False
        self.assertEqual(self.promised(), (1, 1, 1))
        self.assert_taken_as_promised()
        self.assertEqual(self.forecast_lines(), [("free", 1)])

    # AB-15: a reordering rule buys what waiting deliveries need
    def test_reordering_rule(self):
        self.new_returned()
        self.make_delivery((self.product, 1))
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "product_min_qty": 0,
                "product_max_qty": 0,
            }
        )
        self.assertEqual(rule.qty_on_hand, 1)
        self.assertEqual(rule.qty_forecast, -1)
        self.assertEqual(rule.qty_to_order, 1)

    # AB-15
    def test_forecast(self):
        self.new_returned()
        self.assertEqual(self.forecast_lines(), [("free", 0), ("withheld", 1)])
        self.make_delivery((self.product, 1))
        self.assertEqual(self.forecast_lines(), [("missing", 1), ("withheld", 1)])
        of_product = self.forecast()["product"][self.product.id]
        self.assertEqual(of_product["quantity_on_hand"], 1)
        self.assertEqual(of_product["free_qty"], 0)
        self.assertEqual(of_product["virtual_available"], -1)
        fresh = self.new_number()
        self.assertEqual(self.forecast_lines(), [("used", 1), ("withheld", 1)])
        self.assertTrue(fresh)

    # AB-15: it says neither “Available” nor nothing while it waits
    def test_delivery_that_waits(self):
        returned = self.new_returned()
        delivery = self.make_delivery((self.product, 1))
        self.assertEqual(delivery.state, "confirmed")
        self.assertEqual(delivery.products_availability_state, "late")
        self.assertEqual(delivery.products_availability, "Not Available")
        self.assertEqual(delivery.move_ids.forecast_availability, -1)
        self.make_available(returned)
        delivery.invalidate_recordset()
        delivery.move_ids.invalidate_recordset()
        self.assertEqual(delivery.products_availability, "Available")
        self.assertFalse(delivery.withheld_notice)

    # AB-15: and says why
    def test_reason(self):
        returned = self.new_returned()
        delivery = self.make_delivery((self.product, 1))
        self.assertEqual(
            delivery.withheld_notice,
            "Pump: returned and not released, 1 Units: N-1\n"
            "An inventory manager makes them available; you can choose one of them "
            "yourself.",
        )
        arch = self.picking_form(self.storekeeper)
        self.assertTrue(arch.xpath("//field[@name='withheld_notice']"))
        self.assertFalse(arch.xpath("//button[@name='action_view_withheld']"))
        of_manager = delivery.with_user(self.inventory_manager)
        self.assertIn("make them available", of_manager.withheld_notice)
        arch = self.picking_form(self.inventory_manager)
        self.assertTrue(arch.xpath("//button[@name='action_view_withheld']"))
        action = of_manager.action_view_withheld()
        self.assertEqual(action["res_id"], returned.id)
        returned.with_user(self.inventory_manager).action_make_available()
        delivery.action_assign()
        self.assert_reserved(delivery, {returned: 1})
        self.assertFalse(delivery.withheld_notice)

    def picking_form(self, user):
        views = self.env["stock.picking"].with_user(user).get_views([(False, "form")])
        return etree.fromstring(views["views"]["form"]["arch"])

    # AB-15: of several, the manager chooses in a list
    def test_reason_with_several_numbers(self):
        lots = self.env["stock.lot"].concat(
            *(self.new_returned() for _index in range(6))
        )
        delivery = self.make_delivery((self.product, 2))
        delivery = delivery.with_user(self.inventory_manager)
        self.assertIn(": N-1 … 6 (6)", delivery.withheld_notice)
        action = delivery.action_view_withheld()
        found = self.env["stock.lot"].search(action["domain"])
        self.assertEqual(found, lots)
        # UX-11: it says what it did
        told = lots[:2].with_user(self.inventory_manager).action_make_available()
        self.assertEqual(told["params"]["message"], "2 numbers are available again")
        self.assertEqual(self.env["stock.lot"].search(action["domain"]), lots[2:])

    # AB-15: nothing is said where nothing waits, or something else is waited for
    def test_no_reason(self):
        self.new_returned()
        fresh = self.new_number()
        delivery = self.make_delivery((self.product, 1))
        self.assert_reserved(delivery, {fresh: 1})
        self.assertFalse(delivery.withheld_notice)
        elsewhere = self.env["stock.location"].create(
            {"name": "Elsewhere", "location_id": self.warehouse.view_location_id.id}
        )
        delivery = self.make_delivery((self.product, 1), source=elsewhere)
        self.assertEqual(delivery.state, "confirmed")
        self.assertFalse(delivery.withheld_notice)
        with Form(self.env["stock.picking"]) as form:
            form.picking_type_id = self.warehouse.out_type_id
            self.assertFalse(form.withheld_notice)

    # AB-15: statements do not grow with what is returned, or with the products
    def test_statements(self):
        other = self.make_product("Other Pump", "serial")
        products = self.product + other

        def count():
            products._get_withheld_quantities()  # what the registry caches
            self.env.flush_all()
            self.env.invalidate_all()
            products.mapped("tracking")
            self.env.companies.mapped("lot_prealloc_enabled")
            start = self.env.cr.sql_log_count
            products._get_withheld_quantities()
            return self.env.cr.sql_log_count - start

        self.new_number()
        self.assertEqual(count(), 1)
        self.new_returned()
        few = count()
        for _index in range(4):
            self.new_returned()
            lot = self.make_lot(other, f"O-{_index}")
            self.receive(lot)
            self.send_and_return(lot)
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestPromisedLots(PromiseCase):
    tracking = "lot"
    quantity = 10

    # AB-15
    def test_part_of_a_lot(self):
        lot = self.new_returned(10, 4)
        self.assertEqual(self.promised(), (10, 6, 6))
        self.assert_taken_as_promised()
        delivery = self.make_delivery((self.product, 8))
        self.assert_reserved(delivery, {lot: 6})
        self.assertEqual(self.promised(), (10, 0, -2))
        self.assertEqual(delivery.move_ids.forecast_availability, -2)
        self.assertIn("4 Units", delivery.withheld_notice)
        self.assertEqual(
            self.forecast_lines(),
            [("used", 6), ("missing", 2), ("withheld", 4)],
        )

    # AB-15: what reservation may take of it, it may take at any place
    def test_lot_in_two_places(self):
        lot = self.new_returned(10, 4)
        move = self.move_to(lot, self.shelf, 5)
        self.choose(move, {lot: 5})
        self.validate(move)
        self.assertEqual(self.promised(), (10, 6, 6))
        self.assertEqual(self.promised(location=self.shelf.id), (5, 5, 5))
        self.assert_taken_as_promised()


@tagged("post_install", "-at_install")
class TestPromisedExpiry(ExpiryMixin, PromiseCase):
    # AB-15 MM-11: what is to be removed is left out once, not twice
    def test_expired_and_returned(self):
        self.product = self.yogurt
        lots = self.new_numbers(2)
        self.send_and_return(lots[0])
        self.assertEqual(self.promised()[:2], (2, 1))
        lots[0].removal_date = fields.Datetime.now() - timedelta(days=3)
        self.assertEqual(self.promised()[:2], (2, 1))


@tagged("post_install", "-at_install")
class TestPromisedSales(SaleMixin, PreallocCase):
    # AB-15
    def test_quotation(self):
        self.stock_gadgets("G-1", "G-2")
        sale = self.make_sale((self.gadget, 1))
        delivery = self.delivery_of(sale)
        delivery.action_assign()
        delivery.button_validate()
        returned = delivery.move_line_ids.lot_id
        self.make_return(delivery, 1).button_validate()
        self.assertEqual(returned.lifecycle_state, "returned")
        quotation = self.make_sale((self.gadget, 2), confirm=False)
        self.assertRecordValues(
            quotation.order_line,
            [
                {
                    "qty_available_today": 1,
                    "free_qty_today": 1,
                    "virtual_available_at_date": 1,
                }
            ],
        )
        quotation.action_confirm()
        quotation.order_line.invalidate_recordset()
        self.assertLess(quotation.order_line.free_qty_today, 2)
