"""What a recall affects, found in a constant number of statements."""

from . import stock_lot
from . import lot_recall
