from . import stock_traceability
