"""The room that makes Odoo faster: all is right without it, and nothing of it stays."""

import ast
import json
import re
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.lot_prealloc.tools.scope import Scope, get_open_scopes

from ..batch.split_case import CHATTER, SHORT, SplitCase
from ..batch.test_batch_random import History, RandomCase
from ..common import PreallocCase
from ..transfers.lot_range_case import LotRangeMixin
from .bulk_case import WAYS, by_parameter, get_classes, without_bulk

REPO = Path(__file__).parents[2]
ADDONS = (
    "lot_prealloc",
    "lot_prealloc_sale",
    "lot_prealloc_expiry",
    "lot_prealloc_gs1",
)
PARAMETER = {"ir_config_parameter"}


def get_pending(env):
    """:return: list of what is summed up and not written"""
    return [name for name in env.cr.precommit.data if name.startswith("lot_prealloc")]


class BothWays:
    """Goes the fast way and each plain one from the same start."""

    def assertSameBothWays(self, way, ignored=frozenset()):
        for plain in WAYS:
            with self.subTest(plain.__name__):

                def plain_way(plain=plain):
                    with plain(self.env):
                        way()

                differences = self.compare(
                    way, plain_way, CHATTER | PARAMETER | ignored
                )
                self.assertNoDifference(differences)


@tagged("post_install", "-at_install")
class TestBatchBothWays(BothWays, SplitCase):
    """OD-3 OD-4 NO-3: the same rows are left, to the last column."""

    # Where a split deals out what is reserved, and what it lacks
    def make_orders(self):
        frame = self.make_product("Frame", "serial")
        glue = self.make_product("Glue", "lot")
        for index in range(8):
            self.make_lot(frame, f"FR-{index}", 1)
        for index, quantity in enumerate((2.5, 4, 1.5, 7)):
            self.make_lot(glue, f"GL-{index}", quantity)
        self.stock(self.screw, 40)
        self.stock(self.wire, 50, location=self.shelf)
        chip = self.make_product("Chip")
        for quantity, components, byproducts in (
            (4, [(frame, 2), (glue, 3), (self.screw, 1)], []),
            (5, [(self.screw, 2), (self.wire, 1)], []),
            (4, [(self.screw, 1)], [(chip, 2)]),
        ):
            self.drone.bom_ids.active = False
            yield self.order(quantity, *components, byproducts=byproducts)

    def test_prepare(self):
        for order in self.make_orders():
            names = self.names_for(order, 3)
            self.assertSameBothWays(lambda order=order, n=names: self.prepare(order, n))

    def test_produce(self):
        for order in self.make_orders():
            names = self.names_for(order, 3)
            self.assertSameBothWays(lambda order=order, n=names: self.produce(order, n))

    def test_numbers_held(self):
        # PF-8: what is left of the order gets the numbers that are left
        self.company.lot_prealloc_enabled = True
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        names = self.names(order.prealloc_lot_ids)[:2]
        self.assertSameBothWays(lambda: self.produce(order, names))

    def test_backordered_components(self):
        self.stock(self.screw, 3)
        order = self.order(5, (self.screw, 1), (self.wire, 2))
        names = self.names_for(order, 5)
        self.assertSameBothWays(lambda: self.produce(order, names), SHORT)


@tagged("post_install", "-at_install")
class TestRangeBothWays(BothWays, LotRangeMixin, SplitCase):
    """MM-7 NO-3"""

    def test_receipt(self):
        receipt = self.make_receipt((self.motor, 6))

        def way():
            self.fill(receipt, "R-01")
            self.validate(receipt)

        self.assertSameBothWays(way)

    def test_delivery(self):
        self.make_serials(1, 20)
        delivery = self.make_delivery((self.motor, 5))

        def way():
            self.fill(delivery, "A-11")
            self.validate(delivery)

        self.assertSameBothWays(way)


@tagged("post_install", "-at_install")
class TestHistoriesBothWays(BothWays, RandomCase):
    """OD-3 OD-4 OD-6 OD-7 NO-3"""

    compare = SplitCase.compare
    undone = SplitCase.undone
    assertNoDifference = SplitCase.assertNoDifference

    def test_histories(self):
        for seed in (1, 45):
            with self.subTest(seed=seed):
                self.assertSameBothWays(
                    lambda seed=seed: History(self, seed).play(), SHORT
                )


