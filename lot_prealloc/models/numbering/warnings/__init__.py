"""What the settings say before it is too late; nothing is refused here."""

from . import lot_number_format
from . import lot_number_tier
from . import product_category
from . import res_company
from . import product_template
from . import res_config_settings
