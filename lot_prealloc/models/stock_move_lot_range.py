from odoo import models
from odoo.fields import Domain

from .stock_move_named_lots import Source


class LotMatch:
    """What of a series of numbers can be taken from stock, for a set of moves.

    What these moves have reserved and a person has not picked may be taken again; what
    others have reserved may not.
    """

    def __init__(self, moves, names):
        """
        :param moves: ``stock.move`` that want numbers, the first one first
        :param list names: str
        """
        self.moves = moves
        self.picked_lines = moves.move_line_ids.filtered("picked")
        # quantities for which numbers may be named, in the unit of the product
        self.wanted = {move: self._get_wanted(move) for move in moves}
        self.rest = dict(self.wanted)
        # {stock.move: {Source: quantity}}
        self.taken = {move: {} for move in moves}
        self.lots = moves._find_lots_by_name(names)
        self.sources, self.quants = self._find_sources()
        not_taken = [name for name in names if not self._take(name)]
        # in stock and free, but there are no units left for them
        self.surplus = [name for name in not_taken if self._is_free(name)]
        self.missing = [name for name in not_taken if name not in set(self.surplus)]

    def _get_wanted(self, move):
        lines = move.move_line_ids
        here = sum(lines.mapped("quantity_product_uom"))
        picked = sum((lines & self.picked_lines).mapped("quantity_product_uom"))
        return max(move.product_qty, here) - picked

    def _find_sources(self):
        """Where the lots lie, and how much of them is free.

        :return: ``{stock.lot: {Source: quantity}}``, and ``stock.quant``
        """
        own = {}
        for line in self.moves.move_line_ids - self.picked_lines:
            source = Source.of(line)
            own[source] = own.get(source, 0) + line.quantity_product_uom
        lot_ids = [lot.id for lots in self.lots.values() for lot in lots]
        quants = self.moves.env["stock.quant"].search(
            Domain("lot_id", "in", lot_ids)
            & Domain("location_id", "child_of", self.moves.location_id.ids)
            & Domain("quantity", ">", 0),
            order="in_date, id",
        )
        sources = {}
        for quant in quants:
            source = Source.of(quant)
            free = quant.quantity - quant.reserved_quantity + own.get(source, 0)
            sources.setdefault(quant.lot_id, {})[source] = free
        return sources, quants

    def _take(self, name):
        """:return: whether anything of this name is, or has been, taken"""
        lots = self.lots.get(name, ())
        return any(
            lot in self.picked_lines.lot_id or self._take_lot(lot) for lot in lots
        )

    def _take_lot(self, lot):
        """Take of a lot what the moves still want: one unit with a serial."""
        is_taken = False
        for move in self.moves:
            if move.product_id != lot.product_id:
                continue
            for source, free in self.sources.get(lot, {}).items():
                quantity = min(free, self.rest[move])
                if lot.product_id.tracking == "serial":
                    quantity = min(quantity, 1 - is_taken)
                if move._is_nothing(quantity) or not move._has_location(source):
                    continue
                self.taken[move][source] = quantity
                self.sources[lot][source] -= quantity
                self.rest[move] -= quantity
                is_taken = True
        return is_taken

    def _is_free(self, name):
        return any(
            lot.product_id.uom_id.compare(free, 0) > 0
            for lot in self.lots.get(name, ())
            for free in self.sources.get(lot, {}).values()
        )

    @property
    def quantity(self):
        return sum(sum(sources.values()) for sources in self.taken.values())

    @property
    def wanted_quantity(self):
        return sum(self.wanted.values())


class StockMove(models.Model):
    """Numbers of a series, taken from stock for a delivery (MM-7)."""

    _inherit = "stock.move"

    def _has_location(self, source):
        location = self.env["stock.location"].browse(source.location_id)
        return location._child_of(self.location_id)

    def _find_lots_by_name(self, names):
        """:return: ``{name: stock.lot}``, of several products where these have them"""
        lots = self.env["stock.lot"].search(
            Domain("product_id", "in", self.product_id.ids)
            & Domain("name", "in", names)
            & Domain("company_id", "in", (*self.company_id.ids, False))
        )
        return lots.grouped("name")

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
            # sudo: only the name of the order is shown
            held_by = lots_of_name.filtered("is_preallocated").sudo()
            reserved_by = [
                document
                for lot in lots_of_name & lots.concat(*match.sources)
                for document in documents.get(lot, ())
            ]
            if held_by:
                reasons[name] = self.env._(
                    "held by %(order)s",
                    order=", ".join(held_by.prealloc_production_ids.mapped("name")),
                )
            elif reserved_by:
                reasons[name] = self.env._(
                    "reserved by %(document)s", document=", ".join(reserved_by)
                )
            else:
                reasons[name] = self.env._("not in stock")
        for name in match.surplus:
            reasons[name] = self.env._("more than is wanted")
        return reasons

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
        self.env["stock.quant"]._claim_reserved(match.quants.ids)
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
        """Unreserve and reserve, with as few questions about the stock as may be."""
        lines = self.env["stock.move.line"]
        lot_ids = {vals["lot_id"] for vals in vals_list} | set(dropped.lot_id.ids)
        locations = self.env["stock.location"].browse(
            {vals["location_id"] for vals in vals_list}
        )
        # sudo: as Odoo does for every update of the stock
        quants_cache = (
            self.env["stock.quant"]
            .sudo()
            ._get_quants_by_products_locations(
                self.product_id,
                locations | dropped.location_id,
                extra_domain=["|", ("lot_id", "in", lot_ids), ("lot_id", "=", False)],
            )
        )
        quants = self.env["stock.quant"].with_context(quants_cache=quants_cache)
        with quants._tally_reservations() as context:
            dropped.with_context(**context).unlink()
            lines.with_context(**context).create(vals_list)
            # Read together what Odoo reads one by one when it locks and updates them.
            known = quants.sudo().union(*quants_cache.values())
            known.mapped("quantity")
            known.mapped("product_uom_id")
