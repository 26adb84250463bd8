from typing import NamedTuple

from odoo import models


class BatchUnit(NamedTuple):
    """What Batch Production makes one order of.

    ``quantity`` is in the unit of measure of ``production``, the order it is taken
    from; ``lot`` is its ``stock.lot``; ``components`` has, for each of the order's
    tracked components, pairs of ``stock.lot`` and quantity (in the component's unit of
    measure; None: what the unit still needs), or nothing: it keeps what is reserved.
    """

    production: models.BaseModel
    quantity: float
    lot: models.BaseModel
    components: tuple = ()
