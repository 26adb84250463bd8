"""Numbers that were given up must not come back."""

from . import stock_lot
