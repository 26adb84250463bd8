"""docs/specification.md, the tests and docs/coverage.md agree."""

import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path

from odoo.tests import BaseCase, tagged

REPO = Path(__file__).resolve().parent.parent
SCRIPT = REPO / "dev" / "coverage.py"


def run(*arguments):
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments],
        check=False,
        capture_output=True,
        text=True,
    )


@tagged("post_install", "-at_install")
class TestCoverage(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        found = importlib.util.spec_from_file_location("coverage_of_rows", SCRIPT)
        cls.coverage = importlib.util.module_from_spec(found)
        found.loader.exec_module(cls.coverage)
        cls.rows = [row for row, _section, _text in cls.coverage.read_rows()]

    def test_table_is_current(self):
        self.assertFalse(run("--check").returncode, "run python3 dev/coverage.py")

    def test_every_row_is_said_once(self):
        self.assertGreater(len(self.rows), 80)
        self.assertEqual([row for row, n in Counter(self.rows).items() if n > 1], [])

    def test_what_code_and_tests_name_is_there(self):
        unknown = {}
        for folder in REPO.glob("lot_prealloc*"):
            for path in folder.rglob("*.py"):
                for row in self.coverage.ROW.findall(path.read_text()):
                    if row not in self.rows:
                        unknown.setdefault(str(path.relative_to(REPO)), set()).add(row)
        for row, names in self.coverage.find_tests().items():
            if row not in self.rows:
                unknown[row] = names
        self.assertEqual(unknown, {})

    def test_tests_of_a_row_are_listed(self):
        listed = run("PF-8").stdout
        self.assertIn("several receipts of one order", listed)
        self.assertIn(
            "tests/orders/test_order_receipt.py::TestReceipt"
            "::test_one_lot_for_all_receipts",
            listed,
        )

    def test_row_that_is_not_there(self):
        asked = run("PF-99")
        self.assertTrue(asked.returncode)
        self.assertIn("PF-99", asked.stderr)
