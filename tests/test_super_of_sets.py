"""What is left of a set after ours have taken their part may be nothing (NO-1).

Odoo's methods are not written for an empty set: ``_set_lot_ids`` of some versions ends
with a line that uses the variable of its loop.
"""

import ast
import unittest
from pathlib import Path
from unittest.mock import patch

from odoo.tests import Form, tagged

from odoo.addons.stock.models.stock_move import StockMove

from .common import PreallocCase

ROOT = Path(__file__).parents[1]


def find_unguarded_supers(source):
    """Find calls of super with a part of a set that may be empty.

    :param str source: of a module
    :return: list of line numbers of ``super(Model, part)``, where ``part`` is made with
        ``-`` or ``filtered`` and no ``if part:`` is around it
    """
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            names = _get_parts(function)
            found += _find_in(function.body, names, guards=set())
    return found


def _get_parts(function):
    """:return: names of variables of the function that hold a part of a set"""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.NamedExpr):
            targets = [node.target]
        else:
            continue
        if _is_part(node.value, set()):
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _is_part(node, names):
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Sub, ast.BitAnd))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("filtered", "filtered_domain"):
            return True
        return _is_part(node.func.value, names)  # part.with_context(…), part.sudo()
    return False


def _get_guard(test):
    """:return: what an ``if`` makes sure is not empty, as source"""
    return ast.unparse(test.target if isinstance(test, ast.NamedExpr) else test)


def _find_in(nodes, names, guards):
    found = []
    for node in nodes:
        if isinstance(node, ast.If):
            found += _find_in([node.test], names, guards)
            found += _find_in(node.body, names, guards | {_get_guard(node.test)})
            found += _find_in(node.orelse, names, guards)
            continue
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "super"
            and len(node.args) == 2
            and _is_part(node.args[1], names)
            and ast.unparse(node.args[1]) not in guards
        ):
            found.append(node.lineno)
        if not isinstance(node, ast.FunctionDef):
            found += _find_in(ast.iter_child_nodes(node), names, guards)
    return found


@tagged("post_install", "-at_install")
class TestSourcesCallSuperWithSomething(unittest.TestCase):
    # NO-1
    test_tags = {"post_install"}

    def test_01_no_source_calls_super_with_what_may_be_left(self):
        found = [
            f"{path.relative_to(ROOT)}:{line}"
            for path in sorted(ROOT.glob("lot_prealloc*/**/*.py"))
            for line in find_unguarded_supers(path.read_text())
        ]
        self.assertFalse(found, "guard these with an `if` on the set")

    def test_02_the_check_sees_what_it_looks_for(self):
        body = (
            "class A:\n    def f(self):\n        part = self.filtered('id')\n        "
        )
        for line in (
            "super(A, self - part).f()",
            "return super(A, part).f()",
            "return super(A, part.sudo()).f()",
            "x = [super(A, self.filtered('id')).f()]",
            "if self:\n            super(A, part).f()",
        ):
            self.assertTrue(find_unguarded_supers(body + line), line)
        for line in (
            "super(A, self).f()",
            "super(A, self.with_context(a=1)).f()",
            "if part:\n            super(A, part).f()",
            "if rest := self - part:\n            super(A, rest).f()",
        ):
            self.assertFalse(find_unguarded_supers(body + line), line)


class TestLotsChosenOnALine(PreallocCase):
    """What is handled by ours alone leaves Odoo nothing to do: it is not asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oil = cls.make_product("Oil", "lot")
        cls.lot = cls.make_lot(cls.oil, "OIL-1", 40)
        cls.other = cls.make_lot(cls.oil, "OIL-2", 40)

    def setUp(self):
        super().setUp()
        stock_way = StockMove._set_lot_ids

        def set_lot_ids(moves):
            self.assertTrue(moves, "Odoo is asked to set the lots of no move")
            return stock_way(moves)

        self.startPatcher(patch.object(StockMove, "_set_lot_ids", set_lot_ids))

    def transfer_oil(self, operation_type, quantity=10, confirm=True):
        return self.make_transfer(
            operation_type,
            (self.oil, quantity),
            user=self.env.user,
            confirm=confirm,
            assign=confirm,
        ).with_user(self.storekeeper)

    def choose(self, picking, lot):
        with Form(picking) as form, form.move_ids.edit(0) as line:
            line.lot_ids.clear()
            line.lot_ids.add(lot)

    def test_01_a_lot_is_chosen_on_a_delivery(self):
        # AB-16
        picking = self.transfer_oil(self.warehouse.out_type_id)
        self.choose(picking, self.other)
        self.assertRecordValues(
            picking.move_ids.move_line_ids,
            [{"lot_id": self.other.id, "quantity": 10}],
        )

    def test_02_a_lot_is_chosen_on_a_receipt(self):
        # LN-1
        picking = self.transfer_oil(self.warehouse.in_type_id)
        self.choose(picking, self.lot)
        self.assertRecordValues(
            picking.move_ids.move_line_ids, [{"lot_id": self.lot.id, "quantity": 10}]
        )

    def test_03_a_lot_is_given_to_a_draft(self):
        # MM-9
        picking = self.transfer_oil(self.warehouse.out_type_id, confirm=False)
        picking.move_ids.lot_ids = self.lot
        self.assertEqual(picking.move_ids.demand_lot_ids, self.lot)

    def test_04_moves_that_ours_leave_alone_are_odoos(self):
        self.company.lot_prealloc_enabled = False
        picking = self.transfer_oil(self.warehouse.out_type_id)
        picking.move_ids.lot_ids = self.other
        self.assertIn(self.other, picking.move_ids.move_line_ids.lot_id)
