"""When, and how often, labels of a number were printed."""

from . import ir_actions_report
from . import stock_lot
