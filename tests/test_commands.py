"""Every command in the documentation is run: by CI, by `make lint`, or by a test.

Those that are run by hand are listed here, with the reason; CONTRIBUTING.md says so.
"""

import re
import shlex
from pathlib import Path

from odoo.tests import BaseCase, tagged

REPO = Path(__file__).resolve().parent.parent
PAGES = [
    REPO / "README.md",
    REPO / "CONTRIBUTING.md",
    *sorted((REPO / "docs").glob("*.md")),
]
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)[^)\s]*\)")
# In a sentence, e.g. `make test`.
INLINE = re.compile(r"`((?:[A-Z_]+=\S+ )*(?:dev/|make |python3 |pip |odoo-bin )[^`]+)`")
ASSIGNMENT = re.compile(r"^[A-Z_]+=")

# What runs a command that CI does not name, and the words there that show it.
RUN_BY = {
    "make readme": ("tests/test_shelf.py", "pages.py"),
    "dev/pot": ("tests/test_translations.py", "trans_export"),
    "python3 dev/coverage.py": ("tests/test_coverage.py", "dev"),
    "pip install": ("dev/wheels", 'pip" install --no-index --find-links'),
    "odoo-bin": ("dev/databases.sh", "run_odoo -d"),
}
BY_HAND = {
    "make bench": "takes long, and wants a machine of its own",
    "make test-others": "other people's tests, which may change any day",
    "dev/readme": "draws pictures, which differ by a pixel from machine to machine",
}
# Variables in whose presence a target of CI does something else: run by hand, too.
BY_HAND_WITH = {"make test-odoo": {"LOADED", "ON"}}
# Written by the addons for themselves.
NO_SETTINGS = {"lot_prealloc.traceability_off"}
# They name a place or a choice, and the command is the same.
PLACES = {"ODOO_TREE", "ODOO_DEB", "PORT", "DB", "ARGS", "PICTURES"}


def read_commands():
    """:return: list of ``(page, words)``, a command of a fenced block or of a sentence
    each
    """
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = "".join(FENCED.findall(text))
        inline = INLINE.findall(FENCED.sub("", text))
        for line in [*blocks.splitlines(), *(" ".join(c.split()) for c in inline)]:
            if words := shlex.split(line, comments=True):
                found.append((page.name, words))
    return found


def split_command(words):
    """:return: ``(command, variables)``, e.g. ``("make test", {"DB": "x"})``"""
    variables = {
        name: value
        for name, _, value in (w.partition("=") for w in words if ASSIGNMENT.match(w))
    }
    words = [word for word in words if not ASSIGNMENT.match(word)]
    two_words = words[0] in ("make", "pip") or words[0].startswith("python")
    return " ".join(words[: 1 + two_words]), variables


def read_ci_commands():
    script = (REPO / ".ci" / "run").read_text(encoding="utf-8")
    return {f"make {target}" for target in re.findall(r"step make ([\w-]+)", script)}


