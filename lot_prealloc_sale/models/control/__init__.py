"""Lines of sales orders whose orders get their numbers at confirmation (MM-6)."""

from . import mrp_production
from . import sale_order_line
