"""Nobody but the code writes what is derived, and held numbers stay (PF-5, AB-12)."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestDerivedFields(PreallocCase):
    # PF-5 PF-6 AB-12 AB-20

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product(
            "Pump", "serial", lot_number_format_id=cls.make_format("F-{00}").id
        )
        cls.order = cls.make_order(cls.product, 2, user=cls.worker, confirm=True)
        cls.numbers = cls.order.prealloc_lot_ids
        cls.stocked = cls.make_lot(cls.product, "IN", 1)
        cls.admin = cls.make_user("admin", "base.group_system,mrp.group_mrp_manager")
        cls.env.flush_all()

    def users(self):
        for user in (
            self.worker,
            self.planner,
            self.storekeeper,
            self.inventory_manager,
            self.admin,
        ):
            with self.subTest(user=user.login):
                yield user

    def call(self, user, model, method, *args, context=None, **kwargs):
        """As it comes over RPC."""
        return call_kw(
            self.env[model].with_user(user),
            method,
            list(args),
            {"context": context or {}, **kwargs},
        )

    def get_values(self):
        values = {
            "lifecycle_state": "available",
            "returned_quantity": 1,
            "production_id": self.order.id,
            "production_date": "2026-01-01 00:00:00",
            "allocated_production_id": self.order.id,
            "prealloc_production_ids": [Command.clear()],
            "producing_production_ids": [Command.link(self.order.id)],
            "is_label_printed": True,
        }
        if "sale_order_id" in self.env["stock.lot"]._fields:
            values["sale_order_id"] = False
        return values

    CONTEXT = {
        "lot_prealloc_paused": True,
        "lot_prealloc_free_names": True,
        "lot_prealloc.passing": 1,
        "tracking_disable": True,
        "install_mode": True,
        "su": True,
    }

    def test_written(self):
        for user in self.users():
            for name, value in self.get_values().items():
                for context in ({}, self.CONTEXT):
                    with self.assertRaises(AccessError, msg=name):
                        self.call(
                            user,
                            "stock.lot",
                            "write",
                            self.numbers.ids,
                            {name: value},
                            context=context,
                        )

    def test_created(self):
        for user in self.users():
            for name, value in self.get_values().items():
                vals = {"name": "NEW", "product_id": self.product.id, name: value}
                with self.assertRaises(AccessError, msg=name):
                    self.call(user, "stock.lot", "create", [vals])

    def test_copied(self):
        with self.assertRaises(AccessError):
            self.call(
                self.storekeeper,
                "stock.lot",
                "copy",
                self.stocked.ids,
                {"name": "COPY", "lifecycle_state": "shipped"},
            )

    def test_imported(self):
        result = self.call(
            self.storekeeper,
            "stock.lot",
            "load",
            ["name", "product_id/.id", "lifecycle_state"],
            [["LOADED", str(self.product.id), "available"]],
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    def test_defaults_of_the_context(self):
        defaults = {
            f"default_{name}": value for name, value in self.get_values().items()
        }
        [lot_id] = self.call(
            self.storekeeper,
            "stock.lot",
            "create",
            [{"name": "NEW", "product_id": self.product.id}],
            context=defaults,
        )
        lot = self.env["stock.lot"].browse(lot_id)
        for name in self.get_values():
            if name == "lifecycle_state":
                # nobody has asked for it: known, and not here
                self.assertEqual(lot[name], "expected")
            else:
                self.assertFalse(lot[name], name)
        order_id = self.call(
            self.worker,
            "mrp.production",
            "create",
            {"product_id": self.product.id, "product_qty": 1},
            context={"default_prealloc_lot_ids": self.numbers.ids},
        )
        order = self.env["mrp.production"].browse(order_id)
        self.assertFalse(order.prealloc_lot_ids & self.numbers)

    def test_the_pool(self):
        for user in (self.worker, self.planner, self.admin):
            for command in (
                Command.clear(),
                Command.set([]),
                Command.unlink(self.numbers[0].id),
                Command.link(self.stocked.id),
                Command.delete(self.numbers[0].id),
            ):
                with self.assertRaises(AccessError):
                    self.call(
                        user,
                        "mrp.production",
                        "write",
                        self.order.ids,
                        {"prealloc_lot_ids": [command]},
                        context=self.CONTEXT,
                    )
            with self.assertRaises(AccessError):
                self.call(
                    user,
                    "mrp.production",
                    "create",
                    {
                        "product_id": self.product.id,
                        "prealloc_lot_ids": [Command.set(self.numbers.ids)],
                    },
                )
        self.assertEqual(self.order.prealloc_lot_ids, self.numbers)

    def test_through_the_order(self):
        for name in ("lifecycle_state", "is_label_printed"):
            with self.assertRaises(AccessError):
                self.call(
                    self.worker,
                    "mrp.production",
                    "write",
                    self.order.ids,
                    {
                        "lot_producing_ids": [
                            Command.update(
                                self.numbers[0].id, {name: self.get_values()[name]}
                            )
                        ]
                    },
                )

    def test_deleting_a_held_number(self):
        for user in self.users():
            lot_ids = self.numbers.ids
            if not self.numbers.with_user(user).has_access("unlink"):
                continue
            with self.assertRaisesRegex(UserError, self.order.name):
                self.call(user, "stock.lot", "unlink", lot_ids, context=self.CONTEXT)
        self.order.lot_producing_ids = self.numbers[0]
        with self.assertRaisesRegex(UserError, self.order.name):
            self.call(self.storekeeper, "stock.lot", "unlink", self.numbers[0].ids)
        self.assertTrue(self.numbers.exists() == self.numbers)

    def test_our_own_code_goes_on(self):
        self.order.action_print_lot_labels()
        self.order.product_qty = 1
        self.assertEqual(len(self.order.prealloc_lot_ids), 1)
        number = self.order.prealloc_lot_ids
        self.assertEqual(number.allocated_production_id, self.order)
        self.complete(self.order, 1)
        self.assertEqual(number.lifecycle_state, "available")
        self.assertEqual(number.production_id, self.order)
        self.assertTrue(number.production_date)
        self.order = self.make_order(self.product, 2, user=self.worker, confirm=True)
        numbers = self.order.prealloc_lot_ids
        self.order.action_cancel()
        self.assertFalse(numbers.exists())
