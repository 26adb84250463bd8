"""Which papers of a customer show his numbers, from when on, and in how many words."""

from . import res_company
from . import res_config_settings
from . import sale_order
from . import stock_move_line
from . import stock_move
from . import stock_picking
from . import account_move
