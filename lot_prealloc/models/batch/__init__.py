"""Batch Production: one order per unit, with a genealogy of its own.

Takes units with their numbers; splits with Odoo's own ``_split_productions``.
"""

from . import mrp_production
from . import mrp_workorder
from . import ir_actions_actions
from . import steps
