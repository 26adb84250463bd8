"""Labels that are printed from an order, before anything is produced too."""

from . import mrp_production
