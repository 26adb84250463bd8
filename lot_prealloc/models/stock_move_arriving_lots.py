from odoo import api, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Lots that a person names on the line of a receipt (LN-1).

    Stock Odoo reads the tags of a line as serial numbers: one unit for each. For a lot
    of forty kilos that would receive one.
    """

    _inherit = "stock.move"

    def _has_arriving_lots(self):
        """Whether lots are named here for what arrives, whatever its quantity."""
        self.ensure_one()
        return (
            self.has_tracking == "lot"
            and self.picking_code == "incoming"
            and self.state not in ("draft", "done", "cancel")
            and self._should_bypass_reservation()
            # sudo: the settings of a company are in force for all of its users
            and self.company_id.sudo().lot_prealloc_enabled
        )

    @api.onchange("lot_ids")
    def _onchange_lot_ids(self):
        if not self._has_arriving_lots():
            return super()._onchange_lot_ids()
        quantity = self.quantity
        # Odoo warns of what is in stock, as of a serial; more of a lot may arrive.
        super()._onchange_lot_ids()
        self.quantity = quantity
        return None

    def _set_lot_ids(self):
        arriving = self.filtered(lambda move: move._has_arriving_lots())
        chosen = [(move, move.lot_ids) for move in arriving]
        # Odoo's way of these ends with a look at the last one: there has to be one.
        if others := self - arriving:
            super(StockMove, others)._set_lot_ids()
        for move, lots in chosen:
            move._receive_as(lots)

    def _receive_as(self, lots):
        """Give these lots to the lines: one line for each, the last one has the rest.

        :param lots: ``stock.lot``, all that shall be on the lines
        :raise UserError: there is nothing left for one of them
        """
        self.ensure_one()
        lines = self.move_line_ids
        added = list(lots - lines.lot_id)
        removed = lines.filtered(lambda line: line.lot_id and line.lot_id not in lots)
        removed.write({"lot_id": False, "lot_name": False})
        unnamed = lines.filtered(lambda line: not line.lot_id and not line.lot_name)
        for index, lot in enumerate(added):
            is_last = lot == added[-1]
            own = unnamed[index:] if is_last else unnamed[index : index + 1]
            own = own or self._add_line_for_the_rest(lot)
            own.write({"lot_id": lot.id, "lot_name": lot.name})

    def _add_line_for_the_rest(self, lot):
        """:return: ``stock.move.line`` for what no line has yet"""
        received = sum(self.move_line_ids.mapped("quantity_product_uom"))
        rest = self.product_qty - received
        if self.product_id.uom_id.compare(rest, 0) <= 0:
            raise UserError(
                self.env._(
                    "%(product)s: nothing is left to receive as %(lot)s. Remove "
                    "another lot from the line, or divide the quantity in its details.",
                    product=self.product_id.display_name,
                    lot=lot.name,
                )
            )
        return self.env["stock.move.line"].create(
            self._prepare_move_line_vals(quantity=rest)
        )
