from collections import defaultdict
from contextlib import contextmanager

from odoo import api, models
from odoo.tools.misc import split_every

from .dealing import Dealing
from .movement import Movement
from .pending import get_pending, peek_pending, take_pending
from .pending_quant import PendingQuant, PendingQuants
from .rows_together import insert_together
from .scopes import DEALING, MOVING, RESERVING

RESERVATIONS = "lot_prealloc.pending_reservations"
QUANTS = "lot_prealloc.pending_quants"
# What says where stock lies, in the order in which Odoo caches quants by it
PLACE = ("product_id", "location_id", "lot_id", "package_id", "owner_id")
LOT = PLACE.index("lot_id")
PORTION = 100


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = [
        "stock.quant",
        "lot.prealloc.rows.together",
        "lot.prealloc.bulk.records",
    ]

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
    @contextmanager
    def _reserving(self):
        """Sum up what many lines reserve or give back, which are made or deleted.

        :return: context manager
        """
        with RESERVING.open(self.env):
            yield
            self._write_pending_reservations()

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
        if not DEALING.get(self.env) and not RESERVING.get(self.env):
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
        key = _get_key(product_id, location_id, lot_id, package_id, owner_id)
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
        quants_cache = dealing and dealing.quants_cache
        if quants_cache:
            self._write_pending_quants()
        else:
            quants_cache = self._cache_quants(sums)
        quants = self.with_context(quants_cache=quants_cache)
        with (
            DEALING.closed(self.env),
            RESERVING.closed(self.env),
            MOVING.open(self.env, Movement()),
        ):
            for key, quantity in sums.items():
                product, location, lot, package, owner = self._browse_place(key)
                if not product.uom_id.is_zero(quantity):
                    quants._update_reserved_quantity(
                        product,
                        location,
                        quantity,
                        lot_id=lot,
                        package_id=package,
                        owner_id=owner,
                    )
            quants._write_pending_quants()

    @api.model
    def _cache_quants(self, keys):
        """
        :param keys: ids of places
        :return: the quants of these places, as Odoo caches them for move lines
        """
        product_ids, location_ids, lot_ids, _packages, _owners = map(
            set, zip(*keys, strict=True)
        )
        # sudo: as Odoo does for every update of the stock
        return self.sudo()._get_quants_by_products_locations(
            self.env["product.product"].browse(product_ids),
            self.env["stock.location"].browse(location_ids),
            extra_domain=[("lot_id", "in", [*lot_ids, False])],
        )

    @api.model
    def _browse_place(self, key):
        """:return: list of the records that these are the ids of"""
        return [
            self.env[self._fields[name].comodel_name].browse(record_id or ())
            for name, record_id in zip(PLACE, key, strict=True)
        ]

    # ------------------------------------------------------------------
    # Lines that are moved
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
        """What the lines of a validation bring and take is written at the end."""
        movement = MOVING.get(self.env)
        if movement and not kwargs and (quantity or reserved_quantity):
            if movement.takes(self):
                place = (product_id, location_id, lot_id, package_id, owner_id)
                entry = self._get_pending_quant(movement, *place)
                if entry:
                    return entry.update(quantity, reserved_quantity, in_date)
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
    def _get_available_quantity(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        **kwargs,
    ):
        """Odoo asks for stock without a number, line by line; mostly there is none."""
        movement = MOVING.get(self.env)
        if movement and strict and not lot_id and movement.takes(self):
            key = _get_key(product_id, location_id, None, package_id, owner_id)
            pending = peek_pending(self.env, QUANTS) or ()
            if key not in pending and not movement.quants_cache.get(key):
                return 0.0
        return super()._get_available_quantity(
            product_id,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            **kwargs,
        )

    @api.model
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
        """Whoever looks at one place sees what lies there now."""
        pending = strict and peek_pending(self.env, QUANTS)
        if pending:
            keys = (
                _get_key(product_id, location_id, lot, package_id, owner_id)
                for lot in (lot_id, None)
            )
            self._write_entries(pending.pop_all(keys))
        return super()._gather(
            product_id,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            **kwargs,
        )

    @api.model
    def _get_pending_quant(self, movement, product, location, lot, package, owner):
        """:return: :class:`PendingQuant`, or None: Odoo has to look at this update"""
        key = _get_key(product, location, lot, package, owner)
        entry = (peek_pending(self.env, QUANTS) or {}).get(key)
        if entry:
            return entry
        if not lot and product.tracking != "none":
            # What lies there without a number may be taken for any number.
            self._write_pending_quants()
            return None
        entry = self._open_pending_quant(movement, key, product, location)
        if entry:
            # what has looked for it may have had the others written
            self._get_pending_quants(movement)[key] = entry
        return entry

    @api.model
    def _get_pending_quants(self, movement):
        """:return: :class:`PendingQuants`"""
        return get_pending(
            self.env,
            QUANTS,
            lambda: PendingQuants(movement.quants_cache),
            self.browse()._write_pending_quants,
        )

    @api.model
    def _open_pending_quant(self, movement, key, product, location):
        """Start to sum up the updates of a place, where it is known what lies there."""
        cached = movement.quants_cache.get
        bypasses = location.should_bypass_reservation()
        lot_id = key[LOT]
        if lot_id and cached((*key[:LOT], False, *key[LOT + 1 :])):
            return None
        quants = cached(key, ())
        if len(quants) > 1 and (lot_id or not bypasses):
            return None
        return PendingQuant(
            movement.no_quant.browse(quants and quants._ids[:1]),
            product.uom_id,
            keeps_date=not bypasses,
            is_summed=len(quants) > 1,
        )

    @api.model
    def _write_pending_quants(self):
        pending = take_pending(self.env, QUANTS)
        if pending:
            self._write_entries(pending)

    @api.model
    def _write_entries(self, entries):
        """Write what is summed up: what there is in groups, what is new together.

        :param PendingQuants entries: what is written of them
        """
        if not entries:
            return
        # sudo: as Odoo does for every update of the stock
        quants = self.sudo().with_context(quants_cache=entries.quants_cache)
        there = {
            key: entry
            for key, entry in entries.items()
            if entry.quant and not entry.is_summed
        }
        # As in Odoo's own update: what someone else is changing is left to him.
        ids = [entry.quant.id for entry in there.values()]
        locked = quants.browse(ids).try_lock_for_update(allow_referencing=True)
        locked_ids = set(locked._ids)
        groups, new, others = defaultdict(list), {}, {}
        for key, entry in entries.items():
            if key not in there and not entry.is_summed:
                new[key] = entry
            elif entry.quant.id in locked_ids:
                values = tuple(entry.get_values().items())
                groups[values].append(entry.quant.id)
            else:
                others[key] = entry
        with MOVING.closed(self.env):
            for values, quant_ids in groups.items():
                quants.browse(quant_ids).write(dict(values))
            quants._create_entries(new)
            quants._update_entries(others)

    @api.model
    def _create_entries(self, entries):
        vals_list = [
            dict(zip(PLACE, key, strict=True)) | entry.get_values()
            for key, entry in entries.items()
        ]
        if vals_list:
            lot_ids = filter(None, (key[LOT] for key in entries))
            # Odoo reads them one by one, whenever it makes a quant of one.
            self.env["stock.lot"].browse(lot_ids).fetch()
            with insert_together(self.env, vals_list, PLACE):
                # Odoo adds each to a set of all of them, and copies that each time.
                for portion in split_every(PORTION, vals_list, list):
                    self.create(portion)

    @api.model
    def _update_entries(self, entries):
        """Let Odoo update these: it finds the quant that can be written."""
        for key, entry in entries.items():
            product, location, lot, package, owner = self._browse_place(key)
            if any(entry.added.values()):
                self._update_available_quantity(
                    product,
                    location,
                    quantity=entry.added.get("quantity", 0),
                    reserved_quantity=entry.added.get("reserved_quantity", 0),
                    lot_id=lot,
                    package_id=package,
                    owner_id=owner,
                    in_date=entry.in_date,
                )


def _get_key(*place):
    """:return: ids of a place, as Odoo caches quants by them"""
    return tuple(record.id if record else False for record in place)
