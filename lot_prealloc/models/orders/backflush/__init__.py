"""Components that are consumed without anybody naming their numbers."""

from . import product_template
from . import product_category
from . import res_company
from . import stock_move
from . import mrp_production
