from heapq import nsmallest

from odoo import api, fields, models

# Numbers that the form of an order lists: the rest has a list of its own (SC-3).
MAX_ROWS = 40


class MrpProduction(models.Model):
    """What became of the numbers of an order (AB-12, AB-18, MM-4)."""

    _inherit = "mrp.production"

    def _prepare_held_lot_values(self, product):
        """With what the ledger will say: so that it has nothing to write."""
        return super()._prepare_held_lot_values(product) | {
            "lifecycle_state": "preallocated",
            "production_id": self.id,
        }

    def _allocate_missing_numbers(self, completing=False):
        lots = super()._allocate_missing_numbers(completing)
        lots._keep_lifecycle()
        return lots

    def _release_unproduced(self):
        """They still name numbers that they have not made, and hold them no more."""
        super()._release_unproduced()
        unmade = self.lot_producing_ids - self.move_finished_ids.move_line_ids.lot_id
        unmade._follow_ledger()

    @api.model
    def _log_release(self, released):
        """Remember who gave up numbers that stay, as their labels are printed."""
        super()._log_release(released)
        self.env["stock.lot.event"]._log(
            [
                {"lot_id": lot.id, "kind": "given_up", "production_id": production.id}
                for production, lots in released.items()
                for lot in lots
                if lot.is_label_printed and not lot.quant_ids
            ]
        )

    traceability_lot_ids = fields.Many2many(
        "stock.lot",
        string="Traceability",
        compute="_compute_traceability_lot_ids",
        help="The numbers of this order: held, being produced, produced, by-products; "
        "of many the first ones.",
    )
    traceability_lot_count = fields.Integer(
        "Traced Numbers", compute="_compute_traceability_lot_ids"
    )
    has_more_numbers = fields.Boolean(compute="_compute_traceability_lot_ids")
    has_byproduct_numbers = fields.Boolean(compute="_compute_traceability_lot_ids")

    @api.depends(
        "prealloc_lot_ids",
        "lot_producing_ids",
        "move_finished_ids.move_line_ids.lot_id",
    )
    def _compute_traceability_lot_ids(self):
        for production in self:
            numbers = production._find_numbers()
            count = len(numbers)
            production.traceability_lot_ids = numbers.browse(
                nsmallest(MAX_ROWS, numbers._ids)
            )
            production.traceability_lot_count = count
            production.has_more_numbers = count > MAX_ROWS
            production.has_byproduct_numbers = bool(
                production.move_byproduct_ids.lot_ids
                or production._count_held_numbers().keys() - production.product_id
            )

    def _get_long_fields(self):
        names = super()._get_long_fields()
        return names | {"traceability_lot_ids"} if self.has_more_numbers else names
