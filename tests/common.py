"""What every test of the addon starts from: its own data, and users with few rights."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.modules.registry import Registry
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tests.common import get_db_name

from .caches import ChangedCaches
from .stock_transfers import TransferMixin

PEOPLE = {
    "worker": "mrp.group_mrp_user",
    "planner": "mrp.group_mrp_manager",
    "storekeeper": "stock.group_stock_user",
    "inventory_manager": "stock.group_stock_manager,product.group_product_manager",
}


class PreallocMixin(TransferMixin):
    """Products by tracking, formats, orders, transfers, users, for any test case."""

    caches = None

    @classmethod
    def setUpClass(cls):
        if issubclass(cls, TransactionCase):
            cls.keep_caches()
        super().setUpClass()
        if cls.caches:
            cls.addClassCleanup(cls.caches.end_class)
        cls.company = cls.env.company
        cls.make_people()
        cls.company.write(
            {"lot_prealloc_enabled": True, "lot_prealloc_trigger": "confirmed"}
        )
        cls.uom_unit = cls.env.ref("uom.product_uom_unit")
        cls.uom_dozen = cls.env.ref("uom.product_uom_dozen")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock_location = cls.warehouse.lot_stock_id

    def setUp(self):
        if self.caches:
            self.caches.begin_test()
            with patch.object(self.registry, "clear_all_caches", self.caches.end_test):
                super().setUp()  # what Odoo calls at the end of the test
        else:
            super().setUp()

    @classmethod
    def keep_caches(cls):
        """Caches of what nobody changes outlive tests and classes."""
        cls.caches = ChangedCaches(Registry(get_db_name()))
        cls.caches.start()
        cls.addClassCleanup(cls.caches.stop)

    @classmethod
    def make_people(cls):
        """The users of every test, with the least rights; where they are not yet."""
        traceability = cls.env.ref("stock.group_production_lot")
        everybody = cls.env.ref("base.group_user")
        if traceability not in everybody.implied_ids:
            cls.env.user.group_ids += traceability
            everybody.implied_ids += traceability
        for name, groups in PEOPLE.items():
            user = cls.env["res.users"].search([("login", "=", f"lot_prealloc_{name}")])
            setattr(cls, name, user or cls.make_user(name, groups))

    @classmethod
    def make_user(cls, login, groups, **vals):
        """:return: a user with these groups only, ``base.group_user`` included"""
        return new_test_user(
            cls.env,
            f"lot_prealloc_{login}",
            groups=f"base.group_user,{groups}",
            # a name that a picture can show
            **{"name": login.replace("_", " ").title(), "tz": "UTC", **vals},
        )

    # ------------------------------------------------------------------
    # Data
    # ------------------------------------------------------------------

    @classmethod
    def make_company(cls, name, **vals):
        """:return: another company, seen by the test's own user"""
        company = cls.env["res.company"].create({"name": name, **vals})
        cls.env.user.company_ids += company
        return company

    @classmethod
    def make_product(cls, name, tracking="none", **vals):
        """:param tracking: None for a product that inherits its tracking
        :return: a storable ``product.product``
        """
        if tracking:
            vals["tracking"] = tracking
        return cls.env["product.product"].create(
            {"name": name, "is_storable": True, **vals}
        )

    @classmethod
    def make_format(cls, pattern, **vals):
        return cls.env["lot.number.format"].create({"pattern": pattern, **vals})

    @classmethod
    def make_bom(cls, product, components=(), byproducts=(), **vals):
        """:param components: ``(product, quantity)`` per unit
        :param byproducts: ``(product, quantity)`` per unit
        """
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_id": product.id,
                "product_qty": 1,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in components
                ],
                "byproduct_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in byproducts
                ],
                **vals,
            }
        )

    @classmethod
    def make_order(cls, product, quantity=1, user=None, confirm=False, **vals):
        """Make a manufacturing order; the bill of materials is the product's, if any.

        :param user: who makes it, and whose environment the order is returned in
        :param bool confirm: confirm it as well
        """
        env = cls.env(user=user) if user else cls.env
        order = env["mrp.production"].create(
            {"product_id": product.id, "product_qty": quantity, **vals}
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def make_lot(cls, product, name, quantity=0, location=None, **vals):
        """:return: a lot made by hand, with stock if a quantity is given"""
        lot = cls.env["stock.lot"].create(
            {"name": name, "product_id": product.id, **vals}
        )
        if quantity:
            cls.put_in_stock(product, quantity, lot, location)
        return lot

    @classmethod
    def put_in_stock(cls, product, quantity, lot=None, location=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, location or cls.stock_location, quantity, lot_id=lot
        )

    # ------------------------------------------------------------------
    # What a person does
    # ------------------------------------------------------------------

    def complete(self, production, quantity=None, backorder=True):
        """Produce, as a person does with Produce All, or a quantity and Produce.

        :param quantity: of this order; None for all that is set or left
        :param bool backorder: what to answer when less than all is produced
        :return: what the last button returned; anything but the backorder question
            is left to the caller
        """
        if quantity is not None:
            if production.product_tracking == "serial":
                # read-only on the form of a serial order: the shop floor sets it
                production.qty_producing = quantity
                production.set_qty_producing()
            else:
                with Form(production) as form:
                    form.qty_producing = quantity
        action = production.button_mark_done()
        if (
            not isinstance(action, dict)
            or action.get("res_model") != "mrp.production.backorder"
        ):
            return action
        question = Form.from_action(production.env, action).save()
        return question.action_backorder() if backorder else question.action_close_mo()

    def backorders_of(self, production):
        """:return: the orders of the same group, in the order they were made"""
        return production.production_group_id.production_ids.sorted("id") - production

    def unfold_traceability(self, record):
        """Unfold the traceability report of a record, as a person does.

        :return: list of its lines; ``record`` is asked as its user
        """
        report = record.env["stock.traceability.report"]
        todo = report.get_lines(model_name=record._name, model_id=record.id, level=1)
        self.assertTrue(todo, f"{record.display_name} has no traceability")
        lines = []
        while todo:
            line = todo.pop()
            lines.append(line)
            if line["unfoldable"]:
                todo += report.get_lines(
                    line_id=line["id"],
                    model_name=line["model"],
                    model_id=line["model_id"],
                    level=line["level"] + 30,
                )
        return lines

    @contextmanager
    def undone(self):
        """What is done in it is undone."""
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    @contextmanager
    def assertRaisesRegex(self, expected_exception, expected_regex):
        """Undo what was refused, as Odoo's own ``assertRaises`` does."""
        with super().assertRaisesRegex(expected_exception, expected_regex) as caught:
            with self.env.cr.savepoint():
                yield caught

    @staticmethod
    def names(lots):
        """:return: list of names in the order in which the numbers were made"""
        return lots.sorted("id").mapped("name")


@tagged("post_install", "-at_install")
class PreallocCase(PreallocMixin, TransactionCase):
    """``PreallocMixin`` without a browser."""
