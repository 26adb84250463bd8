"""A number on hold is not reserved, chosen, shipped or used up: every door (RC-3)."""

from . import stock_lot
from . import stock_move
from . import stock_move_line
