from odoo.addons.mrp.wizard import mrp_production_serial_numbers as native

from . import lot_number_series_mixin
from . import mrp_production_lot_prompt
from . import mrp_production_serials
from . import mrp_production_serials_check
from . import mrp_production_serials_hints
from . import mrp_production_serials_list
from . import mrp_production_serials_numbers
from . import mrp_production_serials_units
from . import mrp_production_serials_steps
from . import mrp_production_serials_together
from . import mrp_production_serials_told
from . import mrp_production_serials_following
from . import stock_lot_chosen
from . import stock_lot_hold
from . import stock_lot_hold_release
from . import stock_picking_lot_range

if hasattr(native.MrpProductionSerials, "action_split_and_assign_serials"):
    from . import mrp_production_serials_prepare
