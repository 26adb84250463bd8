"""From which number a format goes on."""

from . import ir_sequence
from . import lot_number_format
