"""When an order gets numbers, holds them, hands them out and gives them back.

Uses formats and lots. Knows neither the screens of a batch nor what becomes of a number
in stock. ``mrp_production`` tells the story, its steps are in the sub-rooms: trigger,
need, giving, telling, pool, handing out, backorder, release.
"""

from . import stock_lot
from . import stock_move
from . import stock_picking
from . import backflush
from . import mrp_production
from . import trigger
from . import need
from . import giving
from . import telling
from . import pool
from . import handing_out
from . import completion
from . import lot_prompt
from . import backorder
from . import release
from . import product_product
from . import obstacle
from . import tracking
from . import display
from . import finding
from . import first_steps
