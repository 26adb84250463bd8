"""Numbers are made for orders: here, and nowhere else."""

from . import mrp_production
