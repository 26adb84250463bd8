"""Numbers that come in although they are with a customer."""

from . import stock_lot
from . import stock_move_line
from . import stock_picking
from . import stock_quant
