from odoo import models

from odoo.addons.lot_prealloc.models.lots.naming.lot_rule import LotRule


class StockQuant(models.Model):
    """Which numbers the reservation of a move takes first (AB-21)."""

    _inherit = "stock.quant"

    def _gather(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        **kwargs,
    ):
        """Automatic reservation takes what is made for the sales order first."""
        quants = super()._gather(
            product_id,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            **kwargs,
        )
        move_id = LotRule.of(self).move_id
        if move_id is None or strict or lot_id or len(quants) < 2:
            return quants
        move = self.env["stock.move"].browse(move_id)
        return quants._sort_for_sale_order(move, product_id, location_id)

    def _sort_for_sale_order(self, move, product, location):
        """Own numbers, then those of nobody, then those of other sales orders.

        Among equals the order stays what Odoo's removal strategy says; stock without
        any number stays last.

        :param move: ``stock.move`` that reserves
        :return: ``stock.quant``, the same ones
        """
        stamped = self.env["stock.lot"]._read_stamped_quants(
            product, location, self._is_reservation_by_state(location)
        )
        # Ids, not records: there may be a million.
        if stamped.keys().isdisjoint(self._ids):
            return self
        order_id = move._get_served_sale_order().id
        own, free, others = [], [], []
        for quant_id in self._ids:
            if quant_id not in stamped:
                free.append(quant_id)
            elif stamped[quant_id] == order_id:
                own.append(quant_id)
            else:
                others.append(quant_id)
        unnumbered = []
        while others and free and not self.browse(free[-1]).lot_id:
            unnumbered.insert(0, free.pop())
        return self.browse(own + free + others + unnumbered)

    def _get_available_quantity(self, *args, **kwargs):
        """How much there is does not depend on what is taken first."""
        rule = LotRule.of(self)
        if rule.move_id is None:
            return super()._get_available_quantity(*args, **kwargs)
        quants = rule._replace(move_id=None).on(self)
        return super(StockQuant, quants)._get_available_quantity(*args, **kwargs)
