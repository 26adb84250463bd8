"""What is inside a number, and where it went (RC-1)."""

from . import stock_lot
