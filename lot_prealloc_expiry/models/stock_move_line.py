from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _has_expiring_lot(self):
        """Whether the line has a lot that expires, or is about to make one (LN-2).

        Odoo gives other lines a date, too.
        """
        self.ensure_one()
        return self.use_expiration_date and (
            self.lot_id.expiration_date
            if self.lot_id
            else self.picking_code == "incoming" and self.tracking != "none"
        )

    def _action_done(self):
        """Numbers that come from production for the first time get their dates."""
        produced = self.filtered("move_id.production_id")
        result = super()._action_done()
        # lines of nothing are deleted
        produced.exists()._date_first_production()
        return result

    def _date_first_production(self):
        """Date the preallocated numbers that these lines are the first to produce.

        A lot may be received over several days: later receipts change nothing (BX-14).
        """
        produced = self.filtered(
            lambda line: (
                # not scrapped
                line.location_id.usage == "production"
                and line.lot_id.is_dated_by_production
            )
        )
        # sudo: whoever may receive a number dates it, be it a subcontractor
        produced.lot_id.sudo()._date_production(
            {line.lot_id: line.date for line in produced.sorted("date", reverse=True)}
        )
