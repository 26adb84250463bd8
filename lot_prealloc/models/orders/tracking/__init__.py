"""Open orders follow a product whose tracking is changed."""

from . import mrp_production
from . import product_template
