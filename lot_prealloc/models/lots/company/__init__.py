"""A number of a shared product belongs to the company that makes it."""

from . import stock_lot
