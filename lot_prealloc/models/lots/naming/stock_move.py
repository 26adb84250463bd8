from odoo import fields, models
from odoo.tools import OrderedSet

from .source import Source


class StockMove(models.Model):
    """Batch Production: component numbers that a person names per unit (OD-7)."""

    _inherit = "stock.move"

    is_quantity_named = fields.Boolean(
        "Quantity Named",
        readonly=True,
        copy=False,
        help="What is consumed was named in Batch Production: no more and no less.",
    )

    def _should_bypass_set_qty_producing(self):
        """What a person named is neither filled up nor cut."""
        return super()._should_bypass_set_qty_producing() or self.is_quantity_named

    def _reserve_named_lots(self, named):
        """Give moves the lots named for them, and the other moves what is left.

        The moves are those of one component, in orders that were one order before:
        what is reserved for all of them is dealt out again. A lot that is not reserved
        for them comes from stock, as when a person picks it on a move line.

        :param dict named: ``{stock.move: pairs of stock.lot and quantity}``, quantity
            in the unit of measure of the move; None: what the move still needs
        """
        held = {move: move._get_sources() for move in self}
        reserved = {}
        for sources in held.values():
            for source, quantity in sources.items():
                reserved[source] = reserved.get(source, 0) + quantity
        reserved_before = dict(reserved)
        dealt = {move: {} for move in self}
        missing = []
        for move, pairs in named.items():
            for lot, quantity in move._get_named_quantities(pairs):
                rest = move._take(dealt[move], reserved, lot.id, quantity)
                if not move._is_nothing(rest):
                    missing.append((move, lot, rest))
        displaced = self._take_from_stock(dealt, missing, dict(reserved_before))
        others = [move for move in self if move not in named]
        for move in others:
            for source, quantity in held[move].items():
                move._take(dealt[move], reserved, source, quantity)
        for move in others:
            lost = sum(held[move].values()) - sum(dealt[move].values())
            move._take(dealt[move], reserved, None, lost)
        self._deal_out(held, dealt)
        self.browse().concat(*named).is_quantity_named = True
        for source, quantity in displaced.items():
            self._displace_reservation(source, quantity)

    def _get_sources(self):
        """:return: ``{Source: quantity}``, in the unit of the product"""
        self.ensure_one()
        sources = {}
        for line in self.move_line_ids:
            source = Source.of(line)
            sources[source] = sources.get(source, 0) + line.quantity_product_uom
        return sources

    def _get_named_quantities(self, pairs):
        """:return: pairs of ``stock.lot`` and quantity in the unit of the product"""
        self.ensure_one()
        if self.has_tracking == "serial":
            return [(lot, 1) for lot, _quantity in pairs]
        stated = sum(quantity or 0 for _lot, quantity in pairs)
        rest = max(self.product_uom_qty - stated, 0)
        quantities = []
        for lot, quantity in pairs:
            if quantity is None:
                quantity, rest = rest, 0
            quantities.append(
                (
                    lot,
                    self.product_uom._compute_quantity(
                        quantity, self.product_id.uom_id, round=False
                    ),
                )
            )
        return quantities

    def _is_nothing(self, quantity):
        return self.product_id.uom_id.compare(quantity, 0) <= 0

    def _take(self, dealt, reserved, wanted, quantity):
        """Move a quantity from what is reserved to what a move gets.

        :param dict dealt: ``{Source: quantity}`` of the move
        :param dict reserved: ``{Source: quantity}`` that can be taken
        :param wanted: a :class:`Source`, the id of a lot, or None: whatever there is
        :return: what could not be taken
        """
        for source, available in reserved.items():
            if self._is_nothing(quantity):
                break
            if wanted in (None, source, source.lot_id) and not self._is_nothing(
                available
            ):
                taken = min(available, quantity)
                reserved[source] -= taken
                dealt[source] = dealt.get(source, 0) + taken
                quantity -= taken
        return quantity

    def _take_from_stock(self, dealt, missing, reserved_before):
        """Take lots that are not reserved for these moves.

        Stock that is free comes first, then what is reserved for somebody else; a lot
        that is not there at all is taken from the moves' own location, where Odoo lets
        the stock go below zero.

        :param dict dealt: ``{stock.move: {Source: quantity}}``
        :param list missing: ``(stock.move, stock.lot, quantity)``
        :param dict reserved_before: ``{Source: quantity}``, what was reserved for these
        :return: ``{Source: quantity}`` taken from somebody else
        """
        displaced = {}
        if not missing:
            return displaced
        location = self[0].location_id
        # sudo: as Odoo does when it reserves
        quant_model = self.env["stock.quant"].sudo()
        quants = quant_model.search(
            [
                ("product_id", "=", self[0].product_id.id),
                ("lot_id", "in", [lot.id for _move, lot, _quantity in missing]),
                ("location_id", "child_of", location.id),
                ("quantity", ">", 0),
            ]
        )
        free, others = {}, {}
        for quant in quants:
            source = Source.of(quant)
            free[source] = quant.quantity - quant.reserved_quantity
            others[source] = quant.reserved_quantity - reserved_before.get(source, 0)
        for move, lot, quantity in missing:
            rest = move._take(dealt[move], free, lot.id, quantity)
            from_others = {}
            rest = move._take(from_others, others, lot.id, rest)
            if not move._is_nothing(rest):
                beyond_stock = Source(lot.id, location.id, False, False)
                dealt[move][beyond_stock] = dealt[move].get(beyond_stock, 0) + rest
            for source, taken in from_others.items():
                dealt[move][source] = dealt[move].get(source, 0) + taken
                displaced[source] = displaced.get(source, 0) + taken
        return displaced

    def _displace_reservation(self, source, quantity):
        """Let others, who have reserved what a person has in hand, reserve anew."""
        # an unsaved line stands for those that have just been made
        move = self[0]
        line = self.env["stock.move.line"].new(
            {"move_id": move.id, "product_uom_id": move.product_id.uom_id.id}
        )
        line._free_reservation(
            move.product_id,
            self.env["stock.location"].browse(source.location_id),
            quantity,
            lot_id=self.env["stock.lot"].browse(source.lot_id),
            package_id=self.env["stock.package"].browse(source.package_id),
            owner_id=self.env["res.partner"].browse(source.owner_id),
            ml_ids_to_ignore=OrderedSet(self.move_line_ids.ids),
        )

    def _deal_out(self, held, dealt):
        """Write the move lines of those moves that get something else than they had."""
        changed = self.filtered(lambda move: held[move] != dealt[move])
        changed.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                dict(
                    move._prepare_move_line_vals(quantity=quantity), **source._asdict()
                )
                for move in changed
                for source, quantity in dealt[move].items()
            ]
        )
