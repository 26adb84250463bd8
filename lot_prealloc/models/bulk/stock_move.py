from odoo import api, models
from odoo.tools.misc import split_every

from .access import check_access_once
from .company_check import check_company_of_all
from .pending import get_pending, take_pending
from .saving import Saving
from .scopes import (
    ASIDE,
    COMPLETING,
    DEALING,
    FILLED,
    POSTPONED,
    SAVING,
    is_bulk,
    is_plain,
)

PORTION = 20
VALUED_PORTION = 100
ORDERPOINTS = "lot_prealloc.moves_for_orderpoints"


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "lot.prealloc.bulk.records"]
    _foreseen_fields = (
        "is_dropship",
        "is_in",
        "is_out",
        "packaging_uom_qty",
        "unit_factor",
    )

    def write(self, vals):
        """What Odoo writes order by order, and every move of a batch has already.

        Nothing of it is left to write, and that is what other addons hear of it.
        """
        if COMPLETING.get(self.env) and self._changes_nothing(vals):
            vals = {}
        if not self._are_lines_saved_together(vals.get("move_line_ids")):
            return super().write(vals)
        with SAVING.open(self.env, Saving()):
            self.move_line_ids.has_access("write")
            return super().write(vals)

    def _are_lines_saved_together(self, commands):
        """Whether several lines are written."""
        return isinstance(commands, list) and len(commands) > 1

    def _changes_nothing(self, vals):
        if vals.keys() == {"quantity"}:
            return all(
                move.state not in ("done", "cancel")
                and move.product_uom.compare(move.quantity, vals["quantity"]) == 0
                for move in self
            )
        return vals == {"move_dest_ids": []}

    def _inverse_picked(self):
        """Pick the lines of a whole batch, where Odoo picks move by move."""
        if not COMPLETING.get(self.env):
            return super()._inverse_picked()
        for picked, moves in self.grouped("picked").items():
            moves.move_line_ids.filtered(
                lambda line, picked=picked: line.picked != picked
            ).picked = picked
        # Nothing is left to do for Odoo, which would write each line once more.
        return None

    def _should_bypass_set_qty_producing(self):
        """What has got already what producing all gives it is not filled once more."""
        return super()._should_bypass_set_qty_producing() or self._is_filled()

    def _is_filled(self):
        filled = (FILLED.get(self.env) or {}).get(self.id)
        order = self.raw_material_production_id or self.production_id
        return (
            filled is not None
            and self.quantity == filled
            and order.qty_producing == order.product_qty
            and bool(self.picked or self.production_id)
        )

    def _action_assign(self, force_qty=False):
        """Whoever looks for what is available sees the reservations as they are."""
        if not is_bulk(self.env):
            return super()._action_assign(force_qty=force_qty)
        if not self:
            # Odoo asks this after every write on a move line; it has its price.
            return None
        self.env["stock.quant"]._write_pending()
        if postponed := POSTPONED.get(self.env):
            postponed.finish(self.env)
        moves = self
        if aside := ASIDE.get(self.env):
            moves -= aside.withhold(self)
            if not moves:
                return None
        with DEALING.closed(self.env), ASIDE.closed(self.env):
            return super(StockMove, moves)._action_assign(force_qty=force_qty)

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        if COMPLETING.get(self.env) and moves.production_id:
            moves.production_id._link_consumed_lines()
        return moves

    def _get_out_move_lines(self, *args, **kwargs):
        """In portions: Odoo's valuation adds up the lines of a move one by one.

        With each it copies those before, and a validation asks five times.
        """
        lines = self.move_line_ids
        if len(lines) <= VALUED_PORTION or not self._is_valued_in_portions():
            return super()._get_out_move_lines(*args, **kwargs)
        field = self._fields["move_line_ids"]
        found = []
        try:
            for portion in split_every(VALUED_PORTION, lines._ids, tuple):
                field._update_cache(self, portion)
                found += super()._get_out_move_lines(*args, **kwargs)._ids
        finally:
            field._update_cache(self, lines._ids)
        return lines.browse(found)

    def _is_valued_in_portions(self):
        """Whether it is one move; Odoo's own way is taken with the parameter (NO-3)."""
        return len(self) == 1 and not is_plain(self.env)

    def _do_unreserve(self):
        if not self and is_bulk(self.env):
            return True
        return super()._do_unreserve()

    def _exchange_lines(self, dropped, vals_list):
        """With as few questions about the stock as may be."""
        if is_plain(self.env):
            return super()._exchange_lines(dropped, vals_list)
        lot_ids = {vals["lot_id"] for vals in vals_list} | set(dropped.lot_id.ids)
        locations = dropped.location_id.union(
            self.env["stock.location"].browse(
                {vals["location_id"] for vals in vals_list}
            )
        )
        # sudo: as Odoo does for every update of the stock
        quants = self.env["stock.quant"].sudo()
        quants_cache = quants._get_quants_by_products_locations(
            self.product_id,
            locations,
            extra_domain=["|", ("lot_id", "in", lot_ids), ("lot_id", "=", False)],
        )
        with self.env["stock.quant"]._sum_up_reservations(quants_cache):
            return super()._exchange_lines(dropped, vals_list)

    def _update_orderpoints(self):
        """Ask once for all moves of a batch that are alike; Odoo asks for each."""
        if not self or not (COMPLETING.get(self.env) or DEALING.get(self.env)):
            return super()._update_orderpoints()
        get_pending(
            self.env, ORDERPOINTS, set, self.browse()._write_pending_orderpoints
        ).update(self._ids)
        return None

    @api.model
    def _write_pending_orderpoints(self):
        move_ids = take_pending(self.env, ORDERPOINTS)
        if not move_ids:
            return
        alike = {
            (move.product_id, move.location_id, move.location_dest_id): move
            for move in self.browse(move_ids).exists()
        }
        with COMPLETING.closed(self.env), DEALING.closed(self.env):
            self.browse().concat(*alike.values())._update_orderpoints()

    @api.model
    def _get_likeness(self, vals):
        """:return: what moves have in common that were one move before a split"""
        names = (
            "product_id",
            "product_uom",
            "product_uom_qty",
            "bom_line_id",
            "byproduct_id",
            "operation_id",
            "location_id",
            "location_dest_id",
            "move_orig_ids",
            "move_dest_ids",
        )
        return frozenset(vals), *(str(vals.get(name)) for name in names)

    @api.model
    def _foresee_values(self, vals, alike):
        """The name of its order stands on every move."""
        super()._foresee_values(vals, alike)
        for move_vals in (vals, *alike):
            order_id = move_vals.get("raw_material_production_id") or move_vals.get(
                "production_id"
            )
            if order_id:
                order = self.env["mrp.production"].browse(order_id)
                move_vals["reference"] = order.name

    def _compute_reference(self):
        """In portions: Odoo adds up what it has named, move by move."""
        if not DEALING.get(self.env):
            return super()._compute_reference()
        for start in range(0, len(self), PORTION):
            super(StockMove, self[start : start + PORTION])._compute_reference()
        return None

    def modified(self, fnames, create=False, before=False):
        completion = COMPLETING.get(self.env)
        if (
            not completion
            or create
            or not completion.puts_off_date(
                self, fnames, lambda: [move.production_id.id for move in self]
            )
        ):
            super().modified(fnames, create=create, before=before)

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)

    def _check_access(self, operation):
        return check_access_once(self, operation, super()._check_access)
