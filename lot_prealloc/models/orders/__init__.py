"""When an order gets numbers, holds them, hands them out and gives them back.

Uses formats and lots. Knows neither the screens of a batch nor what becomes of a number
in stock.
"""

from . import stock_lot
from . import stock_move
from . import stock_picking
from . import backflush
from . import mrp_production
from . import product_product
from . import obstacle
from . import tracking
from . import display
