from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.names import summarize_names


class StockMove(models.Model):
    """Lots that a person chooses on the line of a transfer (LN-1, AB-16, AB-18).

    Stock Odoo reads the tags of a line as serial numbers: one unit for each. For lots
    that would turn forty kilos into one.
    """

    _inherit = "stock.move"

    lot_number_summary = fields.Char(
        "Lots/Serial Numbers in Short",
        compute="_compute_lot_number_summary",
        help="The numbers on the line, summed up where they follow one another.",
    )

    @api.depends("lot_ids")
    @api.depends_context("lang")
    def _compute_lot_number_summary(self):
        for move in self:
            move.lot_number_summary = summarize_names(
                move.lot_ids.mapped("name"), self.env
            )

    @api.onchange("lot_ids")
    def _onchange_lot_ids(self):
        takes, receives = self._has_lots_by_quantity(), self._has_arriving_lots()
        quantity = self.quantity
        result = super()._onchange_lot_ids()
        if takes or receives:
            self.quantity = quantity
        # Odoo warns of what is in stock, as of a serial; more of a lot may arrive.
        return None if receives else result

    def _has_lots_by_quantity(self):
        """Whether lots are chosen from stock here, each for as much as it has."""
        self.ensure_one()
        return (
            self.has_tracking == "lot"
            and self.picking_code in ("outgoing", "internal")
            and self.state not in ("draft", "done", "cancel")
            and self.company_id._is_preallocation_on()
        )

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

    def _has_arriving_lots(self):
        """Whether lots are named here for what arrives, whatever its quantity."""
        self.ensure_one()
        return (
            self.has_tracking == "lot"
            and self.picking_code == "incoming"
            and self.state not in ("draft", "done", "cancel")
            and self._should_bypass_reservation()
            and self.company_id._is_preallocation_on()
        )

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
