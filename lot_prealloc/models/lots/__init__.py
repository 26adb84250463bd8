"""A number as a record: drawn, created, unique, whose it is, named on a move.

Takes a product, a quantity and values; knows formats, and no order.
"""

from . import lot_prealloc_derived_fields
from . import stock_location
from . import stock_lot
from . import stock_move
from . import uom_uom
from . import product_product
from . import clean
from . import company
from . import passing
from . import naming
from . import finding
