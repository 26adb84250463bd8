"""What is inside a number and where it went, as screens show it: a level at a time."""

from . import stock_lot
from . import mrp_production
