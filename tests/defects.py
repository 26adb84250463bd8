"""What stock Odoo 19 does wrong with numbers, as scenarios for any Odoo database.

Each scenario is what people do, in plain Odoo, and returns what came of it. It knows
nothing of our addons, save that it presses their buttons where they are on the screen.
So the same scenario shows a defect on a database without them and its absence on one
with them, see ``test_defects.py``.
"""

import re
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import Form
from odoo.tools import mute_logger

# An address such as "#1" in the text of an error differs from run to run.
ADDRESS = re.compile(r"#\d+|\(\d+,?\)")
SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


def run_scenarios(dbname, groups, trigger=False):
    """Run every scenario, each on its own products.

    :param str groups: XML ids of the groups of the people at work
    :param trigger: switch preallocation on, with this ``lot_prealloc_trigger``
    :return: ``{name of the scenario: what it returned}``
    """
    registry = Registry(dbname)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env.ref("base.group_user").implied_ids += env.ref("stock.group_production_lot")
        if trigger:
            env.company.write(
                {"lot_prealloc_enabled": True, "lot_prealloc_trigger": trigger}
            )
    results = {}
    with mute_logger("odoo.sql_db", "odoo.service.model"):
        for name, function in SCENARIOS.items():
            label = f"{name} {trigger or 'stock'}"
            try:
                results[name] = function(Factory(registry, label, groups))
            except Exception:
                # one that cannot be played is for its own test to report
                results[name] = {"failed": traceback.format_exc()}
    return results


def tell(error):
    """:return: list of the error's class and its first words"""
    return [type(error).__name__, ADDRESS.sub("", str(error))[:200]]


class Factory:
    """The products, orders and people of one scenario."""

    def __init__(self, registry, name, groups):
        self.registry = registry
        self.name = name
        with self.transaction() as env:
            self.user_id = self.add_user(env, "worker", groups)
            env.cr.commit()

    # ------------------------------------------------------------------
    # Transactions
    # ------------------------------------------------------------------

    @contextmanager
    def transaction(self, user_id=SUPERUSER_ID):
        """What is done in it is gone at its end, unless it was committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user_id, {})
            env.transaction.default_env = env
            yield env
            env.cr.rollback()

    def call(self, function, user_id=None):
        """Do what Odoo does with a click: a transaction of its own, and again if
        another one was faster.
        """
        with self.registry.cursor() as cr:
            env = api.Environment(cr, user_id or self.user_id, {})
            env.transaction.default_env = env
            return retrying(partial(function, env), env)

    @staticmethod
    def at_once(*functions):
        """Call each function in a thread of its own.

        :return: list of what they returned or raised
        """
        start = threading.Barrier(len(functions))

        def work(function):
            start.wait(30)
            return function()

        with ThreadPoolExecutor(len(functions)) as pool:
            futures = [pool.submit(work, function) for function in functions]
        return [future.exception() or future.result() for future in futures]

    # ------------------------------------------------------------------
    # Data, made by the superuser
    # ------------------------------------------------------------------

    def add_user(self, env, login, groups):
        names = ["base.group_user", *groups.split(",")]
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": f"{self.name} {login}",
                    "login": f"{self.name} {login}",
                    "tz": "UTC",
                    "group_ids": [Command.set([env.ref(name).id for name in names])],
                }
            )
        )
        return user.id

    def product(self, env, tracking="serial", label="", **values):
        product = env["product.product"].create(
            {
                "name": f"{self.name} {label or tracking}",
                "is_storable": True,
                "tracking": tracking,
                **values,
            }
        )
        refresh(env)
        return product

    def order(self, env, product, quantity):
        """:return: a confirmed order, made by the worker if ``env`` is his"""
        order = env["mrp.production"].create(
            {"product_id": product.id, "product_qty": quantity}
        )
        order.action_confirm()
        return order

    def put_in_stock(self, env, product, names):
        """:return: ``stock.lot``, one unit in stock of each"""
        env = env(user=SUPERUSER_ID)
        lots = env["stock.lot"].create(
            [{"name": name, "product_id": product.id} for name in names]
        )
        location = env["stock.warehouse"].search([], limit=1).lot_stock_id
        for lot in lots:
            env["stock.quant"]._update_available_quantity(
                product, location, 1, lot_id=lot
            )
        return lots


def refresh(env):
    """Forget what is in memory, as between two clicks."""
    env.flush_all()
    env.invalidate_all()


# ----------------------------------------------------------------------
# What a person does
# ----------------------------------------------------------------------


def open_wizard(order, **values):
    """Open the wizard on the order's form, and type these values."""
    action = order.action_generate_serial()
    with Form.from_action(order.env, action) as form:
        for name, value in values.items():
            setattr(form, name, value)
    return form.record


