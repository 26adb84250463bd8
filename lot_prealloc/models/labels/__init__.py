"""Labels of lot and serial numbers: when they are offered, printed, and noted."""

from . import mrp_production
from . import stock_lot
from . import ir_actions_report
from . import printing
from . import receipt
