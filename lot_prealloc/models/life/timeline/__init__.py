"""What happened to a number, told in order."""

from . import stock_move
from . import stock_move_line
from . import stock_lot
