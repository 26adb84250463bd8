"""Lines of the timeline: what was built in, and into what."""

from . import stock_lot
