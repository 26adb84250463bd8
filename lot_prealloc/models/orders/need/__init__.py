"""How many numbers an order needs, and lacks."""

from . import mrp_production
