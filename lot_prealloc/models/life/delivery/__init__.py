"""To whom a number went last."""

from . import stock_lot
