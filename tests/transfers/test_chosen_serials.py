"""Which of the held serials are finished is chosen on the order's form (PF-7, PF-8)."""

from lxml import etree

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestChosenSerials(PreallocCase):
    """Units finish out of order; Batch Production is not needed for that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Engine", "serial")
        cls.product.lot_number_format_id = cls.make_format("ENG-{00}")
        cls.screw = cls.make_product("Screw")
        cls.make_bom(cls.product, [(cls.screw, 2)])
        cls.put_in_stock(cls.screw, 100)
        cls.order = cls.make_order(cls.product, 5, user=cls.worker, confirm=True)
        cls.order.action_assign()
        cls.held = cls.order.prealloc_lot_ids.sorted("id")

    def choose(self, *indexes):
        with Form(self.order) as form:
            for index in indexes:
                form.lot_producing_ids.add(self.held[index])

    def test_choosing_sets_the_quantity(self):
        # PF-7
        self.choose(3, 1)
        self.assertEqual(self.order.qty_producing, 2)
        self.assertEqual(self.order.state, "progress")
        self.assertEqual(self.order.move_raw_ids.quantity, 4)
        self.assertEqual(self.order.lot_producing_ids, self.held[1] | self.held[3])
        self.assertEqual(
            self.order.prealloc_lot_ids, self.held[0] | self.held[2] | self.held[4]
        )

    def test_produce_makes_exactly_those(self):
        # PF-7 PF-8
        self.choose(3, 1)
        self.complete(self.order)
        self.assertEqual(self.order.state, "done")
        self.assertEqual(self.order.lot_producing_ids, self.held[1] | self.held[3])
        self.assertEqual(
            (self.held[1] | self.held[3]).mapped("product_qty"), [1.0, 1.0]
        )
        backorder = self.backorders_of(self.order)
        self.assertEqual(
            backorder.prealloc_lot_ids, self.held[0] | self.held[2] | self.held[4]
        )
        with Form(backorder) as form:
            form.lot_producing_ids.add(self.held[4])
        self.complete(backorder)
        self.assertEqual(backorder.lot_producing_ids, self.held[4])

    def test_unpicking_returns_them(self):
        # PF-5 PF-7
        self.choose(3, 1, 2)
        with Form(self.order) as form:
            form.lot_producing_ids.remove(id=self.held[1].id)
        self.assertEqual(self.order.qty_producing, 2)
        self.assertEqual(self.order.lot_producing_ids, self.held[2] | self.held[3])
        self.assertIn(self.held[1], self.order.prealloc_lot_ids)
        with Form(self.order) as form:
            form.lot_producing_ids.clear()
        self.assertEqual(self.order.qty_producing, 0)
        self.assertEqual(self.order.prealloc_lot_ids, self.held)
        self.assertEqual(self.order.move_raw_ids.quantity, 0)

    def test_quantity_after_choosing(self):
        # PF-7: more units take the next ones, in the same form or a later one
        with Form(self.order) as form:
            form.lot_producing_ids.add(self.held[0])
            form.lot_producing_ids.add(self.held[3])
            form.qty_producing = 3
            self.assertEqual(form.qty_producing, 3)
        self.assertEqual(
            self.order.lot_producing_ids, self.held[0] | self.held[1] | self.held[3]
        )
        with Form(self.order) as form:
            form.qty_producing = 4
        self.assertEqual(self.order.lot_producing_ids, self.held[:4])

    def test_the_whole_order_after_choosing(self):
        # PF-7
        self.choose(3)
        with Form(self.order) as form:
            form.qty_producing = 5
        self.complete(self.order)
        self.assertEqual(self.order.state, "done")
        self.assertEqual(self.order.lot_producing_ids, self.held)

    def test_by_rpc(self):
        # PF-7: the numbers are written, the quantity is not
        chosen = self.held[2] | self.held[4]
        self.order.write({"lot_producing_ids": [Command.set(chosen.ids)]})
        self.complete(self.order)
        self.assertEqual(self.order.state, "done")
        self.assertEqual(self.order.qty_producing, 2)
        self.assertEqual(self.order.lot_producing_ids, chosen)
        self.assertEqual(self.order.move_raw_ids.quantity, 4)
        self.assertEqual(self.backorders_of(self.order).product_qty, 3)

    def test_only_held_numbers_are_offered(self):
        # PF-6 PF-7
        other = self.make_order(self.product, 2, confirm=True)
        self.make_lot(self.product, "ENG-STOCK", 1)
        field = self.form_field()
        domain = [("product_id", "=", self.product.id), *self.read_domain(field)]
        offered = (
            self.env["stock.lot"].with_user(self.worker).name_search("ENG", domain)
        )
        self.assertEqual({lot_id for lot_id, _name in offered}, set(self.held.ids))
        self.assertFalse(
            {lot_id for lot_id, _name in offered} & set(other.prealloc_lot_ids.ids)
        )

    def form_field(self):
        arch = self.order.get_view(
            self.env.ref("mrp.mrp_production_form_view").id, "form"
        )["arch"]
        [field] = etree.fromstring(arch).xpath(
            "//field[@name='lot_producing_ids'][contains(@class, 'o_chosen_serials')]"
        )
        return field

    def read_domain(self, field):
        values = {"product_id": self.product.id, "id": self.order.id}
        return safe_eval(field.get("domain"), values)

    def test_where_it_is_shown(self):
        # PF-7: for a part of several held units, and only as many as fit on a screen
        self.assertTrue(self.order.can_choose_serials)
        single = self.make_order(self.product, 1, confirm=True)
        self.assertFalse(single.can_choose_serials)
        self.company.lot_prealloc_enabled = False
        native = self.make_order(self.product, 3, confirm=True)
        self.assertFalse(native.can_choose_serials)
        self.company.lot_prealloc_enabled = True
        many = self.make_order(self.product, 40, user=self.worker, confirm=True)
        self.assertTrue(many.can_choose_serials)
        with Form(many) as form:
            form.qty_producing = 30
        self.assertFalse(many.can_choose_serials)
