"""Labels of numbers that we gave to what was received."""

from . import stock_picking
