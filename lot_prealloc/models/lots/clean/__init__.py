"""A number that a person cannot read or type again never becomes a lot's name."""

from . import stock_lot
from . import stock_move
from . import stock_move_line
