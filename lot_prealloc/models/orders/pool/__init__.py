"""The numbers that an order holds: put in, taken out."""

from . import mrp_production
