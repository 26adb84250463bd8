"""When it was made for a sales order, and released from it (AB-17)."""

from . import stock_lot_event
from . import stock_lot
