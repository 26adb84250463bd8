"""The lot of a whole order is asked for where numbers come with completion."""

from . import mrp_production
