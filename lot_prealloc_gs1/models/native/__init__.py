"""Odoo's own labels, with a symbol that is GS1's."""

from . import stock_lot
