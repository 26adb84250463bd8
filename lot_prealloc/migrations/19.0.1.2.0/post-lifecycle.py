from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give a state to the numbers that had none: expected or void (AB-12)."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["stock.lot"]._store_all_lifecycles(only_missing=True)
