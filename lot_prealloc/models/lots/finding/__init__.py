"""A number that is read from a label, or typed: which lots it is."""

from . import stock_lot
from . import stock_move_line
