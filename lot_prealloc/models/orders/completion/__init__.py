"""Many orders are completed as one set."""

from . import mrp_production
