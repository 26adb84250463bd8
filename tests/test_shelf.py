"""The pages on which people find the addons are current, and agree."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from docutils.utils import SystemMessage
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
            self.assertFalse(
                read_page(addon).xpath("//img[not(normalize-space(@alt))]")
            )

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
class TestMistakes(BaseCase):
    """What a page lacks is told; the addon is a copy, which is spoilt."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addon = Path(folder.name, "addon")
        (self.addon / "static").mkdir(parents=True)
        source = REPO / "lot_prealloc_expiry"
        for name in ("readme", "static/description"):
            shutil.copytree(source / name, self.addon / name)
        shutil.copy(source / "__manifest__.py", self.addon)
        found = importlib.util.spec_from_file_location("pages_of_addons", SCRIPT)
        self.pages = importlib.util.module_from_spec(found)
        found.loader.exec_module(self.pages)

    def find_mistakes(self):
        return self.pages.Page(self.addon).find_mistakes()

    def change(self, name, old, new):
        path = self.addon / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def test_none(self):
        self.assertEqual(self.find_mistakes(), [])

    def test_missing_fragment(self):
        (self.addon / "readme" / "USAGE.rst").unlink()
        self.assertEqual(self.find_mistakes(), ["addon: readme/USAGE.rst is missing"])

    def test_long_name(self):
        self.change("__manifest__.py", ": Expiry", ": Expiration Dates")
        self.assertEqual(
            self.find_mistakes(), ["addon: its name is over 25 characters"]
        )

    def test_missing_key(self):
        self.change("__manifest__.py", '"website"', '"web"')
        self.assertEqual(self.find_mistakes(), ["addon: no website in its manifest"])

    def test_missing_picture(self):
        (self.addon / "static" / "description" / "cover.png").unlink()
        self.assertEqual(self.find_mistakes(), ["addon: no picture cover.png"])
        self.change("readme/USAGE.rst", "expiry-receipt.png", "nothing.png")
        self.assertIn("addon: no picture nothing.png", self.find_mistakes())

    def test_bad_fragment(self):
        self.change("readme/USAGE.rst", "Preallocate,", "``Preallocate,")
        with self.assertRaises(SystemMessage), redirect_stderr(StringIO()):
            self.pages.Page(self.addon).make_files()

    def test_pages_follow_the_fragments(self):
        before = self.pages.Page(self.addon).make_files()
        self.change("readme/USAGE.rst", "Preallocate,", "Allocate before,")
        after = self.pages.Page(self.addon).make_files()
        changed = {path.name for path in before if before[path] != after[path]}
        self.assertEqual(changed, {"README.rst", "index.html"})
        self.assertEqual(after[self.addon / "README.rst"].count(b"Allocate before"), 1)


@tagged("post_install", "-at_install")
class TestPreCommit(BaseCase):
    def test_versions_are_those_of_lint(self):
        config = (REPO / ".pre-commit-config.yaml").read_text(encoding="utf-8")
        constraints = (REPO / "dev" / "constraints.txt").read_text(encoding="utf-8")
        pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)$", constraints, re.M))
        found = dict(re.findall(r'"([\w.-]+)==([\w.]+)"', config))
        for tool in ("ruff", "pylint-odoo", "lxml", "docutils"):
            self.assertEqual(found[tool], pinned[tool], tool)
