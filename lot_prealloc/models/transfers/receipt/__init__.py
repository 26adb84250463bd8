"""Numbers of what is received from others: generated, never missing."""

from . import product_template
from . import product_category
from . import res_company
from . import lot_number_format
from . import stock_picking
from . import stock_move_line
