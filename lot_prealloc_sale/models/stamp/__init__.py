"""A number says for which sales order it was made (AB-20, AB-23)."""

from . import event
from . import stock_lot
from . import stock_move
from . import sale_order
