from odoo import models


class SalePreference:
    """Which numbers the reservation of a move takes first (AB-21).

    Asked again and again for one reservation, it looks only once.
    """

    def __init__(self, move):
        self.move = move
        self._order_id = None
        self._stamped = {}

    @property
    def order_id(self):
        if self._order_id is None:
            self._order_id = self.move._get_served_sale_order().id
        return self._order_id

    def _get_stamped(self, quants, product, location):
        key = (product.id, location.id)
        if key not in self._stamped:
            self._stamped[key] = quants.env["stock.lot"]._read_stamped_quants(
                product, location, quants._is_reservation_by_state(location)
            )
        return self._stamped[key]

    def sort(self, quants, product, location):
        """Own numbers, then those of nobody, then those of other sales orders.

        Among equals the order stays what Odoo's removal strategy says; stock without
        any number stays last.

        :return: ``stock.quant``, the same ones
        """
        stamped = self._get_stamped(quants, product, location)
        # Ids, not records: there may be a million.
        if stamped.keys().isdisjoint(quants._ids):
            return quants
        own, free, others = [], [], []
        for quant_id in quants._ids:
            if quant_id not in stamped:
                free.append(quant_id)
            elif stamped[quant_id] == self.order_id:
                own.append(quant_id)
            else:
                others.append(quant_id)
        unnumbered = []
        while others and free and not quants.browse(free[-1]).lot_id:
            unnumbered.insert(0, free.pop())
        return quants.browse(own + free + others + unnumbered)


class StockQuant(models.Model):
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
        preference = self.env.context.get("lot_prealloc_sale_preference")
        if preference is None or strict or lot_id or len(quants) < 2:
            return quants
        return preference.sort(quants, product_id, location_id)
