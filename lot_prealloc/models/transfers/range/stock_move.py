from itertools import product

from odoo import models
from odoo.fields import Domain

from ...lots.naming.source import Source


class StockMove(models.Model):
    """Numbers of a series, taken from stock for a delivery (MM-7)."""

    _inherit = "stock.move"

    def _has_location(self, source):
        location = self.env["stock.location"].browse(source.location_id)
        return location._child_of(self.location_id)

    def _find_lots_by_name(self, names):
        """:return: ``{name: stock.lot}``, of several products where these have them"""
        lots = self.env["stock.lot"]._find_by_names(
            product(self.product_id.ids, names), self.company_id
        )
        return self.env["stock.lot"].union(*lots.values()).grouped("name")

    def _filter_usable(self, lots):
        """Made to be extended: which ``stock.lot`` these moves may take at all."""
        return lots

    # ------------------------------------------------------------------
    # What cannot be taken, and why
    # ------------------------------------------------------------------

    def _explain_missing_names(self, match):
        """:return: ``{name: reason}``, of what :class:`LotMatch` has not taken"""
        lots = self.env["stock.lot"].union(
            *(match.lots[name] for name in match.missing if name in match.lots)
        )
        documents = self._find_documents_that_reserve(lots)
        reasons = {}
        for name in match.missing:
            lots_of_name = match.lots.get(name)
            if not lots_of_name:
                reasons[name] = self.env._("unknown")
                continue
            documents_of_name = [
                document
                for lot in lots_of_name & lots.concat(*match.sources)
                for document in documents.get(lot, ())
            ]
            reasons[name] = self._explain_missing_lots(lots_of_name, documents_of_name)
        for name in match.surplus:
            reasons[name] = self.env._("more than is wanted")
        return reasons

    def _explain_missing_lots(self, lots, documents):
        """Why nothing is taken of the lots of a name. Made to be extended.

        :param lots: ``stock.lot``
        :param list documents: names of what has reserved them
        :return: str
        """
        if documents:
            return self.env._("reserved by %(document)s", document=", ".join(documents))
        return self.env._("not in stock")

    def _find_documents_that_reserve(self, lots):
        """:return: ``{stock.lot: names of transfers and orders}``, others than these"""
        # sudo: only the names are shown
        groups = (
            self.env["stock.move.line"]
            .sudo()
            ._read_group(
                Domain("lot_id", "in", lots.ids)
                & Domain("state", "not in", ("draft", "done", "cancel"))
                & Domain("move_id", "not in", self.ids),
                ["lot_id"],
                ["move_id:recordset"],
            )
        )
        return {
            lot.with_env(self.env): sorted(
                {move.reference for move in moves if move.reference}
            )
            for lot, moves in groups
        }

    # ------------------------------------------------------------------
    # Reserving
    # ------------------------------------------------------------------

    def _reserve_match(self, match):
        """Put what was found on the lines, in place of what was reserved by itself.

        Units that the series does not speak of keep what they have. Where a number of
        the series is missing, nothing else stands in its place.

        :param match: :class:`LotMatch` of these moves
        """
        self.env["stock.quant"]._lock_for_reservation(match.quants.ids)
        taken_sources = {source for taken in match.taken.values() for source in taken}
        holes = len(match.missing)
        dropped = self.env["stock.move.line"]
        vals_list = []
        bereft = self.browse()
        for move, taken in match.taken.items():
            lines = move.move_line_ids - match.picked_lines
            kept = lines.filtered(lambda line, taken=taken: line._is_as_taken(taken))
            others = lines - kept
            rest = match.rest[move]
            if taken:
                hole = min(rest, holes) if move.has_tracking == "serial" else rest
                hole = hole if holes else 0
                rest, holes = rest - hole, holes - min(hole, holes)
            stays = others.filtered(
                lambda line: Source.of(line) not in taken_sources
            )._keep_newest(rest)
            if not taken and others - stays:
                bereft += move
            dropped += others - stays
            known = {Source.of(line) for line in kept}
            vals_list += [
                move._prepare_move_line_vals(quantity=quantity) | source._asdict()
                for source, quantity in taken.items()
                if source not in known
            ]
        self._exchange_lines(dropped, vals_list)
        # somebody else in this transfer was faster; there may be more of it
        bereft._action_assign()

    def _exchange_lines(self, dropped, vals_list):
        """Unreserve and reserve. Made to be extended.

        :param dropped: ``stock.move.line`` of these moves
        :param list vals_list: of those that take their place
        """
        dropped.unlink()
        self.env["stock.move.line"].create(vals_list)
