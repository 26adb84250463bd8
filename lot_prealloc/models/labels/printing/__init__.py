"""Labels that are printed from an order, before anything is produced too."""

from . import mrp_production
from . import mrp_production_batch
from . import picking_label_type
from . import stock_lot
