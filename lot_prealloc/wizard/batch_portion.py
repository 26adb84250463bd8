from typing import NamedTuple

from odoo import models

from .batch_lines import BatchLine


class Portion(NamedTuple):
    """What a line is of its order.

    ``quantity`` and ``rest``, what the order had left, are in the order's unit of
    measure; ``moves`` are its tracked components.
    """

    line: BatchLine
    production: models.BaseModel
    quantity: float
    rest: float
    moves: models.BaseModel

    @property
    def named(self):
        """:return: pairs of a component's move and the numbers that the line names"""
        return list(zip(self.moves, self.line.components, strict=False))
