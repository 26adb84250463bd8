from odoo import api, models

from ...transfers.range.lot_match import LotMatch


class StockLot(models.Model):
    _inherit = "stock.lot"

    @api.model
    @api.readonly
    def explain_unfound_number(self, text, product_id=False, picking_id=False):
        """Why a number that was scanned or typed is not offered on a transfer (UX-8).

        :param str text: what was typed
        :param product_id: id of the ``product.product`` of the line, if there is one
        :param picking_id: id of the ``stock.picking`` that is looked at
        :return: str, or False where there is nothing to say: preallocation is off, or
            it can be taken
        """
        picking = self.env["stock.picking"].browse(picking_id or ()).exists()
        if not picking or not picking.company_id._is_preallocation_on():
            return False
        picking.check_access("read")
        moves = picking.move_ids.filtered(
            lambda move: (
                move.has_tracking != "none"
                and (not product_id or move.product_id.id == product_id)
            )
        )
        if not moves:
            return False
        reason = moves._explain_missing_names(LotMatch(moves, [text])).get(text)
        if not reason:
            return False
        if others := self._find_of_other_products(text, moves.product_id):
            reason = self.env._(
                "it is a number of %(product)s",
                product=", ".join(others.product_id.mapped("display_name")),
            )
        return self.env._(
            "%(number)s cannot be taken for %(transfer)s: %(reason)s.",
            number=text,
            transfer=picking.display_name,
            reason=reason,
        )

    @api.model
    def _find_of_other_products(self, text, products):
        """:return: ``stock.lot`` of this name, if none of these products has it"""
        lots = self._find_read_numbers(text).filtered(lambda lot: lot.name == text)
        return lots.browse() if lots.product_id & products else lots
