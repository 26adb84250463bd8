"""Rooms: settings, what GS1 says of a number, Odoo's labels, which were printed,
and where one asks. As in lot_prealloc, a room may use what stands above it.
"""

from . import settings
from . import elements
from . import native
from . import printed
from . import asking
