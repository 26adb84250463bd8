"""What the settings show of a company that is about to preallocate."""

from . import ticks
from . import res_config_settings
