"""What becomes of a number, read from the stock ledger: its state, events and trail.

Reads quants, moves and the orders that hold numbers; nobody writes a state.
"""

from . import stock_lot
from . import filling
from . import look_again
from . import make_available
from . import stock_move
from . import stock_move_line
from . import mrp_production
from . import delivery
from . import event
from . import timeline
from . import hold
from . import reappeared
from . import places
from . import traceability
from . import trace
from . import trace_tree
from . import built_in
from . import recall
