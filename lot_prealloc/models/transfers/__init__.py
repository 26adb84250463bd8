"""Numbers at the doors of the stock: receipts, demands, choices, ranges.

Uses lots, and the orders that bring them.
"""

from . import receipt
from . import demand
from . import choice
from . import range
from . import finding
from . import stock_move
