"""Recalls: what is affected by bad numbers, where it is, and who has it."""

from . import lot_recall
from . import lot_recall_line
from . import lot_recall_customer
from . import lot_recall_balance
from . import finding
from . import papers
from . import holding
from . import stock_lot
