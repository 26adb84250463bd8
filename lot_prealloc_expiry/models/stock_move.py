from odoo import api, fields, models

from odoo.addons.lot_prealloc.tools.names import summarize_names


class StockMove(models.Model):
    """The expiration date of a line, of its lots the earliest (LN-2, MM-11)."""

    _inherit = "stock.move"

    lot_expiration_date = fields.Datetime(
        "Expiration Date",
        compute="_compute_lot_expiration_date",
        help="When the first of the lots on this line expires.",
    )
    has_expired_lot = fields.Boolean(compute="_compute_lot_expiration_date")

    @api.depends("move_line_ids.expiration_date", "move_line_ids.lot_id")
    def _compute_lot_expiration_date(self):
        now = fields.Datetime.now()
        for move in self:
            dates = [
                line.expiration_date
                for line in move.move_line_ids
                if line.expiration_date and line._has_expiring_lot()
            ]
            move.lot_expiration_date = min(dates, default=False)
            move.has_expired_lot = bool(dates) and move.lot_expiration_date <= now

    def _get_lots_by_expiration(self):
        """The lots of a component that expires, for paper.

        :return: list of dates and names, earliest first; a date may be False
        """
        self.ensure_one()
        production = self.raw_material_production_id
        if not (production.shows_expiration_dates and self.use_expiration_date):
            return []
        lots = self.move_line_ids.lot_id.sorted(
            lambda lot: (not lot.expiration_date, lot.expiration_date, lot.name)
        )
        return [
            (date, summarize_names(same_day.mapped("name"), self.env))
            for date, same_day in lots.grouped(lambda lot: lot._get_last_day()).items()
        ]
