"""Two transactions at once may move parts of one lot: the later one looks again."""

from . import stock_lot
