from contextlib import contextmanager

from odoo import api, models

from .access import check_access_once
from .company_check import check_company_of_all
from .completion import DATED, Completion
from .environments import forget_idle_environments
from .links import link_at_once
from .postponed import is_postponed, postpone
from .scopes import ASIDE, COMPLETING, DEALING, FILLED, is_plain
from .set_aside import SetAside


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
            # While it is known that they are many (see _compute_reference), and all
            # at once: Odoo writes what is computed in between twice.
            for records in (moves, moves.move_line_ids):
                records._recompute_model()

    @api.model
    def _give_numbers(self, pairs):
        """Link all numbers at once; what is written for each order is there then."""
        pairs = list(pairs)
        if pairs and (DEALING.get(self.env) or COMPLETING.get(self.env)):
            self.browse(production.id for production, _lots in pairs).has_access(
                "write"
            )
            link_at_once(
                self._fields["lot_producing_ids"],
                self.env,
                ((production, lot) for production, lots in pairs for lot in lots),
            )
        with postpone(self.env, self._name, ("lot_producing_ids",)):
            return super()._give_numbers(pairs)

    def _split_productions(self, *args, **kwargs):
        if not DEALING.get(self.env):
            return super()._split_productions(*args, **kwargs)
        with postpone(self.env, "stock.move.line", ("move_id", "quantity")):
            return super()._split_productions(*args, **kwargs)

    def _split_leaving_rests(self, amounts):
        """What no unit needs goes to the rest in one piece."""
        aside = SetAside(self.env)
        with ASIDE.open(self.env, aside):
            if ASIDE.get(self.env):
                for production in self:
                    aside.hide(production, amounts[production])
            productions = super()._split_leaving_rests(amounts)
        aside.give_back(productions.with_env(self.env))
        return productions

    def modified(self, fnames, create=False, before=False):
        if create or not is_postponed(self, fnames, before):
            fnames = self._put_off_dates_of_closed(fnames)
            super().modified(fnames, create=create, before=before)

    # ------------------------------------------------------------------
    # Completing
    # ------------------------------------------------------------------

    @contextmanager
    def _completing(self):
        if COMPLETING.get(self.env):
            yield
            return
        completion = Completion()
        if not is_plain(self.env):
            forget_idle_environments(self.env)
            completion.new_lot_ids = self._find_new_lot_ids()
        with super()._completing(), COMPLETING.open(self.env, completion):
            moves = self.move_raw_ids | self.move_finished_ids
            for records in (self, moves, moves.move_line_ids):
                records.has_access("write")
            yield
            self._look_for_dates_of_closed()
        self.env["stock.move"]._write_pending_orderpoints()

    def _find_new_lot_ids(self):
        """:return: set of the ids of the numbers that no stock move line names"""
        lots = self.lot_producing_ids | self.prealloc_lot_ids
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
        completion = COMPLETING.get(self.env)
        if not completion:
            return super()._post_inventory(cancel_backorder=cancel_backorder)
        self._name_finished_lots()
        done = self.move_raw_ids.filtered(lambda move: move.state == "done")
        completion.consumed_before_ids.update(done._ids)
        result = super()._post_inventory(cancel_backorder=cancel_backorder)
        completion.posted_ids.update(self._ids)
        return result

    def _link_consumed_lines(self):
        """Link what these orders have consumed to what they have made, at once.

        Nothing is left to change for Odoo, which does it order by order then.
        """
        known_ids = COMPLETING.get(self.env).consumed_before_ids
        rows = []
        for production in self:
            consumed = production.move_raw_ids.filtered(
                lambda move: move.state == "done" and move.id not in known_ids
            ).move_line_ids
            for line in production.move_finished_ids.move_line_ids:
                rows += [(line, component) for component in consumed]
        lines = self.move_finished_ids.move_line_ids
        link_at_once(lines._fields["consume_line_ids"], self.env, rows)
        lines.mapped("consume_line_ids")

    def _put_off_dates_of_closed(self, fnames):
        """Look once for what depends on when orders were finished.

        Odoo closes them one by one, and writes the date on what they have made itself.

        :param fnames: as for ``modified``
        :return: those that have to be looked at now
        """
        completion = COMPLETING.get(self.env)
        fnames = set(fnames)
        if (
            not completion
            or not {"date_finished", "state"} <= fnames
            or not completion.posted_ids.issuperset(self._ids)
        ):
            return fnames
        completion.closed_ids.update(self._ids)
        return fnames - {"date_finished"}

    def _get_autoprint_done_report_actions(self):
        """The first that Odoo does when all are closed."""
        self._look_for_dates_of_closed()
        return super()._get_autoprint_done_report_actions()

    def _look_for_dates_of_closed(self):
        completion = COMPLETING.get(self.env)
        if completion and (completion.closed_ids or completion.dated_ids):
            closed = self.browse(completion.closed_ids)
            dated_ids = completion.dated_ids
            completion.closed_ids, completion.dated_ids = set(), {}
            closed.modified(["date_finished"])
            for model_name, ids in dated_ids.items():
                self.env[model_name].browse(ids).modified(DATED)

    def _name_finished_lots(self):
        """Receive the numbers of all orders, where Odoo would do it order by order.

        Odoo itself does it for the first: what it notes on a line (some versions the
        name beside the lot) is noted on the others.
        """
        unnamed = [
            (lines, production.lot_producing_ids)
            for production in self
            if (lines := production._get_lines_to_name())
        ]
        if unnamed:
            (lines, lots), *others = unnamed
            lines.move_id.lot_ids = lots
            self.env["stock.move.line"]._name_arriving_lots(
                [
                    pair
                    for lines, lots in others
                    for pair in zip(lines, lots, strict=True)
                ],
                with_names=any(lines.move_id.move_line_ids.mapped("lot_name")),
            )
        # Odoo looks at those of each order for itself
        self.move_finished_ids.mapped("lot_ids")

    def _get_lines_to_name(self):
        """:return: ``stock.move.line``, one for each number; none where Odoo decides"""
        move = self.move_finished_ids.filtered(
            lambda move: (
                move.product_id == self.product_id
                and move.state not in ("done", "cancel")
            )
        )
        lines = move.move_line_ids
        if (
            len(move) != 1
            or len(lines) != len(self.lot_producing_ids)
            or any(line.lot_id or line.lot_name for line in lines)
            or (len(lines) > 1 and set(lines.mapped("quantity_product_uom")) != {1})
        ):
            return lines.browse()
        return lines

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
