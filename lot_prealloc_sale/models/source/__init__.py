"""The sales orders behind an order and behind a move (AB-20)."""

from . import stock_move
from . import mrp_production
from . import sale_order
