"""What a number cannot contain: what nobody sees, and what divides lists of numbers."""

import unicodedata

from odoo.exceptions import ValidationError

# They divide numbers, components and quantities in the list of Batch Production (OD-7).
SEPARATORS = ",;|"
# control, format (zero-width and the like), surrogate, line and paragraph separator
UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# letters and marks that show nothing: fillers, joiners, variation selectors
UNSEEN_CHARACTERS = set(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
) | {chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}
# a space, the no-break space and others: not seen around a number
BLANKS = " \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# What Unicode has no name for.
CONTROL_NAMES = {"\0": "NUL", "\x1b": "ESCAPE", "\x1d": "GROUP SEPARATOR"}


def find_unreadable(text):
    """:return: the first character that no number of a format can contain, or None"""
    return next(
        (
            character
            for character in text or ""
            if character in SEPARATORS or _is_unseen(character)
        ),
        None,
    )


def is_clean(text):
    """Whether a text can be the name of a number as it is (UX-6)."""
    if text.isascii() and text.isprintable():
        return text == text.strip(BLANKS)
    return text == text.strip(BLANKS) and not any(map(_is_unseen, text))


def clean_number(env, text):
    """A name as it may become a number's: without blanks around (UX-6).

    :param str text: as typed, scanned, imported or sent; or False
    :return: str
    :raise ValidationError: it contains a character that nobody sees; which one
    """
    if not text or is_clean(text):
        return text
    character = next(filter(_is_unseen, text), None)
    if character:
        raise ValidationError(
            env._(
                "“%(number)s” cannot be a lot/serial number: it contains "
                "%(character)s, which nobody sees. Take it out.",
                number="".join("␣" if _is_unseen(c) else c for c in text),
                character=name_character(env, character),
            )
        )
    return text.strip(BLANKS)


def name_character(env, character):
    """:return: str, what a person calls a character, e.g. “,” or TAB (U+0009)"""
    if character in SEPARATORS:
        return f"“{character}”"
    if character == "\t":
        name = env._("TAB")
    elif len(f"-{character}-".splitlines()) > 1 and character not in CONTROL_NAMES:
        name = env._("LINE BREAK")
    else:
        name = CONTROL_NAMES.get(character) or unicodedata.name(
            character, env._("CONTROL CHARACTER")
        )
    return f"{name} (U+{ord(character):04X})"


def _is_unseen(character):
    return (
        unicodedata.category(character) in UNSEEN_CATEGORIES
        or character in UNSEEN_CHARACTERS
    )
