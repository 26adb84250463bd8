"""The stories of the numbers of a sales order, read from what was moved."""

from . import sale_order
