from odoo import api, models

from .company_check import check_company_of_all


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        """Note lines that a split only hands to another move, see ``_tally_...``."""
        tally = self.env.context.get("lot_prealloc_tally")
        if tally is None or not self._is_handed_over(vals):
            return super().write(vals)
        tally.left_move_ids.update(self.move_id._ids)
        tally.moved_line_ids += self._ids
        self._fields["move_id"].write(self, vals["move_id"])
        return True

    def _action_done(self):
        """Update the quants of untracked components once for a whole batch."""
        if not self.env.context.get("lot_prealloc_batch"):
            return super()._action_done()
        # Odoo reads this of each lot for itself, whenever it makes a quant of it.
        self.lot_id.mapped("lot_properties")
        with self.env["stock.quant"]._keep_ledger() as context:
            return super(StockMoveLine, self.with_context(**context))._action_done()

    def _is_handed_over(self, vals):
        """Whether the lines go to another move as they are: no quantity changes."""
        return vals.keys() == {"move_id", "quantity"} and all(
            line.state not in ("done", "cancel") and line.quantity == vals["quantity"]
            for line in self
        )

    @api.model
    def _finish_moving(self, tally):
        """Compute once what depends on the moves of all lines that were handed over."""
        self.browse(tally.moved_line_ids).modified(["move_id"])
        self.env["stock.move"].browse(tally.left_move_ids).modified(["move_line_ids"])
        tally.moved_line_ids = []
        tally.left_move_ids = set()

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)
