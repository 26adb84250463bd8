from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    hold_process = fields.Char(
        compute="_compute_hold_process",
        help="What would be refused with a number that is on hold for it.",
    )

    @api.depends("location_id", "location_dest_id", "location_final_id")
    def _compute_hold_process(self):
        for move in self:
            move.hold_process = move._get_hold_process()

    def _get_hold_process(self):
        """What a move does with its goods, as far as a hold is asked about it (RC-3).

        The steps of a delivery ship, and so does a dropship; taking apart consumes.
        Receipts, counts, scrap, what is moved inside and what goes back do neither.

        :return: ``ship``, ``consume`` or None
        """
        self.ensure_one()
        return self.location_id._get_hold_process(
            self.location_dest_id, self.location_final_id
        )
