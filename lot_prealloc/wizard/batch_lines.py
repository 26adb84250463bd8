"""The list of Batch Production as text: what each line says (OD-7).

A line is a finished number, then a field for each tracked component. Fields are
separated by a comma, or by a tab as in a block from a spreadsheet; numbers of one field
by ``|``; a quantity follows its number after ``;``::

    SN1,COMP1,COMP2|COMP3;2
"""

import re
from typing import NamedTuple

# Not str.splitlines: what else it takes for the end of a line is a mistake in a number.
LINE_END = re.compile(r"\r\n|\r|\n")
FIELD_SEPARATOR = re.compile("[,\t]")
NUMBER_SEPARATOR = "|"
QUANTITY_SEPARATOR = ";"


class NamedQuantity(NamedTuple):
    """A number and how much of it.

    ``quantity`` is None where the text says nothing, ``text`` the part that says it.
    """

    name: str
    quantity: float | None
    text: str

    @property
    def is_legible(self):
        """Whether a quantity that is written is a number above zero."""
        return not self.text or (self.quantity is not None and self.quantity > 0)


class BatchLine(NamedTuple):
    """A line: where it stands (from 1, blank lines counted) and what it says."""

    position: int
    finished: NamedQuantity
    components: tuple  # of tuples of NamedQuantity, one tuple per component
    text: str

    @property
    def names(self):
        """:return: list of all numbers that it names"""
        return [self.finished.name] + [
            number.name for numbers in self.components for number in numbers
        ]

    @property
    def cells(self):
        """:return: list of str, read as a row of a spreadsheet, without blank cells"""
        cells = self.text.split("\t") if "\t" in self.text else self.text.split(",")
        return [cell.strip() for cell in cells if cell.strip()]


def parse_lines(text):
    """Read a list.

    :param text: str or False
    :return: list of :class:`BatchLine`, without the blank lines
    """
    return [
        _parse_line(position, line)
        for position, line in enumerate(LINE_END.split(text or ""), start=1)
        if line.strip()
    ]


def format_quantity(quantity):
    """:return: str, without trailing zeros: 40, 2.5"""
    return f"{quantity:.6f}".rstrip("0").rstrip(".")


def _parse_line(position, line):
    # a spreadsheet's row ends with the blank cells of its block
    finished, *components = FIELD_SEPARATOR.split(re.sub(r"[,\t\s]+$", "", line))
    return BatchLine(
        position,
        _parse_number(finished),
        tuple(_parse_component(component) for component in components),
        line,
    )


def _parse_component(text):
    if not text.strip():
        return ()
    return tuple(_parse_number(part) for part in text.split(NUMBER_SEPARATOR))


def _parse_number(text):
    name, separator, quantity_text = text.partition(QUANTITY_SEPARATOR)
    if not separator:
        return NamedQuantity(name.strip(), None, "")
    quantity_text = quantity_text.strip()
    return NamedQuantity(
        name.strip(), _parse_quantity(quantity_text), quantity_text or separator
    )


def _parse_quantity(text):
    try:
        quantity = float(text)
    except ValueError:
        return None
    # “nan” and “inf” are no quantities
    return quantity if quantity - quantity == 0 else None
