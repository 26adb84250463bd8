"""Lots that are named on the demand of a move, before anything is reserved."""

from . import stock_move
from . import stock_rule
from . import mrp_production
from . import stock_picking
