from odoo.tools import sql

from .models.batch.steps.mrp_production_batch import ACTIVITY_TYPE as BATCH_STOPPED
from .models.lots.unique_lot_number import NUMBER_INDEX
from .models.orders.obstacle.mrp_production import ACTIVITY_TYPE

WITH_CHATTER = ("lot.number.format", "lot.recall", "lot.recall.customer")
# Columns of Odoo's that we have indexed; where Odoo does so too, it does it again.
INDEXED_COLUMNS = (("stock_lot", "ref"), ("stock_move_line", "lot_id"))


def pre_init_hook(env):
    """Record the tracking of every existing product as an explicit choice (AB-3).

    It runs before the models load, so that no product is ever computed from the
    (still empty) category and company tiers.
    """
    if not sql.column_exists(env.cr, "product_template", "lot_tracking"):
        sql.create_column(env.cr, "product_template", "lot_tracking", "varchar")
    env.cr.execute("UPDATE product_template SET lot_tracking = tracking")


def uninstall_hook(env):
    """Leave nothing that Odoo would not remove by itself (section 1). Lots and stock
    are not touched.
    """
    _remove_activities(env)
    _give_tracking_back(env)
    _remove_counters(env)
    _remove_names_of_others(env)
    _remove_indexes(env)
    env["ir.config_parameter"].search([("key", "=like", "lot_prealloc.%")]).unlink()


def _remove_activities(env):
    """Their types go with the addon, and could not while they refer to them."""
    for xmlid in (ACTIVITY_TYPE, BATCH_STOPPED):
        activity_type = env.ref(xmlid, raise_if_not_found=False)
        if activity_type:
            env["mail.activity"].with_context(active_test=False).search(
                [("activity_type_id", "=", activity_type.id)]
            ).unlink()


def _give_tracking_back(env):
    """Leave products with the tracking they had chosen, not the one of a switch
    that is about to disappear (AB-1).
    """
    # No order gets or loses a number by it.
    company_model = env["res.company"].with_context(lot_prealloc_paused=True)
    if company_model._is_traceability_switched_off():
        company_model._switch_traceability(on=True)


def _remove_counters(env):
    """A format is a table that is dropped; its counter is a sequence of Odoo's."""
    formats = env["lot.number.format"].search([])
    sequences = formats.sequence_id
    formats.sequence_id = False
    sequences.unlink()


def _remove_names_of_others(env):
    """Whatever addon extends the chatter has names of its own for a model that has it,
    and for choices there; the model goes, and the names of the others would stay.
    """
    for model, path in (
        ("ir.model.inherit", "model_id.model"),
        ("ir.model.fields.selection", "field_id.model"),
    ):
        records = env[model].search([(path, "in", WITH_CHATTER)])
        env["ir.model.data"].search(
            [
                ("model", "=", model),
                ("res_id", "in", records.ids),
                ("module", "!=", "lot_prealloc"),
            ]
        ).unlink()


def _remove_indexes(env):
    sql.drop_index(env.cr, NUMBER_INDEX, "stock_lot")
    for table, column in INDEXED_COLUMNS:
        sql.drop_index(env.cr, sql.make_index_name(table, column), table)
