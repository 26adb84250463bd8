"""A scope in which numbers have been checked already."""

from . import stock_lot
