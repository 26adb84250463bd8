from typing import NamedTuple

from .elements import sort_elements, tell_elements


class Label(NamedTuple):
    """What one label says, whatever it is printed on."""

    title: str  # the product
    facts: list  # the quantity, the order and dates, in words
    name: str  # the number
    parts: list  # lists of elements: of a symbol of bars there may be two
    link: str  # where the symbol is a web address, it says the same
    count: int  # how many of it

    @property
    def told(self):
        """:return: list of str, what a person reads of each symbol; without elements,
        which is a number that does not fit the standard, the number
        """
        if not self.parts:
            return [self.name]
        return [tell_elements(part) for part in self.parts]

    @property
    def lines(self):
        """:return: list of str, all texts below the title, each short"""
        told = [
            tell_elements([element])
            for part in self.parts
            for element in sort_elements(part)
        ]
        return [*(told or [self.name]), *self.facts]