def generate_and_apply(order, **values):
    wizard = open_wizard(order, **values)
    wizard.action_generate_serial_numbers()
    wizard.action_apply()
    return wizard


def type_and_apply(order, *lines):
    open_wizard(order, serial_numbers="\n".join(lines)).action_apply()


def complete(order):
    """Mark the order as done, with a backorder for the rest."""
    action = order.button_mark_done()
    if isinstance(action, dict) and action.get("res_model") == (
        "mrp.production.backorder"
    ):
        Form.from_action(order.env, action).save().action_backorder()


def orders_of(order):
    return order.production_group_id.production_ids.sorted("id")


def names(lots):
    return lots.sorted("id").mapped("name")


def produced(orders):
    """:return: what is in stock of the orders, ``{name of the number: quantity}``"""
    lines = orders.move_finished_ids.move_line_ids.filtered(
        lambda line: line.state == "done"
    )
    return {lot.name: lot.sudo().product_qty for lot in lines.lot_id}


# ----------------------------------------------------------------------
# The scenarios, numbered as in the list of defects
# ----------------------------------------------------------------------


@scenario
def two_users_generate(factory):
    """1: two users open the wizard, both press Generate, both press Apply."""
    with factory.transaction() as env:
        product = factory.product(env)
        orders = [factory.order(env, product, 3).id for _user in range(2)]
        env.cr.commit()

    def open_and_generate(order_id, env):
        wizard = open_wizard(env["mrp.production"].browse(order_id))
        wizard.action_generate_serial_numbers()
        return wizard.id

    def apply(wizard_id, env):
        env["mrp.production.serials"].browse(wizard_id).action_apply()

    wizards = factory.at_once(
        *(
            partial(factory.call, partial(open_and_generate, order_id))
            for order_id in orders
        )
    )
    answers = factory.at_once(
        *(partial(factory.call, partial(apply, wizard_id)) for wizard_id in wizards)
    )
    with factory.transaction() as env:
        return {
            "orders": [
                names(order.lot_producing_ids)
                for order in env["mrp.production"].browse(orders)
            ],
            "errors": [tell(answer) for answer in answers if answer],
        }


@scenario
def two_users_type(factory):
    """2: two transactions create a lot of the same product and name, and commit."""
    with factory.transaction() as env:
        product_id = factory.product(env, "lot").id
        env.cr.commit()
    both_have_created = threading.Barrier(2)

    def create(env):
        env["stock.lot"].create({"name": "TYPED", "product_id": product_id})
        env.flush_all()
        # Whoever has to wait for the other one comes later, or never.
        with suppress(threading.BrokenBarrierError):
            both_have_created.wait(1)

    answers = factory.at_once(*[partial(factory.call, create, SUPERUSER_ID)] * 2)
    with factory.transaction() as env:
        return {
            "lots": env["stock.lot"].search_count([("product_id", "=", product_id)]),
            "errors": [tell(answer)[0] for answer in answers if answer],
        }


