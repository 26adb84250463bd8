"""Section 10: all texts are translatable; the ``.pot`` is current."""

import io
import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import trans_export

ADDONS = (
    "lot_prealloc",
    "lot_prealloc_sale",
    "lot_prealloc_expiry",
    "lot_prealloc_gs1",
)


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        addons = cls.env["ir.module.module"].search(
            [("name", "in", ADDONS), ("state", "=", "installed")]
        )
        # It takes Odoo seconds to find them.
        cls.texts = {name: cls.texts_of(name) for name in addons.mapped("name")}

    @classmethod
    def texts_of(cls, name):
        """:return: set of the texts that Odoo would export now"""
        buffer = io.BytesIO()
        if not trans_export(False, [name], buffer, "po", cls.env):
            return set()
        return {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}

    def test_pot_is_current(self):
        for addon, texts in self.texts.items():
            if not texts:
                continue
            with self.subTest(addon=addon):
                template = file_path(f"{addon}/i18n/{addon}.pot")
                known = {entry.msgid for entry in polib.pofile(template)}
                self.assertFalse(texts - known, "run `dev/pot`")
                self.assertFalse(known - texts, "run `dev/pot`")

    def test_named_placeholders(self):
        """Two placeholders without names cannot change places in a translation."""
        for addon, texts in self.texts.items():
            for text in texts:
                with self.subTest(addon=addon, text=text):
                    self.assertLessEqual(len(re.findall(r"%[sd]", text)), 1)
