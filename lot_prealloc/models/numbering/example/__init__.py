"""A format from one number that a company has used (First five minutes)."""

from . import lot_number_format
from . import res_config_settings
