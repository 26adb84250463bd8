"""Where a format comes from: said beside the field, one click away (UX-13)."""

from . import lot_number_tier
from . import res_company
from . import product_category
from . import product_template
from . import product_product
