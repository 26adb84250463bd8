"""The pages on which people find the addons are current, and say the same everywhere."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from lxml import html

from odoo.tests import BaseCase, tagged

REPO = Path(__file__).resolve().parent.parent
SCRIPT = REPO / "dev" / "shelf" / "pages.py"
ADDONS = sorted(path.parent for path in REPO.glob("lot_prealloc*/__manifest__.py"))


def read_page(addon):
    path = addon / "static" / "description" / "index.html"
    return html.document_fromstring(path.read_text(encoding="utf-8"))


@tagged("post_install", "-at_install")
class TestShelf(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manifests = {
            addon.name: ast.literal_eval((addon / "__manifest__.py").read_text())
            for addon in ADDONS
        }

    def test_pages_are_current(self):
        check = subprocess.run(
            [sys.executable, SCRIPT, "--check"],
            check=False,
            capture_output=True,
            text=True,
        )
        self.assertFalse(check.returncode, check.stdout + check.stderr)

    def test_pictures_lie_beside_the_page(self):
        for addon in ADDONS:
            sources = read_page(addon).xpath("//img/@src")
            self.assertIn("cover.png", sources)
            for source in sources:
                self.assertTrue((addon / "static" / "description" / source).exists())

    def test_every_picture_has_a_text(self):
        for addon in ADDONS:
            self.assertFalse(read_page(addon).xpath("//img[not(normalize-space(@alt))]"))

    def test_addons_say_the_same(self):
        """Where several manifests have something in common, it is one."""
        for key in ("website", "maintainers", "license", "author", "images"):
            values = {str(manifest[key]) for manifest in self.manifests.values()}
            self.assertEqual(len(values), 1, (key, values))

    def test_history_names_the_version(self):
        for addon in ADDONS:
            history = (addon / "readme" / "HISTORY.rst").read_text(encoding="utf-8")
            self.assertIn(self.manifests[addon.name]["version"], history, addon.name)

    def test_license(self):
        text = (REPO / "LICENSE").read_text(encoding="utf-8")
        self.assertIn("GNU LESSER GENERAL PUBLIC LICENSE", text[:100])
        self.assertEqual({m["license"] for m in self.manifests.values()}, {"LGPL-3"})


@tagged("post_install", "-at_install")
class TestPreCommit(BaseCase):
    def test_versions_are_those_of_lint(self):
        config = (REPO / ".pre-commit-config.yaml").read_text(encoding="utf-8")
        constraints = (REPO / "dev" / "constraints.txt").read_text(encoding="utf-8")
        pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)$", constraints, re.M))
        found = dict(re.findall(r'"([\w.-]+)==([\w.]+)"', config))
        for tool in ("ruff", "pylint-odoo", "lxml", "docutils"):
            self.assertEqual(found[tool], pinned[tool], tool)
