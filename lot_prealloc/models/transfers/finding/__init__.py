"""Transfers are found by the numbers on them."""

from . import stock_picking
