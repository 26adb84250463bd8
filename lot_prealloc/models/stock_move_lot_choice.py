from odoo import api, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Lots that a person chooses on the line of a delivery (AB-16, AB-18).

    Stock Odoo reads the tags of a line as serial numbers: one unit for each. For lots
    that would turn forty kilos into one.
    """

    _inherit = "stock.move"

    def _has_lots_by_quantity(self):
        """Whether lots are chosen from stock here, each for as much as it has."""
        self.ensure_one()
        return (
            self.has_tracking == "lot"
            and self.picking_code in ("outgoing", "internal")
            and self.state not in ("draft", "done", "cancel")
            and self.company_id.lot_prealloc_enabled
        )

    @api.onchange("lot_ids")
    def _onchange_lot_ids(self):
        if not self._has_lots_by_quantity():
            return super()._onchange_lot_ids()
        quantity = self.quantity
        result = super()._onchange_lot_ids()
        self.quantity = quantity
        return result

    def _set_lot_ids(self):
        by_quantity = self.filtered(lambda move: move._has_lots_by_quantity())
        chosen = [(move, move.lot_ids) for move in by_quantity]
        # Odoo's way of these ends with a look at the last one: there has to be one.
        if others := self - by_quantity:
            super(StockMove, others)._set_lot_ids()
        for move, lots in chosen:
            move._reserve_chosen_lots(lots)

    def _reserve_chosen_lots(self, lots):
        """Take from these lots, rather than from those that were taken away.

        :param lots: ``stock.lot``, all that shall be on the line
        :raise UserError: nothing is left for a lot, or nothing of it is available
        """
        self.ensure_one()
        kept = self.move_line_ids.filtered(lambda line: line.lot_id in lots)
        others = self.move_line_ids - kept
        added = lots - kept.lot_id
        picked = self.picked
        kept_quantity = sum(kept.mapped("quantity_product_uom"))
        wanted = max(
            sum(others.mapped("quantity_product_uom")),
            self.product_qty - kept_quantity,
        )
        others.unlink()
        for lot in added:
            if self.product_id.uom_id.compare(wanted, 0) <= 0:
                raise UserError(
                    self.env._(
                        "%(product)s: nothing is left to take from %(lot)s. Remove "
                        "another lot from the line, or divide the quantity in its "
                        "details.",
                        product=self.product_id.display_name,
                        lot=lot.name,
                    )
                )
            taken = self._update_reserved_quantity(
                wanted, self.location_id, lot_id=lot, strict=False
            )
            if self.product_id.uom_id.compare(taken, 0) <= 0:
                raise UserError(
                    self.env._(
                        "%(product)s: nothing of %(lot)s is available in %(location)s. "
                        "Choose another lot.",
                        product=self.product_id.display_name,
                        lot=lot.name,
                        location=self.location_id.display_name,
                    )
                )
            wanted -= taken
        self._recompute_state()
        if picked:
            self.picked = True
