"""The states of numbers that there are, filled in steps past the ORM."""

from . import stock_lot
