from odoo import fields, models


class MrpUnbuild(models.Model):
    """What is on hold for consumption is not offered to be taken apart (RC-3)."""

    _inherit = "mrp.unbuild"

    # Odoo's own, and the hold
    lot_id = fields.Many2one(
        domain="[('product_id', '=', product_id), ('id', 'in', lot_producing_ids), "
        "('hold_processes', 'not in', ('consume', 'all'))]"
    )
