"""What automatic reservation takes and may not take, and what is promised of it.

Uses the state of numbers, and what is on hold.
"""

from . import stock_lot
from . import stock_quant
from . import stock_move
from . import product_product
from . import stock_forecasted
from . import stock_picking
from . import hold
