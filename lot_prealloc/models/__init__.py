"""The rooms, along the path of a number: drawn, held, handed out, alive in stock.

Their order is the order in which overrides run: of two rooms that extend the same
method, the later one runs first and calls the earlier one with ``super()``. A room may
use what stands above it, never what stands below; tests/test_rooms.py keeps both.
"""

from . import numbering
from . import lots
from . import orders
from . import batch
from . import transfers
from . import life
from . import held
from . import reservation
from . import labels
from . import bulk