@tagged("post_install", "-at_install")
class TestCommands(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commands = [
            (page, *split_command(words)) for page, words in read_commands()
        ]

    def test_they_are_found(self):
        commands = {command for _page, command, _variables in self.commands}
        self.assertGreaterEqual(
            commands, {"make run", "make test", "pip install", "odoo-bin"}
        )

    def test_every_command_is_run(self):
        """By CI or by what RUN_BY names, or BY_HAND says why it is not."""
        run = read_ci_commands() | RUN_BY.keys() | BY_HAND.keys()
        unknown = [c for c in self.commands if c[1] not in run]
        self.assertEqual(unknown, [])

    def test_what_runs_them_does(self):
        for command, (path, words) in RUN_BY.items():
            self.assertIn(words, (REPO / path).read_text(encoding="utf-8"), command)

    def test_what_is_run_by_hand_is_said(self):
        """What CI runs is not in the list, and CONTRIBUTING.md names the rest."""
        self.assertFalse(BY_HAND.keys() & read_ci_commands())
        contributing = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
        for command in BY_HAND:
            self.assertIn(command, contributing)

    def test_targets_are_there(self):
        makefile = (REPO / "Makefile").read_text(encoding="utf-8")
        targets = dict(re.findall(r"^([\w-]+):\s+; @(dev/[\w-]+)", makefile, re.M))
        for page, command, _variables in self.commands:
            if command.startswith("make "):
                script = targets.get(command.removeprefix("make "))
                self.assertTrue(script and (REPO / script).exists(), (page, command))
            elif command.startswith("dev/"):
                self.assertTrue((REPO / command).exists(), (page, command))

    def test_variables_are_known(self):
        """A command that CI runs may do something else with a variable."""
        for page, command, variables in self.commands:
            known = PLACES | BY_HAND_WITH.get(command, set())
            self.assertLessEqual(variables.keys(), known, (page, command))

    def test_variables_are_read(self):
        """Some script or test asks for each one that is documented."""
        scripts = [*(REPO / "dev").iterdir(), *(REPO / "tests").rglob("*.py")]
        text = "\n".join(p.read_text(encoding="utf-8") for p in scripts if p.is_file())
        contributing = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
        names = set(re.findall(r"^\| `([A-Z_]+)=", contributing, re.M))
        self.assertGreater(len(names), 5)
        for _page, _command, variables in self.commands:
            names |= variables.keys()
        for name in names:
            self.assertTrue(
                re.search(rf"\$\{{{name}\b|environ[^\n]*\b{name}\b", text), name
            )

    def test_paths_in_arguments_are_there(self):
        for page, command, variables in self.commands:
            for path in re.findall(r"tests/[\w/.]+", variables.get("ARGS", "")):
                self.assertTrue((REPO / path).exists(), (page, command, path))


@tagged("post_install", "-at_install")
class TestPages(BaseCase):
    def read(self, *path):
        return REPO.joinpath(*path).read_text(encoding="utf-8")

    def test_parameters_are_explained(self):
        names = set()
        for path in REPO.glob("lot_prealloc*/**/*.py"):
            code = path.read_text(encoding="utf-8")
            constants = dict(
                re.findall(r'^([A-Z_]+) = "(lot_prealloc\..+)"$', code, re.M)
            )
            read = re.findall(r"get_param\((\w+)\)", code)
            names |= {constants[name] for name in read if name in constants}
        self.assertGreaterEqual(
            names, {"lot_prealloc.plain", "lot_prealloc.batch_step"}
        )
        configuration = self.read("docs", "configuration.md")
        for name in names - NO_SETTINGS:
            self.assertIn(f"| `{name}`", configuration)

    # GS-1
    def test_settings_of_labels_are_explained(self):
        configuration = self.read("docs", "configuration.md")
        view = self.read("lot_prealloc_gs1", "views", "res_config_settings_views.xml")
        fields = re.findall(r'<field\s+name="(gs1_\w+)"', view)
        self.assertEqual(len(fields), 2)
        for text in (*fields, "Print GS1 Barcodes for Lots & Serial Numbers", "GTIN"):
            self.assertIn(text, configuration)
        manifest = self.read("lot_prealloc_gs1", "__manifest__.py")
        for package in re.findall(r'"python": \["(.+)"\]', manifest):
            self.assertIn(f"`{package}`", configuration)

    def test_everybody_of_the_factory_is_in_the_guide(self):
        guide = self.read("docs", "guide.md")
        logins = re.findall(r"^(\w+) +/ (\w+) ", self.read("dev", "logins.txt"), re.M)
        self.assertGreater(len(logins), 5)
        for login, password in logins:
            self.assertEqual(login, password)
            if login != "admin":
                self.assertIn(f"Log in as `{login}`", guide)

    def test_readme_is_short(self):
        lines = (REPO / "README.md").read_text(encoding="utf-8").splitlines()
        self.assertLessEqual(len(lines), 120)

    def test_links_lead_somewhere(self):
        lost = [
            (page.name, target)
            for page in PAGES
            for target in LINK.findall(page.read_text(encoding="utf-8"))
            if "://" not in target and not (page.parent / target).exists()
        ]
        self.assertEqual(lost, [])

    def test_every_picture_is_shown(self):
        shown = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
        pictures = sorted(path.name for path in (REPO / "docs").glob("*.png"))
        self.assertEqual([name for name in pictures if name not in shown], [])
