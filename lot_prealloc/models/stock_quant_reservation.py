from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# In the context: the quants that Odoo names are those of lines it has picked itself.
TYPED_QUANTITY = "lot_prealloc_typed_quantity"


class StockMove(models.Model):
    _inherit = "stock.move"

    def _set_quantity_done_prepare_vals(self, qty):
        """A quantity that is typed on a move is spread over numbers by Odoo (AB-15)."""
        move = self.with_context(**{TYPED_QUANTITY: True})
        return super(StockMove, move)._set_quantity_done_prepare_vals(qty)


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
        is_automatic = (
            "lot_prealloc_automatic" not in self.env.context
            and (not names_quant or self.env.context.get(TYPED_QUANTITY))
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
            reserved = self._for_automatic_reservation(closed)._get_reserve_quantity(
                product_id, location_id, rest, **options
            )
            # No more of a lot than its limit; the rest comes from the next ones.
            cut = self._cut_to_limits(reserved, limits)
            if not cut:
                break
            partly += cut
            closed |= {quant.lot_id.id for quant, _taken in cut}
        reserved = partly + reserved
        self._claim_reserved([quant.id for quant, _taken in reserved])
        return [(quant.with_env(self.env), taken) for quant, taken in reserved]

    def _is_reservation_by_state(self, location):
        """Whether the company at a location reserves by the state of its numbers."""
        # sudo: the settings of a company are in force for whoever reserves
        company = (location.company_id or self.env.company).sudo()
        return company.lot_prealloc_enabled

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

    def _for_automatic_reservation(self, closed_lot_ids):
        """:return: ``stock.quant`` under the context in which lots are left out"""
        return self.with_context(
            lot_prealloc_automatic=True,
            lot_prealloc_closed_lot_ids=tuple(closed_lot_ids),
        )

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

    def _get_gather_domain(self, *args, **kwargs):
        domain = super()._get_gather_domain(*args, **kwargs)
        closed = self.env.context.get("lot_prealloc_closed_lot_ids")
        return Domain(domain) & Domain("lot_id", "not in", closed) if closed else domain

    def _claim_reserved(self, quant_ids):
        """Let who reserves the same stock at the same moment start again.

        Odoo leaves out quants that somebody else has locked, and makes another one: the
        last numbers would be reserved twice. Whoever waits here until the other one is
        done, is repeated by Odoo, and finds what is left.
        """
        if quant_ids:
            self.env.cr.execute(
                SQL(
                    "SELECT FROM stock_quant WHERE id IN %s ORDER BY id"
                    " FOR NO KEY UPDATE",
                    tuple(quant_ids),
                )
            )
