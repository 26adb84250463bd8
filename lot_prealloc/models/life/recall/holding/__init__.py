"""What a recall affects and is still here is put on hold."""

from . import lot_recall_line
from . import lot_recall
