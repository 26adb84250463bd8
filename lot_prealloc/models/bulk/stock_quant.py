from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models

from .dealing import Dealing
from .pending import get_pending, take_pending
from .pending_quant import PendingQuant
from .scopes import COMPLETING, DEALING, MOVING

RESERVATIONS = "lot_prealloc.pending_reservations"
QUANTS = "lot_prealloc.pending_quants"


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # ------------------------------------------------------------------
    # Whoever looks sees the stock as it is
    # ------------------------------------------------------------------

    @api.model
    def _search(self, *args, **kwargs):
        self._write_pending()
        return super()._search(*args, **kwargs)

    @api.model
    def flush_model(self, *args, **kwargs):
        self._write_pending()
        return super().flush_model(*args, **kwargs)

    @api.model
    def _write_pending(self):
        """Write what is summed up so far; later updates are summed up anew."""
        self._write_pending_reservations()
        self._write_pending_quants()

    # ------------------------------------------------------------------
    # Reservations that change hands
    # ------------------------------------------------------------------

    @api.model
    @contextmanager
    def _sum_up_reservations(self, quants_cache=None):
        """Sum up what move lines reserve and unreserve, write the sums at the end.

        Dividing reservations among orders changes none of them in total, but Odoo
        updates the quants for every line.

        :param quants_cache: the quants of all lines, as Odoo caches them
        :return: context manager
        """
        with DEALING.open(self.env, Dealing(quants_cache)):
            yield
            self._write_pending_reservations()
        self.env["stock.move"]._write_pending_orderpoints()

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
        **kwargs,
    ):
        if not DEALING.get(self.env):
            return super()._update_reserved_quantity(
                product_id,
                location_id,
                quantity,
                lot_id=lot_id,
                package_id=package_id,
                owner_id=owner_id,
                strict=strict,
                **kwargs,
            )
        key = (
            product_id.id,
            location_id.id,
            (lot_id or self.env["stock.lot"]).id,
            (package_id or self.env["stock.package"]).id,
            (owner_id or self.env["res.partner"]).id,
        )
        get_pending(
            self.env,
            RESERVATIONS,
            lambda: defaultdict(float),
            self.browse()._write_pending_reservations,
        )[key] += quantity
        return None

    @api.model
    def _write_pending_reservations(self):
        sums = take_pending(self.env, RESERVATIONS)
        if not sums:
            return
        dealing = DEALING.get(self.env)
        quants = self
        if dealing and dealing.quants_cache:
            quants = self.with_context(quants_cache=dealing.quants_cache)
            # Read together what Odoo reads one by one when it locks and updates them.
            # sudo: as Odoo does for every update of the stock
            known = self.sudo().union(*dealing.quants_cache.values())
            known.mapped("quantity")
            known.mapped("product_uom_id")
        with DEALING.closed(self.env):
            for (
                product_id,
                location_id,
                lot_id,
                package_id,
                owner_id,
            ), quantity in sums.items():
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

    # ------------------------------------------------------------------
    # Completing a batch
    # ------------------------------------------------------------------

    @api.model
    def _update_available_quantity(
        self,
        product_id,
        location_id,
        quantity=False,
        reserved_quantity=False,
        lot_id=None,
        package_id=None,
        owner_id=None,
        in_date=None,
        **kwargs,
    ):
        """What many lines take from the same place is written at once, at the end."""
        if MOVING.get(self.env) and not kwargs:
            place = (
                product_id,
                location_id,
                lot_id or self.env["stock.lot"],
                package_id or self.env["stock.package"],
                owner_id or self.env["res.partner"],
            )
            entry = self.sudo()._get_pending_quant(place, in_date)
            if entry:
                entry.add(quantity or 0, reserved_quantity or 0, in_date)
                return entry.available, entry.in_date
        return super()._update_available_quantity(
            product_id,
            location_id,
            quantity=quantity,
            reserved_quantity=reserved_quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            in_date=in_date,
            **kwargs,
        )

    @api.model
    def _get_pending_quant(self, place, in_date):
        """:return: :class:`PendingQuant`, or None: Odoo has to look at this update"""
        self._read_quants_of_lines()
        pending = self._get_pending_quants()
        entry = pending.get(place)
        if entry and entry.is_used_up:
            self._write_entries({place: pending.pop(place)})
            return None
        if not entry:
            entry = self._open_pending_quant(*place, in_date)
            if entry:
                # what has looked for it may have had the others written
                self._get_pending_quants()[place] = entry
        return entry

    @api.model
    def _get_pending_quants(self):
        """:return: ``{(product, location, lot, package, owner): PendingQuant}``"""
        return get_pending(self.env, QUANTS, dict, self.browse()._write_pending_quants)

    @api.model
    def _read_quants_of_lines(self):
        """Read together what Odoo has found for all lines, and reads one by one."""
        quants_cache = self.env.context.get("quants_cache")
        completion = COMPLETING.get(self.env)
        if quants_cache and quants_cache is not completion.quants_cache:
            completion.quants_cache = quants_cache
            self.union(*quants_cache.values()).mapped("quantity")

    @api.model
    def _open_pending_quant(self, product, location, lot, package, owner, in_date):
        """Start to sum up the updates of a place, where the sum is as good."""
        if lot and lot.id in COMPLETING.get(self.env).new_lot_ids:
            # A number that has just been made lies nowhere yet.
            return PendingQuant(0, in_date or fields.Datetime.now(), is_new=True)
        if location.should_bypass_reservation():
            if lot or product.tracking != "none":
                return None
            return PendingQuant(0, in_date or fields.Datetime.now())
        quant = self._gather(
            product,
            location,
            lot_id=lot,
            package_id=package,
            owner_id=owner,
            strict=True,
        )
        if len(quant) != 1 or quant.lot_id != lot:
            return None
        if product.uom_id.compare(quant.quantity, 0) <= 0:
            return None
        available = quant.quantity - quant.reserved_quantity
        return PendingQuant(available, quant.in_date, on_hand=quant.quantity)

    @api.model
    def _write_pending_quants(self):
        pending = take_pending(self.env, QUANTS)
        if pending:
            self._write_entries(pending)

    @api.model
    def _write_entries(self, entries):
        """
        :param dict entries: ``{(product, location, lot, package, owner):
            PendingQuant}``
        """
        completion = COMPLETING.get(self.env)
        # what Odoo has found for the lines hears of new quants as well
        quants_cache = completion and completion.quants_cache
        quants = self.with_context(
            quants_cache=quants_cache or self._cache_quants(entries)
        )
        values = []
        new_lot_ids = set()
        with MOVING.closed(self.env):
            for (product, location, lot, package, owner), entry in entries.items():
                if entry.is_new:
                    new_lot_ids.add(lot.id)
                    values.append(
                        {
                            "product_id": product.id,
                            "location_id": location.id,
                            "lot_id": lot.id,
                            "package_id": package.id,
                            "owner_id": owner.id,
                            "in_date": entry.in_date,
                            "quantity": entry.quantity,
                            "reserved_quantity": entry.reserved_quantity,
                        }
                    )
                elif entry.quantity or entry.reserved_quantity:
                    quants._update_available_quantity(
                        product,
                        location,
                        quantity=entry.quantity,
                        reserved_quantity=entry.reserved_quantity,
                        lot_id=lot,
                        package_id=package,
                        owner_id=owner,
                        in_date=None if entry.on_hand is not None else entry.in_date,
                    )
            # sudo: as Odoo does for every update of the stock
            quants.sudo().create(values)
        if completion:
            completion.new_lot_ids -= new_lot_ids

    @api.model
    def _cache_quants(self, entries):
        """:return: the quants of these places, as Odoo caches them for move lines"""
        products = self.env["product.product"].concat(*{key[0] for key in entries})
        locations = self.env["stock.location"].concat(*{key[1] for key in entries})
        lot_ids = [key[2].id for key in entries if key[2]]
        # sudo: as Odoo does for every update of the stock
        return self.sudo()._get_quants_by_products_locations(
            products,
            locations,
            extra_domain=["|", ("lot_id", "in", lot_ids), ("lot_id", "=", False)],
        )
