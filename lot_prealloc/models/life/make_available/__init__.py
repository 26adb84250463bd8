"""What a customer returned is made available again, by inventory managers."""

from . import stock_lot
