"""Many names in few words: one way to say a run, and one to say that there are more."""

import ast
import unittest
from pathlib import Path

from odoo.addons.lot_prealloc.tools.names import (
    list_few,
    name_few,
    summarize_names,
)

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "lot_prealloc" / "tools" / "names.py"
TOOLS = ("name_few", "list_few")


class TestNames(unittest.TestCase):
    def test_run(self):
        self.assertEqual(summarize_names([]), False)
        self.assertEqual(summarize_names(["A-1"]), "A-1")
        self.assertEqual(summarize_names(["A-08", "A-09", "A-10"]), "A-08 … 10 (3)")
        self.assertEqual(summarize_names(["A-9", "B-1"]), "A-9 … B-1 (2)")

    def test_few_of_many(self):
        self.assertEqual(name_few([], 2), "")
        self.assertEqual(name_few(["a", "b"], 2), "a, b")
        self.assertEqual(name_few(["a", "b", "c"], 2), "a, b … (3)")
        self.assertEqual(name_few(["a", "b", "c"], 2, ending=", …"), "a, b, …")
        # a name is not taken for a placeholder
        self.assertEqual(name_few(["{x}", "b"], 1), "{x} … (2)")

    def test_few_lines(self):
        self.assertEqual(list_few(["a", "b"], 2, "more"), "a\nb")
        self.assertEqual(list_few(["a", "b", "c"], 2, "1 more"), "a\nb\n1 more")
        self.assertEqual(list_few(["a", "b"], 2, "5 more", total=7), "a\nb\n5 more")
        self.assertEqual(list_few([], 0, "2 more", total=2), "2 more")

    def test_nobody_says_it_otherwise(self):
        sources = [
            path
            for addon in ROOT.glob("lot_prealloc*")
            for path in addon.rglob("*.py")
            if path != TOOL
        ]
        found = [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for path in sources
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.JoinedStr)
            and any("…" in ast.unparse(value) for value in node.values)
            and not _is_call_of_tool(node)
        ]
        self.assertTrue(sources)
        self.assertFalse(found, "see tools/names.py")


def _is_call_of_tool(text):
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) in TOOLS
        for node in ast.walk(text)
    )
