from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

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
