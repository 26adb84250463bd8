"""Which product categories are tracked, chosen in the settings."""

from . import res_config_settings
