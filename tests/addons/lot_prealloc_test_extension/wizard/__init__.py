from odoo.addons.mrp.wizard import mrp_production_serial_numbers as native

from . import mrp_production_serials

if hasattr(native.MrpProductionSerials, "action_split_and_assign_serials"):
    from . import mrp_production_serials_prepare
