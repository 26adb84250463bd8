from collections import defaultdict
from contextlib import contextmanager

from odoo import api, models


class Tally:
    """What a split does to reservations, until it is applied as a whole."""

    def __init__(self):
        # by product, location, lot, package and owner (ids), in the product's unit
        self.reserved = defaultdict(float)
        # ids of move lines that went to another move, and of the moves they left
        self.moved_line_ids = []
        self.left_move_ids = set()


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model
    def _update_reserved_quantity(
        self,
        product_id,
        location_id,
        quantity,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        """Sum changes up where a tally is kept, see ``_tally_reservations``."""
        tally = self.env.context.get("lot_prealloc_tally")
        if tally is None:
            return super()._update_reserved_quantity(
                product_id,
                location_id,
                quantity,
                lot_id=lot_id,
                package_id=package_id,
                owner_id=owner_id,
                strict=strict,
            )
        key = (
            product_id.id,
            location_id.id,
            (lot_id or self.env["stock.lot"]).id,
            (package_id or self.env["stock.package"]).id,
            (owner_id or self.env["res.partner"]).id,
        )
        tally.reserved[key] += quantity
        return None

    @api.model
    @contextmanager
    def _tally_reservations(self):
        """Sum up what move lines reserve and unreserve, apply the sums at the end.

        Dividing reservations among orders changes none of them in total, but Odoo
        updates the quants for every line. Nobody may look at what is available before
        the end; ``stock.move._action_assign`` applies the sums first.

        :return: context manager; its value is the context under which to divide
        """
        tally = Tally()
        yield {"lot_prealloc_tally": tally, "reserved_quant": self._with_tally(tally)}
        self._with_tally(tally)._apply_tally()

    @api.model
    def _with_tally(self, tally):
        return self.with_context(lot_prealloc_tally=tally)

    @api.model
    def _apply_tally(self):
        """Reserve and unreserve what has been summed up so far."""
        tally = self.env.context.get("lot_prealloc_tally")
        if tally is None:
            return
        self.env["stock.move.line"]._finish_moving(tally)
        sums = dict(tally.reserved)
        tally.reserved.clear()
        quants = self.with_context(lot_prealloc_tally=None)
        for (product_id, location_id, lot_id, package_id, owner_id), quantity in (
            sums.items()
        ):
            product = self.env["product.product"].browse(product_id)
            if not product.uom_id.is_zero(quantity):
                quants._update_reserved_quantity(
                    product,
                    self.env["stock.location"].browse(location_id),
                    quantity,
                    lot_id=self.env["stock.lot"].browse(lot_id),
                    package_id=self.env["stock.package"].browse(package_id),
                    owner_id=self.env["res.partner"].browse(owner_id),
                )
