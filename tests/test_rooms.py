"""The plan of the house: rooms in their order, see lot_prealloc/models/__init__.py."""

import ast
import re
from collections import defaultdict
from functools import cached_property
from pathlib import Path

from odoo import models
from odoo.tests import TransactionCase, tagged

MODELS = Path(__file__).parent.parent / "lot_prealloc" / "models"
PACKAGE = "odoo.addons.lot_prealloc.models."
OURS = ("odoo.addons.lot_prealloc",)
ROOMS = (
    "numbering",
    "lots",
    "orders",
    "batch",
    "transfers",
    "life",
    "held",
    "reservation",
    "labels",
    "bulk",
)
# Methods that several rooms extend: whoever stands first runs first, and calls the next
# one with super().
SEVERAL = {
    ("lot.number.format", "write"): ("orders", "numbering"),
    ("mrp.production", "_post_inventory"): ("bulk", "orders"),
    ("mrp.production", "_split_productions"): ("bulk", "transfers", "orders"),
    ("mrp.production", "button_mark_done"): ("labels", "orders"),
    ("mrp.production", "create"): ("held", "orders"),
    ("mrp.production", "write"): ("held", "orders"),
    ("product.product", "action_open_product_lot"): ("life", "numbering"),
    ("product.product", "write"): ("orders", "numbering"),
    ("product.template", "action_open_product_lot"): ("life", "numbering"),
    ("product.template", "write"): ("orders", "numbering"),
    ("res.config.settings", "set_values"): ("orders", "numbering"),
    ("stock.lot", "_check_unique_lot"): ("held", "lots"),
    ("stock.lot", "create"): ("bulk", "lots"),
    ("stock.move", "_action_assign"): ("bulk", "transfers"),
    ("stock.move", "_action_done"): ("bulk", "life"),
    ("stock.move", "_set_quantity_done_prepare_vals"): ("reservation", "transfers"),
    ("stock.move", "_should_bypass_set_qty_producing"): ("bulk", "lots"),
    ("stock.move", "_update_reserved_quantity_vals"): ("reservation", "transfers"),
    ("stock.move", "write"): ("bulk", "held", "life", "transfers"),
    ("stock.picking", "button_validate"): ("labels", "orders"),
    ("stock.move.line", "_action_done"): (
        "bulk",
        "reservation",
        "held",
        "life",
        "transfers",
    ),
    ("stock.move.line", "create"): ("bulk", "reservation", "held", "transfers"),
    ("stock.move.line", "unlink"): ("bulk", "life"),
    ("stock.move.line", "write"): ("bulk", "reservation", "held", "life", "transfers"),
}


class House:
    """Our rooms, read from their files."""

    def __init__(self, path=MODELS):
        self.path = path

    @cached_property
    def sources(self):
        """:return: ``{path in the house: ast.Module}``"""
        return {
            str(path.relative_to(self.path)): ast.parse(path.read_text())
            for path in sorted(self.path.rglob("*.py"))
            if path.parent != self.path
        }

    def get_rooms(self):
        tree = ast.parse((self.path / "__init__.py").read_text())
        return tuple(
            alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        )

    @staticmethod
    def get_room(path):
        return path.split("/")[0]

    @cached_property
    def homes(self):
        """:return: ``{name of a method or field: the first room that defines it}``"""
        homes = {}
        for path, tree in self.sources.items():
            for name in _find_definitions(tree):
                homes.setdefault(name, set()).add(ROOMS.index(self.get_room(path)))
        return {name: min(rooms) for name, rooms in homes.items()}

    def find_arrows_up(self, of_odoo=()):
        """:param of_odoo: names that Odoo has as well: they say nothing
        :return: list of str, what a room uses that only a later one defines
        """
        arrows = []
        for path, tree in self.sources.items():
            room = ROOMS.index(self.get_room(path))
            for module in _find_imports(path, tree):
                if module in ROOMS and ROOMS.index(module) > room:
                    arrows.append(f"{path} imports {module}")
            for name, line in _find_references(tree):
                home = self.homes.get(name, room)
                if home > room and name not in of_odoo:
                    arrows.append(f"{path}:{line} uses {name} of {ROOMS[home]}")
        return arrows


def _find_definitions(tree):
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(inner, ast.FunctionDef):
                yield inner.name
            elif isinstance(inner, ast.Assign) and isinstance(node, ast.ClassDef):
                yield from (t.id for t in inner.targets if isinstance(t, ast.Name))


def _find_imports(path, tree):
    """:return: names of rooms that are imported from"""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == len(path.split("/")):
            module = node.module or ""
            yield module.split(".")[0]


def _find_references(tree):
    """Attributes, and the names in what looks like a path of fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"[a-z_]+(\.[a-z_]+)*", node.value):
                for name in node.value.split("."):
                    yield name, node.lineno


@tagged("post_install", "-at_install")
class TestRooms(TransactionCase):
    def get_names_of_odoo(self):
        """:return: set of the names that any of Odoo's models has"""
        names = set(dir(models.Model))
        for model in self.env.registry.values():
            for cls in model.__mro__:
                # the class of the whole model has our fields, too
                if "pool" not in vars(cls) and not cls.__module__.startswith(OURS):
                    names |= vars(cls).keys()
        return names

    # NO-1
    def test_order(self):
        self.assertEqual(House().get_rooms(), ROOMS)

    def test_downward_only(self):
        arrows = House().find_arrows_up(self.get_names_of_odoo())
        self.assertFalse(arrows)

    def get_overrides(self):
        """:return: ``{(model, method of Odoo): rooms that extend it, in order}``"""
        overrides = defaultdict(list)
        for name, model in self.env.registry.items():
            for index, cls in enumerate(model.__mro__):
                # a mixin has its own plan
                if not cls.__module__.startswith(PACKAGE) or cls._name != name:
                    continue
                room = cls.__module__.removeprefix(PACKAGE).split(".")[0]
                for attribute, value in vars(cls).items():
                    if callable(value) and any(
                        attribute in vars(other)
                        and not other.__module__.startswith(OURS)
                        for other in model.__mro__[index + 1 :]
                    ):
                        overrides[name, attribute].append(room)
        return overrides

    def test_one_override_per_room(self):
        overrides = self.get_overrides()
        twice = {key for key, rooms in overrides.items() if len({*rooms}) < len(rooms)}
        self.assertFalse(twice)

    def test_order_of_overrides(self):
        several = {
            key: tuple(rooms)
            for key, rooms in self.get_overrides().items()
            if len(rooms) > 1
        }
        self.assertEqual(several, SEVERAL)
