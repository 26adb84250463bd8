from . import lot_number_series_mixin
from . import mrp_production_lot_prompt
from . import mrp_production_serials
from . import mrp_production_serials_list
from . import mrp_production_serials_numbers
from . import mrp_production_serials_units
from . import stock_picking_lot_range
