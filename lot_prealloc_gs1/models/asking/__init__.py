"""Where a person prints labels, the dialog asks which."""

from . import mrp_production
