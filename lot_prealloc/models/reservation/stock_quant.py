from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..lots.naming.lot_rule import FORECAST, TYPED, LotRule
from .withheld import Withheld


class StockQuant(models.Model):
    """What automatic reservation takes (AB-15, AB-16).

    Automatic is what names no lot: “Check Availability”, the scheduler, a quantity that
    is typed on a move. It takes what is available, in the order of Odoo's removal
    strategy; what a customer has returned only a person takes.
    """

    _inherit = "stock.quant"

    def _get_reserve_quantity(
        self,
        product_id,
        location_id,
        quantity,
        uom_id=None,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        **kwargs,
    ):
        options = {
            "uom_id": uom_id,
            "lot_id": lot_id,
            "package_id": package_id,
            "owner_id": owner_id,
            "strict": strict,
            **kwargs,
        }
        names_quant = bool(lot_id or strict)
        rule = LotRule.of(self)
        if rule.only is not None and not names_quant:
            # What a demand names is taken as a person takes it, returned or not.
            reserved = super()._get_reserve_quantity(
                product_id, location_id, quantity, **options
            )
            self._lock_for_reservation([quant.id for quant, _taken in reserved])
            return [(quant.with_env(self.env), taken) for quant, taken in reserved]
        is_automatic = (
            (not names_quant or rule.asked_by == TYPED)
            and product_id.tracking != "none"
            and product_id.uom_id.compare(quantity, 0) > 0
            and not location_id.should_bypass_reservation()
            and self._is_reservation_by_state(location_id)
        )
        if not is_automatic:
            return super()._get_reserve_quantity(
                product_id, location_id, quantity, **options
            )
        limits = self._get_automatic_limits(product_id, lot_id if names_quant else None)
        closed = {lot_id for lot_id, limit in limits.items() if limit <= 0}
        partly = []
        while True:
            rest = quantity - sum(taken for _quant, taken in partly)
            open_quants = rule._replace(closed=tuple(closed)).on(self)
            reserved = super(StockQuant, open_quants)._get_reserve_quantity(
                product_id, location_id, rest, **options
            )
            # No more of a lot than its limit; the rest comes from the next ones.
            cut = self._cut_to_limits(reserved, limits)
            if not cut:
                break
            partly += cut
            closed |= {quant.lot_id.id for quant, _taken in cut}
        reserved = partly + reserved
        self._lock_for_reservation([quant.id for quant, _taken in reserved])
        return [(quant.with_env(self.env), taken) for quant, taken in reserved]

    def _is_reservation_by_state(self, location):
        """Whether the company at a location reserves by the state of its numbers."""
        company = location.company_id or self.env.company
        return company._is_preallocation_on()

    def _get_automatic_limits(self, product, lot=None):
        """How much of each lot, of which something is withheld, may be reserved.

        :param lot: ``stock.lot`` that is asked for, or an empty one; None: any
        :return: ``{lot id: quantity}``, in the unit of the product
        """
        # sudo: what is available does not depend on who reserves
        lots = self.env["stock.lot"].sudo()
        if lot is None:
            withheld = lots._search_withheld(product)
        else:
            withheld = lot.sudo().filtered_domain(lots._get_withheld_domain())
        limits = withheld._get_reservable_quantities()
        if product.tracking == "serial":
            return limits
        packaging = self.env.context.get("packaging_uom_id")
        if packaging and product.categ_id.packaging_reserve_method == "full":
            for lot_id, limit in limits.items():
                limits[lot_id] = packaging._check_qty(limit, product.uom_id, "DOWN")
        return limits

    def _cut_to_limits(self, reserved, limits):
        """:return: pairs of quant and quantity, of the lots that exceed their limit"""
        wanted = defaultdict(float)
        for quant, taken in reserved:
            wanted[quant.lot_id.id] += taken
        left = {
            lot_id: limit
            for lot_id, limit in limits.items()
            if wanted.get(lot_id, 0) > limit
        }
        cut = []
        for quant, taken in reserved:
            if quant.lot_id.id in left:
                cut.append((quant, min(taken, left[quant.lot_id.id])))
                left[quant.lot_id.id] -= cut[-1][1]
        return [(quant, taken) for quant, taken in cut if taken > 0]

    def _get_gather_domain(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        **kwargs,
    ):
        """Which lots may be taken at all."""
        domain = super()._get_gather_domain(
            product_id,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            **kwargs,
        )
        rule = LotRule.of(self)
        if rule.process:
            lots = self.env["stock.lot"]
            stopped = Domain("lot_id", "any!", lots._get_hold_domain(rule.process))
            domain = Domain(domain) & ~stopped
        left_out = rule.closed
        if strict or lot_id:
            only = None
        else:
            only, left_out = rule.only, left_out + rule.without
        if left_out:
            domain = Domain(domain) & Domain("lot_id", "not in", left_out)
        if only is not None:
            domain = Domain(domain) & Domain("lot_id", "in", only)
        return domain

    # ------------------------------------------------------------------
    # What is promised (AB-15)
    # ------------------------------------------------------------------

    @api.model
    def _find_withheld_lots(self, products):
        """One look at an index, however many products and numbers there are.

        :param products: ``product.product``
        :return: ``stock.lot`` of which something is withheld; where no company at work
            reserves by the state of its numbers, those that are on hold
        """
        lots = self.env["stock.lot"]
        tracked = products.filtered(lambda product: product.tracking != "none")
        if not tracked:
            return lots
        # What is on hold for anything is not for everybody: it is promised to nobody.
        domain = lots._get_hold_domain()
        if self.env.companies._is_preallocation_on():
            domain |= lots._get_withheld_domain()
        return lots._search_withheld(tracked, domain)

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
        stopped_ids = set(lots._filter_on_hold()._ids)
        left = lots._get_reservable_quantities() | dict.fromkeys(stopped_ids, 0)
        withheld = []
        for product, lot, location, quantity, reserved in places:
            free = quantity - reserved
            if product.tracking == "none" or not (
                lot.id in stopped_ids or self._is_reservation_by_state(location)
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
        rule = LotRule.of(self)
        if rule.asked_by != FORECAST or (
            list(groupby) != ["product_id", "location_id"]
            or list(aggregates) != ["quantity:sum"]
        ):
            return rows
        quants = rule._replace(asked_by=None).on(self)
        products = self.env["product.product"].union(*(row[0] for row in rows))
        withheld = defaultdict(float)
        for part in quants._read_withheld(quants._find_withheld_lots(products), domain):
            withheld[part.product, part.location] += part.quantity
        return [
            (product, location, quantity - withheld[product, location])
            for product, location, quantity in rows
        ]
