"""The sales order that a number goes to, whether or not it was made for it (UX-10)."""

from . import stock_lot
