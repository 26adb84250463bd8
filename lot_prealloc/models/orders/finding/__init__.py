"""Orders are found by the numbers on them."""

from . import mrp_production
