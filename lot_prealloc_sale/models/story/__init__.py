"""What happened with numbers for a sales order, as its customer sees it (AB-22)."""

from . import ledger
from . import stock_lot
from . import sale_order
