"""The addons in five languages: nothing is missing, lost or cut off."""

import re
from pathlib import Path

import polib

from odoo.tests import HttpCase, TransactionCase, tagged

from .common import PreallocMixin
from .life.recall_case import RecallMixin
from .life.traceability_case import TraceabilityMixin
from .pictures import PictureMixin

LANGUAGES = ("de", "es", "fr", "it", "nl")
REPOSITORY = Path(__file__).parent.parent
# What has to be in a translation as often as in the text: placeholders, tokens, tags.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+|\$\{[^}]*\}")


def get_addons():
    """:return: list of the addons' folders"""
    manifests = REPOSITORY.glob("lot_prealloc*/__manifest__.py")
    return sorted(manifest.parent for manifest in manifests)


def read_template(addon):
    return polib.pofile(str(addon / "i18n" / f"{addon.name}.pot"))


@tagged("post_install", "-at_install")
class TestLanguages(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addons = get_addons()

    def each_file(self):
        """:return: generator of addon, its texts, a translation"""
        for addon in self.addons:
            texts = {entry.msgid for entry in read_template(addon)}
            for language in LANGUAGES:
                path = addon / "i18n" / f"{language}.po"
                with self.subTest(addon=addon.name, language=language):
                    yield texts, polib.pofile(str(path))

    # UX-15
    def test_nothing_is_missing(self):
        for texts, translation in self.each_file():
            entries = list(translation)
            self.assertEqual({entry.msgid for entry in entries}, texts, "run `dev/pot`")
            self.assertEqual([e.msgid for e in entries if not e.msgstr.strip()], [])
            self.assertEqual([entry.msgid for entry in entries if entry.fuzzy], [])

    # UX-15: a label printer speaks no language
    def test_no_commands_of_printers(self):
        for addon in self.addons:
            commands = [e.msgid for e in read_template(addon) if "^F" in e.msgid]
            self.assertEqual(commands, [], addon.name)

    # UX-15
    def test_placeholders_are_kept(self):
        for _texts, translation in self.each_file():
            lost = [
                entry.msgid
                for entry in translation
                if sorted(KEPT.findall(entry.msgid))
                != sorted(KEPT.findall(entry.msgstr))
            ]
            self.assertEqual(lost, [])

    # UX-15: pieces of sentences stay apart
    def test_spaces_around_are_kept(self):
        for _texts, translation in self.each_file():
            lost = [
                entry.msgid
                for entry in translation
                if [entry.msgid[:1].isspace(), entry.msgid[-1:].isspace()]
                != [entry.msgstr[:1].isspace(), entry.msgstr[-1:].isspace()]
            ]
            self.assertEqual(lost, [])

    # UX-15: one word for one thing, in each language, wherever it is said
    def test_the_same_text_is_translated_alike(self):
        for language in LANGUAGES:
            said = {}
            for addon in self.addons:
                for entry in polib.pofile(str(addon / "i18n" / f"{language}.po")):
                    said.setdefault(entry.msgid, set()).add(entry.msgstr)
            with self.subTest(language=language):
                several = {text: many for text, many in said.items() if len(many) > 1}
                self.assertEqual(several, {})


class GermanMixin:
    """For a test case with tours: the people speak German."""

    browser_size = "1366,768"

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("de_DE")
        spoken = ["product", "stock", "mrp", *(addon.name for addon in get_addons())]
        modules = self.env["ir.module.module"].search(
            [
                ("state", "=", "installed"),
                "|",
                ("name", "in", spoken),
                ("name", "=like", "sale%"),
            ]
        )
        modules._update_translations(["de_DE"])

    def look(self, path, name, user):
        """Plays the tour of a screen, which finds what is cut off."""
        user.lang = "de_DE"
        self.start_tour(
            f"/odoo/{path}", f"german_{name}", login=user.login, timeout=120
        )


@tagged("post_install", "-at_install")
class TestGerman(GermanMixin, PictureMixin, TraceabilityMixin, HttpCase):
    # UX-15: the key screens, in the language with the longest words
    def test_screens(self):
        self.make_every_state()
        administrator = self.make_user(
            "administrator", "base.group_system,stock.group_stock_manager"
        )
        settings = "action-stock.action_stock_config_settings"
        order = f"mrp.production/{self.holding.id}"
        self.look(order, "order", self.worker)
        self.look(f"lots/{self.number(2).id}", "lot", self.storekeeper)
        self.look("lot-traceability", "traceability", self.storekeeper)
        self.look(f"deliveries/{self.reserved.id}", "delivery", self.storekeeper)
        self.look(settings, "settings", administrator)


@tagged("post_install", "-at_install")
class TestGermanRecall(GermanMixin, PictureMixin, RecallMixin, PreallocMixin, HttpCase):
    # UX-15
    def test_recall(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        path = f"action-lot_prealloc.action_lot_recall/{recall.id}"
        self.look(path, "recall", self.inventory_manager)
