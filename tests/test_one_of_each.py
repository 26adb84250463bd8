"""What the house has once: who needs it calls it, and nobody writes it again."""

import ast
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

HOUSE = Path(__file__).parent.parent
ADDONS = (
    "lot_prealloc",
    "lot_prealloc_sale",
    "lot_prealloc_expiry",
    "lot_prealloc_gs1",
)


def find_files_that_use(name):
    """:return: set of str, paths of the files that read an attribute, or map it"""
    return {
        str(path.relative_to(HOUSE))
        for addon in ADDONS
        for path in (HOUSE / addon).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr == name)
        or (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in ("mapped", "filtered")
            and any(
                isinstance(argument, ast.Constant) and argument.value == name
                for argument in node.args
            )
        )
    }


def find_calls_on_lots(methods, about=""):
    """:param methods: names of methods of a model
    :param str about: what stands in quotes in the arguments
    :return: set of str, paths of the files that call one of them on lots
    """
    return {
        str(path.relative_to(HOUSE))
        for addon in ADDONS
        for path in (HOUSE / addon).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and re.search(
            r"'stock\.lot'|(?<!')\blot(s|_model)?\b", ast.unparse(node.func.value)
        )
        and (not about or repr(about) in ast.unparse(node))
    }


@tagged("post_install", "-at_install")
class TestOneOfEach(BaseCase):
    # NO-1
    def test_switch(self):
        """One method of the company says whether preallocation is on.

        And one of the settings, whether it is ticked there and not saved yet.
        """
        self.assertEqual(
            find_files_that_use("lot_prealloc_enabled"),
            {
                "lot_prealloc/models/numbering/res_company.py",
                "lot_prealloc/models/numbering/res_config_settings.py",
            },
        )

    # NO-1
    def test_lookup(self):
        """One lookup of lots by name: a statement for the whole set."""
        methods = ("search", "search_fetch", "search_read", "search_count")
        self.assertFalse(find_calls_on_lots(methods, about="name"))

    # NO-1
    def test_creation(self):
        """One creation of named lots, which says why it is as superuser."""
        self.assertEqual(
            find_calls_on_lots(("create",)), {"lot_prealloc/models/lots/stock_lot.py"}
        )
