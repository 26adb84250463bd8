from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

from .access import check_access_once
from .company_check import check_company_of_all
from .completion import Completion
from .postponed import is_postponed, postpone
from .scopes import COMPLETING, DEALING, FILLED, is_plain


class MrpProduction(models.Model):
    _name = "mrp.production"
    _inherit = ["mrp.production", "lot.prealloc.bulk.records"]

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)

    def _check_access(self, operation):
        return check_access_once(self, operation, super()._check_access)

    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------

    @contextmanager
    def _splitting(self):
        with super()._splitting(), self.env["stock.quant"]._sum_up_reservations():
            moves = self.move_raw_ids | self.move_finished_ids
            moves.move_line_ids.has_access("write")
            yield

    @api.model
    def _give_numbers(self, pairs):
        """Link all numbers at once; what is written for each order is there then."""
        pairs = list(pairs)
        if pairs and DEALING.get(self.env):
            self.browse(production.id for production, _lot in pairs).has_access("write")
            self._link_numbers(pairs)
        with postpone(self.env, self._name, ("lot_producing_ids",)):
            return super()._give_numbers(pairs)

    def _split_productions(self, *args, **kwargs):
        if not DEALING.get(self.env):
            return super()._split_productions(*args, **kwargs)
        with postpone(self.env, "stock.move.line", ("move_id", "quantity")):
            return super()._split_productions(*args, **kwargs)

    def modified(self, fnames, create=False, before=False):
        if create or not is_postponed(self, fnames, before):
            super().modified(fnames, create=create, before=before)

    @api.model
    def _link_numbers(self, pairs):
        field = self._fields["lot_producing_ids"]
        self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s, %s) SELECT * FROM unnest(%s, %s)"
                " ON CONFLICT DO NOTHING RETURNING 1",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                [production.id for production, _lot in pairs],
                [lot.id for _production, lot in pairs],
            )
        )
        productions = self.browse({production.id for production, _lot in pairs})
        lots = self.env["stock.lot"].browse({lot.id for _production, lot in pairs})
        inverse_names = [inverse.name for inverse in self.pool.field_inverses[field]]
        productions.invalidate_recordset([field.name], flush=False)
        lots.invalidate_recordset(inverse_names, flush=False)
        lots.modified(inverse_names)

    # ------------------------------------------------------------------
    # Completing
    # ------------------------------------------------------------------

    @contextmanager
    def _completing(self):
        completion = Completion()
        if not is_plain(self.env):
            completion.new_lot_ids = self._find_new_lot_ids()
        with super()._completing(), COMPLETING.open(self.env, completion):
            moves = self.move_raw_ids | self.move_finished_ids
            for records in (self, moves, moves.move_line_ids):
                records.has_access("write")
            yield
        self.env["stock.move"]._write_pending_orderpoints()

    def _find_new_lot_ids(self):
        """:return: set of the ids of the numbers that no stock move line names"""
        lots = self.lot_producing_ids
        moved = self.env["stock.move.line"]._read_group(
            [("lot_id", "in", lots.ids)], ["lot_id"]
        )
        return set(lots.ids) - {lot.id for (lot,) in moved}

    def _set_whole_quantity(self):
        """Pick what is reserved at once; Odoo picks move by move and line by line."""
        if is_plain(self.env):
            return super()._set_whole_quantity()
        orders = self.filtered(lambda p: p._is_produced_as_reserved())
        moves = orders.move_raw_ids.filtered(
            lambda move: (
                move.quantity
                and (
                    move.is_quantity_named
                    or not move._should_bypass_set_qty_producing()
                )
            )
        )
        # the moves follow their lines
        moves.move_line_ids.picked = True
        finished = orders.move_finished_ids.filtered(
            lambda move: (
                move.product_uom.compare(move.quantity, move.product_uom_qty) == 0
            )
        )
        filled = {move.id: move.quantity for move in moves | finished}
        with FILLED.open(self.env, filled):
            return super()._set_whole_quantity()

    def _is_produced_as_reserved(self):
        """Whether producing all consumes just what is reserved, and nothing more.

        Odoo's ``_set_qty_producing`` would then only mark it as picked, move by move
        and line by line; of everything else it decides itself. What it does with
        tracked components that another document brings differs between versions (they
        wait for it, or are cut to what has come), so that is left to it as well.
        """
        self.ensure_one()
        waits_for_components = self.warehouse_id.manufacture_steps != "mrp_one_step"
        return not (
            waits_for_components
            or self.move_byproduct_ids
            or self.qty_produced
            or any(
                move.product_uom.compare(move.quantity, move.product_uom_qty)
                or (move.has_tracking != "none" and move.move_orig_ids)
                for move in self.move_raw_ids
                if not move._should_bypass_set_qty_producing()
            )
        )

    def _post_inventory(self, cancel_backorder=False):
        if COMPLETING.get(self.env):
            self._name_finished_lots()
        return super()._post_inventory(cancel_backorder=cancel_backorder)

    def _name_finished_lots(self):
        """Receive each order's one number, where Odoo would do it order by order.

        Odoo itself does it for the first: what it notes on a line (some versions the
        name beside the lot) is noted on the others.
        """
        pairs = []
        for production in self:
            finished = production.move_finished_ids.filtered(
                lambda move, product=production.product_id: (
                    move.product_id == product and move.state not in ("done", "cancel")
                )
            )
            line = finished.move_line_ids
            lot = production.lot_producing_ids
            if len(line) == len(lot) == 1 and not line.lot_id:
                pairs.append((line, lot))
        if pairs:
            line, lot = pairs[0]
            line.move_id.lot_ids = lot
            self.env["stock.move.line"]._name_arriving_lots(
                pairs[1:], with_names=bool(line.move_id.move_line_ids.lot_name)
            )

    def _are_finished_serials_already_produced(self, lots, excluded_sml=None):
        """Ask once for all new numbers of a batch; Odoo asks for each order.

        None of them was produced before, if not any of them was.
        """
        completion = COMPLETING.get(self.env)
        if excluded_sml or not lots or not completion:
            return super()._are_finished_serials_already_produced(
                lots, excluded_sml=excluded_sml
            )
        lot_ids = completion.new_lot_ids
        if not completion.unproduced_lot_ids and lot_ids.issuperset(lots._ids):
            if not super()._are_finished_serials_already_produced(
                lots.browse(lot_ids), excluded_sml=excluded_sml
            ):
                completion.unproduced_lot_ids |= lot_ids
        if completion.unproduced_lot_ids.issuperset(lots._ids):
            # what Odoo looks at of the order itself
            return bool(self.move_finished_ids.move_line_ids.lot_id & lots)
        return super()._are_finished_serials_already_produced(
            lots, excluded_sml=excluded_sml
        )
