"""Lots that are named for the moves that bring or take them."""

from . import stock_quant
from . import stock_move
from . import stock_move_line