@tagged("post_install", "-at_install")
class TestScopes(LotRangeMixin, SplitCase):
    """State of a scope is gone with it, whatever happens in it (NO-3)."""

    def assertNothingLeft(self):
        self.assertEqual(get_open_scopes(self.env), set())
        self.assertEqual(get_pending(self.env), [])

    def assertNothingLeftAfter(self, model, method, action):
        """Another addon's extension of this method raises the third time."""
        original = getattr(self.registry[model], method)
        calls = []

        def extension(records, *args, **kwargs):
            calls.append(get_open_scopes(records.env))
            if len(calls) > 2:
                raise UserError("in the middle")
            return original(records, *args, **kwargs)

        with (
            patch.object(self.registry[model], method, extension),
            self.assertRaisesRegex(UserError, "in the middle"),
        ):
            action()
        self.assertTrue(calls[-1], "no scope is open where it is raised")
        self.assertNothingLeft()

    def test_error_in_a_split(self):
        frame = self.make_product("Frame", "serial")
        for index in range(4):
            self.make_lot(frame, f"FR-{index}", 1)
        order = self.order(4, (frame, 1))
        names = self.names_for(order, 4)
        self.assertNothingLeftAfter(
            "stock.move.line", "write", lambda: self.prepare(order, names)
        )

    def test_error_in_a_completion(self):
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        names = self.names_for(order, 4)
        self.assertNothingLeftAfter(
            "stock.quant",
            "_update_available_quantity",
            lambda: self.produce(order, names),
        )

    def test_error_in_a_range(self):
        self.make_serials(1, 20)
        delivery = self.make_delivery((self.motor, 5))
        self.assertNothingLeftAfter(
            "stock.quant",
            "_update_reserved_quantity",
            lambda: self.fill(delivery, "A-11"),
        )

    def test_error_in_a_receipt(self):
        receipt = self.make_receipt((self.motor, 6))
        self.assertNothingLeftAfter(
            "stock.move.line", "write", lambda: self.fill(receipt, "R-01")
        )

    def test_nothing_left(self):
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        self.produce(order, self.names_for(order, 4))
        self.assertNothingLeft()

    def test_nothing_is_sent_along(self):
        # what Odoo asks carries the context to the web client and back
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1), consumption="warning")
        order.move_raw_ids.product_uom_qty = 8
        names = self.names_for(order, 4)
        action = self.make_wizard(order, names).action_produce()
        self.assertTrue(json.dumps(action, default=self.refuse))

    def refuse(self, value):
        if isinstance(value, tuple | frozenset | set) or hasattr(value, "isoformat"):
            return str(value)
        self.fail(f"{value!r} in an action")

    def test_savepoint_that_is_rolled_back(self):
        # What it had summed up goes with it, and what was there before stays.
        self.stock(self.screw, 10)
        order = self.order(4, (self.screw, 2))
        other = self.order(1, (self.screw, 1))
        quants = self.env["stock.quant"]
        with quants._sum_up_reservations():
            other.move_raw_ids.move_line_ids.unlink()
            with self.env.cr.savepoint() as savepoint:
                order.move_raw_ids.move_line_ids.unlink()
                savepoint.rollback()
            self.assertEqual(get_open_scopes(self.env), {"dealing"})
        self.env.invalidate_all()
        self.assertEqual(order.move_raw_ids.quantity, 8)
        self.assertEqual(self.reserved(self.screw), 8)
        self.assertNothingLeft()

    def test_whoever_looks_sees_the_stock(self):
        self.stock(self.screw, 10)
        order = self.order(4, (self.screw, 2))
        with self.env["stock.quant"]._sum_up_reservations():
            order.move_raw_ids.move_line_ids.unlink()
            self.assertEqual(self.reserved(self.screw), 0)

    def test_nested(self):
        scope = Scope("test")
        with scope.open(self.env, 1):
            with scope.closed(self.env):
                self.assertIsNone(scope.get(self.env))
                with scope.open(self.env, 2):
                    self.assertEqual(scope.get(self.env), 2)
                self.assertIsNone(scope.get(self.env))
            self.assertEqual(scope.get(self.env), 1)
        self.assertNothingLeft()

    def test_other_cursor(self):
        scope = Scope("test")
        with scope.open(self.env), self.registry.cursor() as cr:
            self.assertIsNone(scope.get(self.env(cr=cr)))

    def test_plain_opens_nothing(self):
        # NO-3
        self.stock(self.screw, 10)
        with by_parameter(self.env), self.env["stock.quant"]._sum_up_reservations():
            self.assertNothingLeft()

    def test_taken_out(self):
        # NO-3: that the helper of the tests takes something out
        before = {cls: set(vars(cls)) for cls in get_classes(self.env)}
        self.assertTrue(before)
        with without_bulk(self.env):
            self.assertFalse(hasattr(self.env["stock.quant"], "_write_pending"))
        self.assertEqual({cls: set(vars(cls)) for cls in before}, before)


