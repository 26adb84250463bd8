from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

# In the context: quantities per product and place are what can be promised of them.
PROMISED = "lot_prealloc_promised"


class Withheld(NamedTuple):
    """What lies at a place and is not reserved by itself."""

    product: object
    lot: object
    location: object
    # in the unit of the product
    quantity: float


class StockQuant(models.Model):
    """Stock that is here and that nobody is promised (AB-15)."""

    _inherit = "stock.quant"

    @api.model
    def _find_withheld_lots(self, products):
        """One look at an index, however many products and numbers there are.

        :param products: ``product.product``
        :return: ``stock.lot`` of which something is withheld; none where no company
            at work reserves by the state of its numbers
        """
        # sudo: the settings of a company are in force for whoever asks
        if not any(self.env.companies.sudo().mapped("lot_prealloc_enabled")):
            return self.env["stock.lot"]
        return self.env["stock.lot"]._search_withheld(products)

    @api.model
    def _read_withheld(self, lots, domain):
        """What automatic reservation will not take, by number and place.

        Two statements, however many numbers there are, and none for none.

        :param lots: see :meth:`_find_withheld_lots`
        :param domain: of quants: where one looks
        :return: list of :class:`Withheld`
        """
        if not lots:
            return []
        places = self._read_group(
            Domain(domain) & Domain("lot_id", "in", lots.ids),
            ["product_id", "lot_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum"],
            order="location_id",
        )
        left = lots._get_reservable_quantities()
        withheld = []
        for product, lot, location, quantity, reserved in places:
            free = quantity - reserved
            if product.tracking == "none" or not (
                self._is_reservation_by_state(location)
            ):
                continue
            # Reservation takes as much of a number as it may, wherever it lies.
            taken = max(0, min(free, left[lot.id]))
            left[lot.id] -= taken
            if product.uom_id.compare(free, taken) > 0:
                withheld.append(Withheld(product, lot, location, free - taken))
        return withheld

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        """The forecast asks like this for what there is to promise."""
        rows = super()._read_group(domain, groupby, aggregates, *args, **kwargs)
        if not self.env.context.get(PROMISED) or (
            list(groupby) != ["product_id", "location_id"]
            or list(aggregates) != ["quantity:sum"]
        ):
            return rows
        quants = self.with_context(**{PROMISED: False})
        products = self.env["product.product"].union(*(row[0] for row in rows))
        withheld = defaultdict(float)
        for part in quants._read_withheld(quants._find_withheld_lots(products), domain):
            withheld[part.product, part.location] += part.quantity
        return [
            (product, location, quantity - withheld[product, location])
            for product, location, quantity in rows
        ]
