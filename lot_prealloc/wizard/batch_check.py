from typing import NamedTuple


class BatchCheck(NamedTuple):
    """What the list of Batch Production says, and what of it cannot be (OD-8).

    ``portions`` are :class:`.batch_portion.Portion`, one per line; ``lots`` is
    ``{name: stock.lot}`` of the finished numbers that exist; ``component_lots`` is
    ``{(product, name): stock.lot}``; ``mistakes`` is ``{position of a line: problem}``.
    """

    portions: list
    lots: dict
    component_lots: dict
    mistakes: dict
