"""What GS1 says of a number, and what keeps it from that."""

from . import stock_lot
