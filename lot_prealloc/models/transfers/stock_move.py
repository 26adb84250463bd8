from odoo import models


class StockMove(models.Model):
    """Lots that a person gives to a move: what that means depends on the move."""

    _inherit = "stock.move"

    def _set_lot_ids(self):
        naming = self._filter_naming_demand()
        taking = (self - naming).filtered(lambda move: move._has_lots_by_quantity())
        receiving = (self - naming).filtered(lambda move: move._has_arriving_lots())
        ours = naming | taking | receiving
        chosen = {move: move.lot_ids for move in ours}
        for move in naming:
            move.demand_lot_ids = chosen[move]
        # Not for ours: Odoo makes a line of one unit of each lot, however much it has.
        # Its way of the others ends with a look at the last one: there has to be one.
        if others := self - ours:
            super(StockMove, others)._set_lot_ids()
        for move in taking:
            move._reserve_chosen_lots(chosen[move])
        for move in receiving:
            move._receive_as(chosen[move])
