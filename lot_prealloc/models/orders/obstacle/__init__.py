"""Why an order has no number yet, and what happens when that is mended."""

from . import mrp_production
from . import lot_number_tier
from . import lot_number_format
