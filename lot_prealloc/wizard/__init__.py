from . import mrp_production_lot_prompt
from . import mrp_production_serials
from . import mrp_production_serials_list
from . import stock_picking_lot_range
