"""Many names in few words: one way to say a run, and one to say that there are more."""

import ast
import random
import time
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
    # UX-5
    def test_run(self):
        self.assertEqual(summarize_names([]), False)
        self.assertEqual(summarize_names(["A-1"]), "A-1")
        self.assertEqual(summarize_names(["A-08", "A-09", "A-10"]), "A-08 … 10 (3)")
        self.assertEqual(summarize_names(["A-9", "B-1"]), "A-9, B-1 (2)")
        self.assertEqual(summarize_names(["X", "Y", "Y"]), "X, Y (3)")

    # UX-5: nobody takes the boxes in the gap
    def test_gaps_are_shown(self):
        names = [f"ACME-26-{n:05}" for n in (*range(685, 691), *range(697, 711))]
        self.assertEqual(
            summarize_names(names), "ACME-26-00685 … 00690, 00697 … 00710 (20)"
        )
        names.insert(6, "ACME-26-00695")
        self.assertEqual(
            summarize_names(names), "ACME-26-00685 … 00690, 00695, 00697 … 00710 (21)"
        )
        # a short number alone could be read as another one's end
        self.assertEqual(summarize_names(["A-5", "A-7"]), "A-5, A-7 (2)")

    # UX-5: whichever digits count, and in whichever order they come
    def test_counter_is_found(self):
        self.assertEqual(summarize_names(["A-10", "A-8", "A-9"]), "A-8 … 10 (3)")
        self.assertEqual(
            summarize_names(["0998-25", "0999-25", "1000-25", "0001-26"]),
            "0998-25 … 1000-25, 0001-26 (4)",
        )
        self.assertEqual(
            summarize_names(["1-A-1", "1-A-2", "2-A-1", "2-A-2"]),
            "1-A-1 … 2, 2-A-1 … 2 (4)",
        )
        self.assertEqual(summarize_names(["9" * 5000, "1"]), f"{'9' * 5000}, 1 (2)")

    # UX-5: of many runs the first ones, and how many more there are
    def test_many_gaps(self):
        names = [f"A-{n:03}" for n in range(100) if n % 5 < 2]
        told = "A-000 … 001, 005 … 006, 010 … 011, 015 … 016"
        self.assertEqual(summarize_names(names), f"{told}, … (40)")
        self.assertEqual(summarize_names(names[:8]), f"{told} (8)")
        self.assertEqual(
            summarize_names(names[:10], most=None), f"{told}, 020 … 021 (10)"
        )

    # UX-5: what is told is what there is
    def test_told_numbers_are_the_numbers(self):
        rng = random.Random(5)
        for _attempt in range(200):
            numbers = rng.sample(range(1200), rng.randint(2, 60))
            names = [f"A-{number:03}" for number in numbers]
            text = summarize_names(names, most=None)
            runs = text.removesuffix(f" ({len(names)})").split(", ")
            told = []
            for run in runs:
                first, _separator, last = run.partition(" … ")
                first = first.removeprefix("A-")
                told += range(int(first), int(last or first) + 1)
            self.assertEqual(sorted(told), sorted(numbers), text)

    # UX-5: a hundred thousand at once
    def test_speed(self):
        names = [f"A-{n:06}" for n in range(200_000) if n % 2]
        start = time.process_time()
        summarize_names(names)
        self.assertLess(time.process_time() - start, 2)

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

    # UX-5: a screen shows what the server has summed up
    def test_no_screen_says_it_otherwise(self):
        sources = [*ROOT.glob("lot_prealloc*/static/src/**/*.js")]
        found = [path.name for path in sources if "} … ${" in path.read_text("utf-8")]
        self.assertTrue(sources)
        self.assertFalse(found, "see tools/names.py")


def _is_call_of_tool(text):
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) in TOOLS
        for node in ast.walk(text)
    )
