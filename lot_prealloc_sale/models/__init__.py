from . import stock_lot
from . import stock_lot_event
from . import stock_quant
from . import stock_move
from . import stock_move_stamp
from . import mrp_production
from . import sale_order_line
from . import sale_order
