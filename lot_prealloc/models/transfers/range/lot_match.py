from odoo.fields import Domain

from ...lots.naming.source import Source


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
        lots = self.moves.env["stock.lot"].union(*self.lots.values())
        quants = self.moves.env["stock.quant"].search(
            Domain("lot_id", "in", self.moves._filter_usable(lots).ids)
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
