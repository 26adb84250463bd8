from collections import Counter
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..orders.states import OPEN_STATES

# So many orders are completed together: what is asked and kept for all grows with them.
COMPLETED_TOGETHER = 500


class MrpProduction(models.Model):
    """Batch Production: one order per number, with a genealogy of its own."""

    _inherit = "mrp.production"

    def action_batch_production(self):
        """Open Batch Production for an order, or for several of one product (OD-1).

        :return: an action
        :raise UserError: an order is not confirmed yet or closed, its product is not
            tracked, or products or companies differ
        """
        self._check_batch_production()
        return self._open_batch_production(
            {
                "default_production_id": self[:1].id,
                "default_production_ids": self.ids,
            }
        )

    @api.model
    def _open_batch_production(self, context):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_open_batch_production"
        )
        action["context"] = {**context, "default_is_batch_production": True}
        return action

    def action_generate_serial(self, workorder=False):
        """Several serials are generated in our dialog where preallocation is in use.

        Elsewhere Odoo's own dialog opens as it is, whatever buttons it has (OD-1).
        """
        action = super().action_generate_serial(workorder=workorder)
        if (
            isinstance(action, dict)
            and action.get("res_model") == "mrp.production.serials"
            and self._is_preallocation_in_use()
        ):
            return self._open_batch_production(action["context"])
        return action

    def _check_batch_production(self):
        for production in self:
            if production.product_tracking not in ("lot", "serial"):
                raise UserError(
                    self.env._(
                        "%(order)s: %(product)s is not tracked by lots or serial "
                        "numbers.",
                        order=production.name,
                        product=production.product_id.display_name,
                    )
                )
            if production.state == "draft":
                raise UserError(
                    self.env._("Confirm %(order)s first.", order=production.name)
                )
            if production.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(order)s is closed: it needs no numbers any more.",
                        order=production.name,
                    )
                )
        if len(self.company_id) > 1:
            raise UserError(
                self.env._(
                    "Select orders of one company, not of %(companies)s.",
                    companies=", ".join(self.company_id.mapped("name")),
                )
            )
        if len(self.product_id) > 1:
            raise UserError(
                self.env._(
                    "Select orders of one product, not of %(products)s: their numbers "
                    "are one list.",
                    products=", ".join(self.product_id.mapped("display_name")),
                )
            )

    def _get_tracked_components(self):
        """Moves whose numbers a line of the list may name, in their order (OD-7).

        :return: ``stock.move``
        """
        self.ensure_one()
        return self.move_raw_ids.filtered(
            lambda move: (
                move.has_tracking != "none"
                and move.state not in ("done", "cancel")
                # Odoo leaves what is added on the way with the first order of a split
                and not move.additional
            )
        )

    def _foresee_part_name(self, position):
        """What Odoo's split would call a part of this order.

        :param int position: 0 for the order itself, 1 for the first one beside it
        :return: str
        """
        self.ensure_one()
        name = self._get_name_backorder(self.name, self.backorder_sequence or 1)
        if not position:
            return name
        parts = self.production_group_id.production_ids
        latest = max(parts.mapped("backorder_sequence"), default=0)
        return self._get_name_backorder(name, max(latest, 1) + position)

    # ------------------------------------------------------------------
    # One order per unit (OD-3)
    # ------------------------------------------------------------------

    def _divide_into_units(self, units):
        """Make an order of every unit; what is left of an order stays together.

        :param list units: :class:`BatchUnit`, those of an order together, in the order
            in which the new orders are numbered
        :return: list of ``mrp.production``, one per unit
        """
        parts = self._divide_into_parts(units)
        counts = Counter(unit.production for unit in units)
        return [
            order
            for production, orders in parts.items()
            for order in orders[: counts[production]]
        ]

    def _divide_into_parts(self, units):
        """As ``_divide_into_units``.

        :return: ``{mrp.production: mrp.production}``: what became of each order: an
            order per unit, itself the first, then what is left of it, if anything is
        """
        units_by_production = {}
        for unit in units:
            units_by_production.setdefault(unit.production, []).append(unit)
        # On the way numbers belong to nobody: none is missing, none is to be released.
        paused = self.with_context(lot_prealloc_paused=True)
        paused._withdraw_production_at_hand(units_by_production)
        pass_numbers = self.env["stock.lot"]._let_numbers_pass
        with pass_numbers():
            paused._take_numbers_of_units(units_by_production)
        with self._splitting():
            with pass_numbers():
                parts = self._split_per_unit(units_by_production)
            for production, production_units in units_by_production.items():
                named = [unit.components for unit in production_units]
                production._pair_components(parts[production], named)
        self.union(*parts.values()).with_env(self.env)._adapt_numbers()
        return {
            production: parts[production].with_env(self.env)
            for production in units_by_production
        }

    @contextmanager
    def _splitting(self):
        """Around a split and the dealing out of what is reserved. Made to be extended.

        :return: context manager
        """
        yield

    def _withdraw_production_at_hand(self, units_by_production):
        """Forget quantities and numbers that were entered before and not produced.

        Odoo's split would leave them all with the first order.
        """
        at_hand = self.filtered(
            lambda p: (
                p in units_by_production and (p.qty_producing or p.lot_producing_ids)
            )
        )
        at_hand.write({"qty_producing": 0, "lot_producing_ids": [Command.clear()]})
        moves = (at_hand.move_raw_ids | at_hand.move_finished_ids).filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        moves.filtered("picked").picked = False
        moves.filtered("production_id").move_line_ids.unlink()

    def _take_numbers_of_units(self, units_by_production):
        """The first unit is the order itself; the numbers of all leave the pools."""
        lots = self.env["stock.lot"].concat(
            *(unit.lot for units in units_by_production.values() for unit in units)
        )
        self._let_go_numbers([(p, p.prealloc_lot_ids & lots) for p in self])
        for production in self.filtered(lambda p: p in units_by_production):
            production.lot_producing_ids = units_by_production[production][0].lot

    def _split_per_unit(self, units_by_production):
        """:return: ``{mrp.production: orders made of it, itself the first}``"""
        amounts = {
            production: [unit.quantity for unit in units]
            for production, units in units_by_production.items()
        }
        splitting = self.browse()
        for production, units in units_by_production.items():
            rest = production.product_qty - sum(amounts[production])
            has_rest = production.product_uom_id.compare(rest, 0) > 0
            if len(units) > 1 or has_rest:
                splitting |= production
        parts = {production: production for production in units_by_production}
        if not splitting:
            return parts
        paused = splitting.with_context(lot_prealloc_paused=True)
        amounts = {p: amounts[p] for p in splitting}
        productions = paused._split_leaving_rests(amounts)
        origin = None
        for part in productions.with_env(self.env):
            if part in self:
                origin = part
            parts[origin] |= part
        paused._give_numbers(
            (part.with_env(paused.env), unit.lot)
            for production, units in units_by_production.items()
            # the first has its number; what is left at the end gets none
            for part, unit in zip(parts[production][1:], units[1:], strict=False)
        )
        splitting._number_parts(productions.with_env(self.env), is_lot_shared=False)
        return parts

    def _split_leaving_rests(self, amounts):
        """Odoo's split. Made to be extended.

        :param dict amounts: as for ``_split_productions``
        :return: as ``_split_productions``
        """
        return self._split_productions(amounts)

    def _pair_components(self, parts, named):
        """Reserve the component numbers that were named for each unit (OD-7).

        :param parts: orders made of this one
        :param list named: ``components`` of the unit of each part, where it has one
        """
        self.ensure_one()
        moves_by_part = [part._get_tracked_components() for part in parts if any(named)]
        for index in range(max(map(len, named), default=0)):
            moves = [moves[index] for moves in moves_by_part]
            pairs = {
                move: components[index]
                for move, components in zip(moves, named, strict=False)
                if components[index : index + 1] and components[index]
            }
            if pairs:
                moves[0].union(*moves)._reserve_named_lots(pairs)

    def _exchange_held_numbers(self, numbers):
        """Hold these numbers; others, that there is no unit for then, are released.

        :param numbers: ``stock.lot`` of the finished product
        """
        self.ensure_one()
        self._hold_numbers([(self, numbers - self.lot_producing_ids)])
        others = self._get_held_numbers() - numbers
        surplus = (
            len(self._get_held_numbers()) - self._get_number_demand()[self.product_id]
        )
        if surplus > 0:
            self._release_numbers({self: others[-surplus:]})

    # ------------------------------------------------------------------
    # Completion (OD-4)
    # ------------------------------------------------------------------

    def _produce_units(self):
        """Close orders of one unit that have their number.

        :return: list of report actions; and the action by which Odoo asks something
            first, or None: the orders that it asks about are still open
        """
        reports = []
        for start in range(0, len(self), COMPLETED_TOGETHER):
            # with_prefetch: what is computed for a step is not computed for all
            step = self[start : start + COMPLETED_TOGETHER].with_prefetch()
            step._set_whole_quantity()
            result = step._mark_batch_done()
            if isinstance(result, dict):
                if result.get("tag") != "do_multi_print":
                    # one question about all that are left
                    self[start + COMPLETED_TOGETHER :]._set_whole_quantity()
                    return reports, self[start:]._mark_batch_done()
                reports += result["params"]["reports"]
        return reports, None

    def _mark_batch_done(self):
        with self._completing():
            return self.with_context(skip_redirection=True).button_mark_done()
