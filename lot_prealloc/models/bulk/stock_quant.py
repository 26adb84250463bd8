from contextlib import contextmanager

from odoo import api, fields, models

from .ledger import Ledger
from .ledger_entry import LedgerEntry
from .tally import Tally


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
        **kwargs,
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
                **kwargs,
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
    def _without_tally(self, records):
        """:return: ``records``, for which quants are updated as they change"""
        if "lot_prealloc_tally" not in self.env.context:
            return records
        # Keys have to go: two empty recordsets are equal, so Odoo would take a context
        # with another “reserved_quant” for the same one.
        context = {
            key: value
            for key, value in self.env.context.items()
            if key not in ("lot_prealloc_tally", "reserved_quant")
        }
        return records.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _apply_tally(self):
        """Reserve and unreserve what has been summed up so far."""
        tally = self.env.context.get("lot_prealloc_tally")
        if tally is None:
            return
        self.env["stock.move.line"]._finish_moving(tally)
        sums = dict(tally.reserved)
        tally.reserved.clear()
        quants = self._without_tally(self)
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
    @contextmanager
    def _keep_ledger(self):
        """Write what many lines take from the same place at once, at the end.

        Whoever has to know the stock meanwhile calls ``_apply_ledger``.

        :return: context manager; its value is the context under which to move stock
        """
        context = {"lot_prealloc_ledger": Ledger()}
        yield context
        self.with_context(**context)._apply_ledger()

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
        """Sum updates up where a ledger is kept, see ``_keep_ledger``."""
        ledger = self.env.context.get("lot_prealloc_ledger")
        if ledger and not kwargs:
            key = (
                product_id,
                location_id,
                lot_id or self.env["stock.lot"],
                package_id or self.env["stock.package"],
                owner_id or self.env["res.partner"],
            )
            entry = ledger.entries.get(key)
            if entry and entry.is_used_up:
                self._apply_ledger_entries({key: ledger.entries.pop(key)})
            elif not entry:
                self.sudo()._read_quants_of_lines(ledger)
                entry = self.sudo()._open_ledger_entry(*key, in_date)
                if entry:
                    ledger.entries[key] = entry
            if key in ledger.entries:
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
    def _read_quants_of_lines(self, ledger):
        """Read together what Odoo has found for all lines, and reads one by one."""
        quants_by_place = self.env.context.get("quants_cache")
        if quants_by_place and not ledger.is_read:
            ledger.is_read = True
            self.union(*quants_by_place.values()).mapped("quantity")

    @api.model
    def _open_ledger_entry(self, product, location, lot, package, owner, in_date):
        """Start to sum up the updates of a place, where the sum is as good.

        :return: :class:`LedgerEntry`, or None: Odoo has to look at each update
        """
        if lot and lot.id in self.env.context.get("lot_prealloc_new_lot_ids", ()):
            # A number that has just been made lies nowhere yet.
            return LedgerEntry(0, in_date or fields.Datetime.now(), is_new=True)
        if location.should_bypass_reservation():
            if lot or product.tracking != "none":
                return None
            return LedgerEntry(0, in_date or fields.Datetime.now())
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
        return LedgerEntry(available, quant.in_date, on_hand=quant.quantity)

    @api.model
    def _apply_ledger(self):
        """Write what has been summed up so far; later updates go through again."""
        ledger = self.env.context.get("lot_prealloc_ledger")
        if not ledger:
            return
        entries = ledger.entries
        ledger.entries = {}
        self._apply_ledger_entries(entries)

    @api.model
    def _apply_ledger_entries(self, entries):
        quants = self.with_context(
            lot_prealloc_ledger=None, quants_cache=self._cache_quants(entries)
        )
        values = []
        for (product, location, lot, package, owner), entry in entries.items():
            if entry.is_new:
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
