"""Who has which numbers when an order is divided, or several become one."""

from . import mrp_production
