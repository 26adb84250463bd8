"""Which labels a company prints, and where its links lead."""

from . import res_company
from . import res_config_settings
