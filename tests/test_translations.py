"""Section 10: all texts are translatable; the ``.pot`` is current."""

import io
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export

ADDONS = ("lot_prealloc", "lot_prealloc_sale", "lot_prealloc_expiry")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def installed_addons(self):
        return self.env["ir.module.module"].search(
            [("name", "in", ADDONS), ("state", "=", "installed")]
        )

    def texts_of(self, name):
        """:return: set of the texts that Odoo would export now"""
        buffer = io.BytesIO()
        if not trans_export(False, [name], buffer, "po", self.env):
            return set()
        return {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}

    def test_pot_is_current(self):
        for addon in self.installed_addons():
            texts = self.texts_of(addon.name)
            if not texts:
                continue
            with self.subTest(addon=addon.name):
                template = file_path(f"{addon.name}/i18n/{addon.name}.pot")
                known = {entry.msgid for entry in polib.pofile(template)}
                self.assertFalse(texts - known, "run `dev/pot`")
                self.assertFalse(known - texts, "run `dev/pot`")

    def test_named_placeholders(self):
        """Two placeholders without names cannot change places in a translation."""
        for addon in self.installed_addons():
            for text in self.texts_of(addon.name):
                with self.subTest(addon=addon.name, text=text):
                    self.assertLessEqual(len(re.findall(r"%[sd]", text)), 1)
