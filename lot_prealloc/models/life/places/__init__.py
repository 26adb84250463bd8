"""Where a number is, and its further states, if it is in several."""

from . import stock_location
from . import stock_lot