@scenario
def four_users_at_once(factory, users=4, rounds=3, units=10):
    """3: four users generate and apply, each in a transaction that is not repeated."""
    with factory.transaction() as env:
        product = factory.product(env)
        product_id = product.id
        env.cr.commit()
    start = threading.Barrier(users)

    def work():
        errors = []
        for _round in range(rounds):
            with factory.transaction(factory.user_id) as env:
                order = factory.order(
                    env, env["product.product"].browse(product_id), units
                )
                start.wait(30)
                try:
                    generate_and_apply(order)
                    env.flush_all()
                    env.cr.commit()
                except Exception as error:
                    errors.append(type(error).__name__)
        return errors

    answers = factory.at_once(*[work] * users)
    with factory.transaction() as env:
        lots = env["stock.lot"].search([("product_id", "=", product_id)])
        return {
            "transactions": users * rounds,
            "errors": [error for answer in answers for error in answer],
            "numbers": len(lots),
            "distinct": len(set(lots.mapped("name"))),
        }


@scenario
def plain_user(factory):
    """4: a Manufacturing user without any other right presses Generate and Apply."""
    with factory.transaction() as env:
        user_id = factory.add_user(env, "plain worker", "mrp.group_mrp_user")
        product = factory.product(env)
        order = factory.order(env(user=user_id), product, 3)
        try:
            generate_and_apply(order)
        except Exception as error:
            return {"error": tell(error)}
        return {"numbers": len(order.lot_producing_ids)}


@scenario
def date_in_prefix(factory):
    """5: the product's own prefix holds the year."""
    with factory.transaction() as env:
        product = factory.product(env, serial_prefix_format="GEN-%(y)s-")
        order = factory.order(env(user=factory.user_id), product, 2)
        proposed = open_wizard(order).lot_name
        generate_and_apply(order)
        return {"proposed": proposed, "numbers": names(order.lot_producing_ids)}


@scenario
def lot_of_backorder(factory):
    """6: a lot order produced in two parts."""
    with factory.transaction() as env:
        product = factory.product(env, "lot")
        order = factory.order(env(user=factory.user_id), product, 10)
        if not order.lot_producing_ids:
            order.action_generate_serial()
        with Form(order) as form:
            form.qty_producing = 4
        complete(order)
        backorder = orders_of(order)[-1]
        with Form(backorder) as form:
            form.qty_producing = 6
        if not backorder.lot_producing_ids:
            backorder.action_generate_serial()
        complete(backorder)
        orders = orders_of(order)
        return {"states": orders.mapped("state"), "stock": produced(orders)}


@scenario
def serials_of_backorder(factory):
    """6: two of four serials are produced now, the others later."""
    with factory.transaction() as env:
        product = factory.product(env)
        order = factory.order(env(user=factory.user_id), product, 4)
        generate_and_apply(order)
        order.lot_producing_ids = order.lot_producing_ids.sorted("id")[:2]
        order.qty_producing = 2
        order.set_qty_producing()
        complete(order)
        backorder = orders_of(order)[-1]
        generate_and_apply(backorder)
        complete(backorder)
        orders = orders_of(order)
        lots = env["stock.lot"].search([("product_id", "=", product.id)])
        return {
            "states": orders.mapped("state"),
            "stock": produced(orders),
            "without order": names(lots.filtered(lambda lot: not lot.product_qty)),
        }


@scenario
def genealogy(factory, units=4):
    """7: finished serials made of one component serial each."""
    with factory.transaction() as env:
        part = factory.product(env, label="part")
        product = factory.product(env)
        env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": 1})
                ],
            }
        )
        numbers = [(f"SN-{index}", f"PART-{index}") for index in range(units)]
        factory.put_in_stock(env, part, [name for _serial, name in numbers])
        order = factory.order(env(user=factory.user_id), product, units)
        order.action_assign()
        if hasattr(env["mrp.production.serials"], "action_prepare_mo"):
            lines = "\n".join(",".join(pair) for pair in reversed(numbers))
            open_wizard(order, serial_numbers=lines).action_produce()
        else:
            type_and_apply(order, *(serial for serial, _name in numbers))
            complete(order)
        orders = orders_of(order)
        lots = env["stock.lot"].search([("product_id", "=", product.id)])
        return {
            "states": orders.mapped("state"),
            "parts": {lot.name: trace_parts(lot) for lot in lots.sorted("name")},
        }


