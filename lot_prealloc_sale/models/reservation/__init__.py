"""Deliveries take the numbers of their sales order first (AB-21)."""

from . import stock_lot
from . import stock_quant
from . import stock_move
