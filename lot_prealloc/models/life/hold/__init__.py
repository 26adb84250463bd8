"""A number that must not be shipped or used up: put on hold by an inventory manager.

Here is what a number is on hold for, and who says so. The doors that keep it stand in
the room ``reservation``.
"""

from . import stock_lot_event
from . import stock_location
from . import stock_move
from . import stock_move_line
from . import stock_lot
from . import mrp_unbuild
