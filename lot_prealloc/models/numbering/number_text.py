"""What a number cannot contain, so that a text that lists numbers can be read back."""

import unicodedata

# They divide numbers, components and quantities in the list of Batch Production (OD-7).
SEPARATORS = ",;|"
# control, format (zero-width and the like), surrogate, line and paragraph separator
UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def find_unreadable(text):
    """:return: the first character that no number can contain, or None"""
    return next(
        (
            character
            for character in text or ""
            if character in SEPARATORS
            or unicodedata.category(character) in UNSEEN_CATEGORIES
        ),
        None,
    )


def name_character(env, character):
    """:return: str, what a person calls a character, e.g. “,” or a tab"""
    if character in SEPARATORS:
        return f"“{character}”"
    if character == "\t":
        return env._("a tab")
    if len(f"-{character}-".splitlines()) > 1:
        return env._("a line break")
    return env._("the invisible character U+%(code)s", code=f"{ord(character):04X}")
