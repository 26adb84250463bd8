from . import lot_label
from . import stock_traceability
