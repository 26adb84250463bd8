"""Brings translations up to their templates: the arguments are addons' folders."""

import sys
from pathlib import Path

import polib


def merge(translation, template):
    """Takes over each text of the template, and what it is translated to already.

    polib's own merge keeps what is gone, and sorts otherwise than Odoo.

    :return: list of str, the texts without a translation
    """
    known = {entry.msgid: entry.msgstr for entry in translation if not entry.obsolete}
    translation.clear()
    for entry in template:
        entry.msgstr = known.get(entry.msgid, "")
        translation.append(entry)
    return [entry.msgid for entry in translation if not entry.msgstr]


def merge_all(folder):
    for path in sorted(folder.glob("i18n/*.po")):
        translation = polib.pofile(str(path))
        template = polib.pofile(str(path.with_name(f"{folder.name}.pot")))
        missing = merge(translation, template)
        translation.save()
        print("==>", path, f"{len(missing)} texts to translate" if missing else "")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        merge_all(Path(argument))
