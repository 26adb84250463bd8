"""PF-6: an order's own number: taken where it is typed, exchanged where it was lost."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestOwnNumber(PreallocCase):
    # PF-6: the order's own number, read from its label

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product(
            "Pump", "serial", lot_number_format_id=cls.make_format("N-{00}").id
        )
        cls.order = cls.make_order(cls.product, 1, user=cls.worker, confirm=True)
        cls.number = cls.order.prealloc_lot_ids
        cls.other = cls.make_order(cls.product, 1, user=cls.worker, confirm=True)

    def on_field(self, order, user=None):
        """:return: ``stock.lot`` as the field on the order's form asks for it"""
        arch = order.get_views([(False, "form")])["views"]["form"]["arch"]
        self.assertIn(
            "{'default_product_id': product_id, 'lot_prealloc_own_production_id': id}",
            arch,
        )
        return (
            self.env["stock.lot"]
            .with_user(user or self.worker)
            .with_context(
                default_product_id=order.product_id.id,
                lot_prealloc_own_production_id=order.id,
            )
        )

    def test_offered_on_its_own_field(self):
        lots = self.on_field(self.order)
        self.assertEqual(
            [lot_id for lot_id, _name in lots.name_search("N-")], self.number.ids
        )
        offered = lots.web_name_search("N-", {"display_name": {}})
        self.assertEqual([lot["id"] for lot in offered], self.number.ids)
        # still so when it has left the pool
        self.order.action_generate_serial()
        self.assertEqual(
            [lot_id for lot_id, _name in lots.name_search("N-")], self.number.ids
        )

    def test_typed_into_its_own_field(self):
        for typed in (self.number.name, f" {self.number.name} "):
            lot_id, _name = self.on_field(self.order).name_create(typed)
            self.assertEqual(lot_id, self.number.id)
        with Form(self.order) as form:
            form.lot_producing_ids.add(self.number)
        self.assertEqual(self.order.lot_producing_ids, self.number)
        self.assertFalse(self.order.prealloc_lot_ids)
        self.complete(self.order)
        self.assertEqual(self.order.state, "done")
        self.assertEqual(self.number.product_qty, 1)

    def test_another_order_does_not_get_it(self):
        lots = self.on_field(self.other)
        offered = [lot_id for lot_id, _name in lots.name_search("N-")]
        self.assertEqual(offered, self.other.prealloc_lot_ids.ids)
        with self.assertRaisesRegex(UserError, f"held by {self.order.name}"):
            lots.name_create(self.number.name)

    def test_the_context_gives_no_rights(self):
        lots = self.on_field(self.order, self.storekeeper)
        storekeeper_reads = self.order.with_user(self.storekeeper).has_access("read")
        offered = lots.name_search("N-")
        self.assertEqual(bool(offered), storekeeper_reads)
        for nonsense in ("1", [1], {}, -1, 10**9, True):
            lots = self.env["stock.lot"].with_user(self.worker)
            lots = lots.with_context(lot_prealloc_own_production_id=nonsense)
            self.assertFalse(
                [i for i, _name in lots.name_search("N-") if i == self.number.id]
                and self.order.id != 1
            )


@tagged("post_install", "-at_install")
class TestMetNumber(PreallocCase):
    # PF-6: an order that met its number in stock says so, and exchanges it

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product(
            "Pump", "serial", lot_number_format_id=cls.make_format("M-{00}").id
        )
        cls.oil = cls.make_product(
            "Oil", "lot", lot_number_format_id=cls.make_format("MO-{00}").id
        )

    def bring_into_stock(self, lot):
        """As an old database has it, in which nobody looked."""
        with self.env["stock.lot"]._let_numbers_pass():
            quant = (
                self.env["stock.quant"]
                .with_context(inventory_mode=True)
                .create(
                    {
                        "product_id": lot.product_id.id,
                        "location_id": self.stock_location.id,
                        "lot_id": lot.id,
                        "inventory_quantity": 1,
                    }
                )
            )
            quant.action_apply_inventory()
        self.assertEqual(lot.lifecycle_state, "available")

    def test_held_number(self):
        order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        first, second = order.prealloc_lot_ids.sorted("id")
        self.assertFalse(order.met_lot_ids)
        self.bring_into_stock(first)
        order.invalidate_recordset()
        self.assertEqual(order.met_lot_ids, first)
        order.action_exchange_met_numbers()
        self.assertFalse(order.met_lot_ids)
        self.assertEqual(len(order.prealloc_lot_ids), 2)
        self.assertIn(second, order.prealloc_lot_ids)
        self.assertNotIn(first, order.prealloc_lot_ids)
        self.assertEqual(first.lifecycle_state, "available")
        log = order.message_ids.mapped("body")
        [new] = order.prealloc_lot_ids - second
        self.assertTrue(
            any(first.name in body and new.name in body for body in log), log
        )
        order.lot_producing_ids = order.prealloc_lot_ids
        self.complete(order, 2)
        self.assertEqual(order.state, "done")

    def test_number_that_is_being_produced(self):
        for product in (self.product, self.oil):
            with self.subTest(product=product.name):
                order = self.make_order(product, 1, user=self.worker, confirm=True)
                number = order.prealloc_lot_ids
                order.action_generate_serial()
                self.assertEqual(order.lot_producing_ids, number)
                self.bring_into_stock(number)
                order.invalidate_recordset()
                self.assertEqual(order.met_lot_ids, number)
                order.action_exchange_met_numbers()
                self.assertFalse(order.met_lot_ids)
                self.assertEqual(len(order.lot_producing_ids), 1)
                self.assertNotEqual(order.lot_producing_ids, number)
                self.assertFalse(order.prealloc_lot_ids)
                self.complete(order)
                self.assertEqual(order.state, "done")
                self.assertEqual(number.product_qty, 1)
                self.assertEqual(
                    order.move_finished_ids.move_line_ids.lot_id,
                    order.lot_producing_ids,
                )

    def test_nothing_to_exchange(self):
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)
        with self.assertRaisesRegex(UserError, "in stock"):
            order.action_exchange_met_numbers()

    def test_parts_of_a_lot_are_not_met(self):
        # PF-8
        order = self.make_order(self.oil, 5, user=self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.complete(order, 2)
        rest = self.backorders_of(order)
        self.assertEqual(rest.prealloc_lot_ids, lot)
        self.assertFalse(rest.met_lot_ids)
        rest.action_generate_serial()
        self.assertFalse(rest.met_lot_ids)

    def test_banner(self):
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)
        self.bring_into_stock(order.prealloc_lot_ids)
        order.invalidate_recordset()
        with Form(order) as form:
            self.assertEqual(len(form.met_lot_ids), 1)
        view = order.get_view(view_type="form")
        self.assertIn("action_exchange_met_numbers", view["arch"])

    def test_linked_by_rpc(self):
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)
        lot = self.make_lot(self.product, "IN", 1)
        order.lot_producing_ids = [Command.link(lot.id)]
        # chosen by a person, not given: Odoo says what it thinks of it
        self.assertFalse(order.met_lot_ids)
