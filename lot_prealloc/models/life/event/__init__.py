"""What the stock ledger does not keep: who did it, what was taken from whom."""

from . import stock_lot_event
from . import stock_move
from . import stock_lot
from . import stock_move_line
