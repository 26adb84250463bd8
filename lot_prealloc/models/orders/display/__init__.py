"""What a person sees of the numbers on an order."""

from . import mrp_production
