"""Finding a number, from anywhere."""

from . import stock_lot
from . import product_template
from . import product_product
from . import ir_ui_menu