@tagged("post_install", "-at_install")
class TestExtensions(SplitCase):
    """NO-4: what others do where we are fast runs for every order, with its values."""

    def extend(self, model, method, calls):
        original = getattr(self.registry[model], method)

        def extension(records, *args, **kwargs):
            calls.append((records, args))
            return original(records, *args, **kwargs)

        self.patch(self.registry[model], method, extension)

    def test_set_qty_producing(self):
        self.stock(self.screw, 4)
        calls = []
        self.extend("mrp.production", "_set_qty_producing", calls)
        order = self.order(4, (self.screw, 1))
        self.produce(order, self.names_for(order, 4))
        orders = self.env["mrp.production"].concat(*(call[0] for call in calls))
        self.assertEqual(orders, order.production_group_id.production_ids)

    def test_written_numbers(self):
        self.stock(self.screw, 4)
        calls = []
        self.extend("mrp.production", "write", calls)
        order = self.order(4, (self.screw, 1))
        self.prepare(order, self.names_for(order, 4))
        numbered = {
            record: values["lot_producing_ids"]
            for records, (values,) in calls
            if values.get("lot_producing_ids")
            for record in records
        }
        self.assertEqual(set(numbered), set(order.production_group_id.production_ids))

    def test_handed_over_lines(self):
        frame = self.make_product("Frame", "serial")
        for index in range(4):
            self.make_lot(frame, f"FR-{index}", 1)
        calls = []
        order = self.order(4, (frame, 1))
        self.extend("stock.move.line", "write", calls)
        self.prepare(order, self.names_for(order, 4))
        moves = {values["move_id"] for _line, (values,) in calls if "move_id" in values}
        orders = order.production_group_id.production_ids
        self.assertGreaterEqual(moves, set(orders.move_raw_ids.ids))

    def test_finished_numbers(self):
        calls = []
        order = self.order(4)
        self.extend("stock.move.line", "write", calls)
        self.produce(order, self.names_for(order, 4))
        lot_ids = {values["lot_id"] for _line, (values,) in calls if "lot_id" in values}
        orders = order.production_group_id.production_ids
        self.assertEqual(lot_ids, set(orders.lot_producing_ids.ids))

    def test_stock_after_super(self):
        # an extension that looks at the stock when its lines are moved
        self.stock(self.screw, 4)
        order = self.order(4, (self.screw, 1))
        original = self.registry["stock.move.line"]._action_done
        seen = []

        def extension(lines):
            result = original(lines)
            quants = lines.env["stock.quant"].sudo()
            seen.append(
                sum(
                    quants.search(
                        [
                            ("product_id", "=", self.screw.id),
                            ("location_id", "=", self.stock_location.id),
                        ]
                    ).mapped("quantity")
                )
            )
            return result

        self.patch(self.registry["stock.move.line"], "_action_done", extension)
        self.produce(order, self.names_for(order, 4))
        self.assertEqual(set(seen), {0})

    def test_explosions_are_copies(self):
        self.stock(self.screw, 4)
        original = self.registry["mrp.bom"].explode
        seen = []

        def extension(bom, *args, **kwargs):
            result = original(bom, *args, **kwargs)
            for _record, values in result[1]:
                seen.append("mark" in values)
                values["mark"] = True
            return result

        self.patch(self.registry["mrp.bom"], "explode", extension)
        order = self.order(4, (self.screw, 1))
        self.produce(order, self.names_for(order, 4))
        self.assertNotIn(True, seen)


class Keys:
    """The keys of contexts that our code sets or reads."""

    def __init__(self):
        self.trees = {
            path: ast.parse(path.read_text())
            for addon in ADDONS
            for path in (REPO / addon).rglob("*.py")
        }
        self.constants = {
            target.id: node.value.value
            for tree in self.trees.values()
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def find(self):
        """:return: ``{key: set of paths}``"""
        found = {}
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                for key in self._get_keys(node):
                    if isinstance(key, str) and key.startswith("lot_prealloc"):
                        found.setdefault(key, set()).add(path.name)
        return found

    def _get_keys(self, node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "with_context":
                for keyword in node.keywords:
                    if keyword.arg:
                        yield keyword.arg
                    elif isinstance(keyword.value, ast.Dict):
                        yield from map(self._get_value, keyword.value.keys)
            elif node.func.attr == "get" and self._is_context(node.func.value):
                yield self._get_value(node.args[0])
        elif isinstance(node, ast.Compare) and self._is_context(node.comparators[0]):
            yield self._get_value(node.left)

    @staticmethod
    def _is_context(node):
        return isinstance(node, ast.Attribute) and node.attr == "context"

    def _get_value(self, node):
        if isinstance(node, ast.Name):
            return self.constants.get(node.id)
        return getattr(node, "value", None)


@tagged("post_install", "-at_install")
class TestContextKeys(PreallocCase):
    def test_keys_are_in_the_table(self):
        document = (REPO / "docs" / "architecture.md").read_text()
        table = set(re.findall(r"^\| `(lot_prealloc\w*)` \|", document, re.MULTILINE))
        found = Keys().find()
        self.assertGreater(len(found), 3)
        self.assertFalse(
            {key: paths for key, paths in found.items() if key not in table},
            "context keys that docs/architecture.md does not list",
        )
