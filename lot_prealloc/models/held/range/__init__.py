"""Why a number of a series is not received or taken: what only its life can tell."""

from . import stock_move
from . import stock_move_line
