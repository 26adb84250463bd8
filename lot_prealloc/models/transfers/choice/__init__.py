"""Lots that a person chooses on the line of a transfer."""

from . import stock_move
