from odoo import api, fields, models

from ....tools.processes import CONSUME
from ...lots.places import OWN_STOCK

# From stock to an order there are so many steps at most.
MAX_STEPS = 5


class StockMove(models.Model):
    _inherit = "stock.move"

    # What is on hold is not offered for what it is on hold for.
    demand_lot_ids = fields.Many2many(
        domain="[('product_id', '=', product_id)] + ([('hold_processes', 'not in', "
        "(hold_process, 'all'))] if hold_process else [])"
    )

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

        The steps of a delivery ship, and so does a dropship; taking apart consumes,
        and so do the steps that bring an order its components.
        Receipts, counts, scrap, what is moved inside and what goes back do neither.

        :return: ``ship``, ``consume`` or None
        """
        self.ensure_one()
        process = self.location_id._get_hold_process(
            self.location_dest_id, self.location_final_id
        )
        return process or (CONSUME if self._feeds_order() else None)

    def _feeds_order(self):
        """:return: bool, whether it brings components to an order

        Only what is moved inside is asked for the moves after it: most moves are not.
        """
        if not (
            OWN_STOCK.has(self.location_id) and OWN_STOCK.has(self.location_dest_id)
        ):
            return False
        # sudo: only whether there is an order
        moves = self.sudo()
        for _step in range(MAX_STEPS):
            moves = moves.move_dest_ids
            if not moves or moves.raw_material_production_id:
                break
        return bool(moves.raw_material_production_id)
