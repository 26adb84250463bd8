"""How a number looks, and where that is configured.

Formats over ir.sequence, the tiers that inherit them (company, category, product), and
the settings. A format takes values and gives names; it knows no lot and no order.
"""

from . import ir_sequence
from . import lot_number_format
from . import lot_number_tier
from . import res_company
from . import product_category
from . import product_template
from . import product_product
from . import res_config_settings
from . import counter
from . import source
from . import warnings
from . import example
