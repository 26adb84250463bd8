"""When an order is to have numbers, and what it does as it gets there."""

from . import mrp_production
