"""A number that is typed for a transfer and cannot be taken: why, said aloud."""

from . import stock_lot
