"""docs/coverage.md is what the tests say."""

import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged

SCRIPT = Path(__file__).resolve().parent.parent / "dev" / "coverage.py"


@tagged("post_install", "-at_install")
class TestCoverage(BaseCase):
    def test_table_is_current(self):
        check = subprocess.run([sys.executable, SCRIPT, "--check"], check=False)
        self.assertFalse(check.returncode, "run python3 dev/coverage.py")
