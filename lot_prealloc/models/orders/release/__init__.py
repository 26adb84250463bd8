"""What is not needed any more is given up, and deleted where it leaves no trace."""

from . import mrp_production
