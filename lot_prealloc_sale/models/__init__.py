"""The rooms of the sales order: whose goods are made, stamped, reserved, told.

As in lot_prealloc, a room may use what stands above it.
"""

from . import source
from . import control
from . import stamp
from . import destination
from . import reservation
from . import promise
from . import story
from . import papers
