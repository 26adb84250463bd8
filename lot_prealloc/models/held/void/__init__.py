"""Numbers that were given up must not come back."""

from . import stock_lot
from . import stock_move_line
from . import mrp_production
