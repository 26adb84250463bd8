from odoo import api, fields, models


class MrpProduction(models.Model):
    """Every number of an order, and what became of it (AB-18, MM-4)."""

    _inherit = "mrp.production"

    traceability_lot_ids = fields.Many2many(
        "stock.lot",
        string="Traceability",
        compute="_compute_traceability_lot_ids",
        help="The numbers of this order: held, being produced, produced, by-products.",
    )
    has_byproduct_numbers = fields.Boolean(compute="_compute_traceability_lot_ids")

    @api.depends(
        "prealloc_lot_ids",
        "lot_producing_ids",
        "move_finished_ids.move_line_ids.lot_id",
    )
    def _compute_traceability_lot_ids(self):
        for production in self:
            numbers = production._get_numbers()
            production.traceability_lot_ids = numbers
            production.has_byproduct_numbers = bool(
                numbers.product_id - production.product_id
            )