def trace_parts(lot):
    """:return: component numbers that the traceability report of the lot unfolds"""
    report = lot.env["stock.traceability.report"]
    parts = []
    for line in report.get_lines(model_name="stock.lot", model_id=lot.id, level=1):
        if line["unfoldable"]:
            below = report.get_lines(
                line["id"],
                model_name=line["model"],
                model_id=line["model_id"],
                level=2,
            )
            parts += [line_below["lot_name"] for line_below in below]
    return sorted(parts)


@scenario
def split_after_apply(factory, units=5):
    """8: the order has its serials and is split into single units, all completed."""
    with factory.transaction() as env:
        product = factory.product(env)
        order = factory.order(env(user=factory.user_id), product, units)
        generate_and_apply(order)
        orders = order._split_productions({order: [1] * units})
        serials = [
            names(part.lot_producing_ids | part["prealloc_lot_ids"])
            if "prealloc_lot_ids" in part
            else names(part.lot_producing_ids)
            for part in orders
        ]
        result = {"serials": serials, "producing": orders.mapped("qty_producing")}
        try:
            for part in orders:
                if not part.lot_producing_ids:
                    part.action_generate_serial()
                complete(part)
        except Exception as error:
            return dict(result, error=tell(error))
        lines = orders.move_finished_ids.move_line_ids.filtered(
            lambda line: line.state == "done"
        )
        return dict(result, units=sum(lines.mapped("quantity")))


@scenario
def eight_nine_ten(factory):
    """9: numbers grow by a digit within one order."""
    with factory.transaction() as env:
        product = factory.product(env, serial_prefix_format="N-")
        product.lot_sequence_id.write({"padding": 0, "number_next_actual": 8})
        refresh(env)
        order = factory.order(env(user=factory.user_id), product, 3)
        generate_and_apply(order)
        numbers = names(order.lot_producing_ids)
        following = factory.order(env(user=factory.user_id), product, 2)
        refresh(env)
        return {"numbers": numbers, "next": open_wizard(following).lot_name}


@scenario
def blanks(factory):
    """9: blanks around the numbers, as a pasted list has them."""
    with factory.transaction() as env:
        order = factory.order(env(user=factory.user_id), factory.product(env), 2)
        type_and_apply(order, "  A-1", "", "A-2 ")
        return {"numbers": names(order.lot_producing_ids)}


@scenario
def more_serials_than_units(factory):
    """9: three lines for an order of two units."""
    with factory.transaction() as env:
        order = factory.order(env(user=factory.user_id), factory.product(env), 2)
        return attempt(type_and_apply, order, "A-1", "A-2", "A-3")


@scenario
def serial_already_produced(factory):
    """9: the serial of a unit that is in stock, for another unit."""
    with factory.transaction() as env:
        product = factory.product(env)
        first, second = (
            factory.order(env(user=factory.user_id), product, 2) for _order in range(2)
        )
        type_and_apply(first, "A-1", "A-2")
        complete(first)
        return attempt(type_and_apply, second, "A-3", "A-2")


def attempt(function, order, *lines):
    """:return: the error, or the numbers that the order got"""
    try:
        function(order, *lines)
    except Exception as error:
        return {"error": tell(error)}
    return {"numbers": names(order.lot_producing_ids)}


@scenario
def raised_quantity(factory):
    """10: two more units are wanted after the numbers were generated."""
    with factory.transaction() as env:
        product = factory.product(env)
        order = factory.order(env(user=factory.user_id), product, 3)
        generate_and_apply(order)
        env["change.production.qty"].with_user(factory.user_id).create(
            {"mo_id": order.id, "product_qty": 5}
        ).change_prod_qty()
        try:
            order.qty_producing = 5
            order.set_qty_producing()
            complete(order)
        except Exception as error:
            return {"error": tell(error)}
        return {
            "states": orders_of(order).mapped("state"),
            "stock": produced(orders_of(order)),
        }
