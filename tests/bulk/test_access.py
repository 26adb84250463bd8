"""A batch asks the access rules once, and no less than Odoo does (NO-3)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..batch.split_case import SplitCase
from .bulk_case import by_parameter


@tagged("post_install", "-at_install")
class TestAccess(SplitCase):
    def setUp(self):
        super().setUp()
        self.stock(self.screw, 8)
        self.order_of_four = self.order(4, (self.screw, 1))
        self.names = self.names_for(self.order_of_four, 4)

    def forbid(self, model, domain):
        self.env["ir.rule"].create(
            {
                "name": "Not these",
                "model_id": self.env["ir.model"]._get_id(model),
                "domain_force": domain,
                "perm_read": False,
                "perm_create": False,
                "perm_unlink": False,
            }
        )

    def assertRefused(self):
        for way in (None, by_parameter):
            with self.subTest(way), self.assertRaises(AccessError):
                if way:
                    with way(self.env):
                        self.produce(self.order_of_four, self.names)
                else:
                    self.produce(self.order_of_four, self.names)

    def test_a_line_that_may_not_be_written(self):
        self.forbid("stock.move.line", f"[('product_id', '!=', {self.screw.id})]")
        self.assertRefused()

    def test_a_move_that_may_not_be_written(self):
        self.forbid("stock.move", f"[('product_id', '!=', {self.screw.id})]")
        self.assertRefused()

    def test_parts_that_may_not_be_written(self):
        self.forbid("mrp.production", f"[('id', '<=', {self.order_of_four.id})]")
        self.assertRefused()

    def test_asked_once(self):
        asked = []
        model = self.registry["ir.rule"]
        original = model._compute_domain

        def compute_domain(rules, model_name, mode="read"):
            if mode == "write":
                asked.append(model_name)
            return original(rules, model_name, mode)

        self.patch(model, "_compute_domain", compute_domain)
        self.produce(self.order_of_four, self.names)
        few = asked.count("stock.move.line")
        asked.clear()
        self.stock(self.screw, 40)
        order = self.order(20, (self.screw, 1))
        self.produce(order, [f"MORE-{index}" for index in range(20)])
        # Once for each of 16 more: what is received, before the batch is completed.
        self.assertLessEqual(asked.count("stock.move.line"), few + 16)
