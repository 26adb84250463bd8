from odoo.tools.sql import column_exists, create_column

from .models.orders.obstacle.mrp_production import ACTIVITY_TYPE


def pre_init_hook(env):
    """Record the tracking of every existing product as an explicit choice (AB-3).

    It runs before the models load, so that no product is ever computed from the
    (still empty) category and company tiers.
    """
    if not column_exists(env.cr, "product_template", "lot_tracking"):
        create_column(env.cr, "product_template", "lot_tracking", "varchar")
    env.cr.execute("UPDATE product_template SET lot_tracking = tracking")


def uninstall_hook(env):
    """Leave products with the tracking they had chosen, not the one of a switch
    that is about to disappear (AB-1). Lots and stock are not touched.
    """
    # Their type goes with the addon, and could not while they refer to it.
    activity_type = env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
    if activity_type:
        env["mail.activity"].with_context(active_test=False).search(
            [("activity_type_id", "=", activity_type.id)]
        ).unlink()
    # No order gets or loses a number by it.
    company_model = env["res.company"].with_context(lot_prealloc_paused=True)
    if company_model._is_traceability_switched_off():
        company_model._switch_traceability(on=True)
