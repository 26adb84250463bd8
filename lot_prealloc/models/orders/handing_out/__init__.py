"""How numbers get from the pool to what is being produced, and to its receipt."""

from . import mrp_production
