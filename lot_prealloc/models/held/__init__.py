"""A number that an order holds is nobody else's, and a void one nobody's: every door.

Uses the orders that hold numbers and their state.
"""

from . import stock_lot
from . import stock_move
from . import stock_move_line
from . import stock_quant
from . import mrp_production
from . import ir_actions_act_window
from . import void
from . import range
from . import unfound
