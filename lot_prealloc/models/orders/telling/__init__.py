"""What was done about numbers, in a sentence."""

from . import mrp_production
