from contextlib import contextmanager

from odoo import api, models
from odoo.api import NewId
from odoo.fields import Command

from ..states import OPEN_STATES


class MrpProduction(models.Model):
    """Held numbers are produced with (PF-7)."""

    _inherit = "mrp.production"

    def _hand_out_numbers(self, quantity):
        """Produce with numbers of the pool.

        :param int quantity: how many; for a lot-tracked order any quantity is one lot
        """
        self.ensure_one()
        # in a form the pool has still what was taken from it a moment ago
        held = self._get_held_numbers() - self.lot_producing_ids
        if held and quantity:
            self.lot_producing_ids |= held[:quantity]

    def _match_serials_to_typed_quantity(self):
        """Odoo resets a part of a serial order to the number of its serials.

        So a part needs them at once. The whole order keeps its numbers held until it
        is completed.
        """
        self.filtered(
            lambda p: p.lot_producing_ids or p.qty_producing != p.product_qty
        )._match_serials_to_quantity()

    def _match_serials_to_quantity(self):
        """A quantity takes as many serials from the pool, or gives them back."""
        for production in self:
            if production.product_tracking != "serial" or not production.qty_producing:
                continue
            producing = production.lot_producing_ids
            surplus = len(producing) - production._get_units_produced_now()
            if surplus < 0:
                production._hand_out_numbers(-surplus)
            elif surplus:
                kept = producing.sorted("id")[:-surplus]
                if all((producing - kept).mapped("allocated_production_id")):
                    production.lot_producing_ids = kept

    @contextmanager
    def _keep_typed_quantity(self):
        """Let Odoo keep a part of a serial order that gets its serials later (AB-9).

        It takes for the quantity how many serials there are. As long as it looks, there
        are as many as units: placeholders, in memory only.
        """
        field = self._fields["lot_producing_ids"]
        numbers = {
            production: production.lot_producing_ids._ids
            for production in self
            if production._is_numbered_later()
        }
        for production in numbers:
            units = range(production._get_units_produced_now())
            field._update_cache(production, tuple(NewId() for _unit in units))
        try:
            yield
        finally:
            for production, lot_ids in numbers.items():
                field._update_cache(production, lot_ids)

    def _is_numbered_later(self):
        """Whether more units are being produced than there are serials yet."""
        self.ensure_one()
        return (
            self.product_tracking == "serial"
            and self.state in OPEN_STATES
            and bool(self._get_prealloc_trigger())
            and self._get_units_produced_now() > len(self.lot_producing_ids)
        )

    def _is_served_by_pool(self):
        """One held number is all that is asked for; several serials need the wizard."""
        self.ensure_one()
        return (
            not self.lot_producing_ids
            and (self.product_tracking == "lot" or self.product_qty == 1)
            and bool(self._get_held_numbers())
        )

    def _prepare_held_again(self):
        """:return: dict, values of the held number that is handed out next"""
        held = self._get_held_numbers()[0]
        return {"product_id": held.product_id.id, "name": held.name}

    def _take_held_for_new(self, vals):
        """A number that is to be made, and that the order holds already, is taken.

        :param dict vals: for ``write``
        :return: dict for ``write``
        """
        commands = vals.get("lot_producing_ids") or ()
        names = [_get_new_name(command) for command in commands]
        if len(self) != 1 or not any(names):
            return vals
        held = {lot.name: lot for lot in self._get_held_numbers()}
        commands = [
            Command.link(held[name].id) if name in held else command
            for command, name in zip(commands, names, strict=True)
        ]
        return {**vals, "lot_producing_ids": commands}

    def _hand_out_for_completion(self):
        """Let every order have its numbers: what a person has entered, and the rest."""
        for production in self:
            if production._are_serials_only_named():
                production._produce_serials_at_hand()
        holding = self.filtered(
            lambda p: p.product_tracking != "none" and p._get_held_numbers()
        )
        entered = holding.filtered(
            lambda p: p.product_tracking == "serial" and p.qty_producing
        )
        for production in entered:
            production._match_serials_to_quantity()
            if not any(production.move_raw_ids.mapped("picked")):
                # A quantity that was only written: the form computes the rest.
                production._set_qty_producing()
        (holding - entered)._hand_out_for_all_units(is_one_of_many=len(self) > 1)

    def _hand_out_for_all_units(self, is_one_of_many):
        """Produce whole orders with the numbers that they hold.

        :param bool is_one_of_many: nobody can be asked
        """
        pairs = []
        for production in self:
            # Nobody can be asked, or nobody is to be (AB-9).
            if (
                production.product_tracking == "lot"
                or is_one_of_many
                or production._get_prealloc_trigger() == "done"
            ):
                missing = production._get_number_demand()[production.product_id]
                pairs.append((production, production._get_held_numbers()[:missing]))
        pairs = [(production, lots) for production, lots in pairs if lots]
        self._hand_out(pairs)
        orders = self.browse(production.id for production, _lots in pairs)
        orders.filtered(
            lambda p: p.product_tracking == "serial"
        )._produce_all_serials_at_hand()

    @api.model
    def _hand_out(self, pairs):
        """Take numbers out of the pools and produce with them, for the whole set.

        :param pairs: ``(mrp.production, stock.lot)`` of its pool
        """
        self._let_go_numbers(pairs)
        # They were the order's own: nobody else's, and none is missing meanwhile.
        paused = self.with_context(lot_prealloc_paused=True)
        with self.env["stock.lot"]._let_numbers_pass():
            paused._give_numbers(
                [
                    (
                        production.with_env(paused.env),
                        production.lot_producing_ids | lots,
                    )
                    for production, lots in pairs
                ]
            )

    def _produce_all_serials_at_hand(self):
        """Produce one unit for each serial in ``lot_producing_ids``."""
        whole = self.filtered(
            lambda p: (
                p.product_uom_id.compare(p._count_serials_at_hand(), p.product_qty) == 0
            )
        )
        whole._set_whole_quantity()
        for production in self - whole:
            production._produce_serials_at_hand()

    def _are_serials_only_named(self):
        """Whether serials were chosen without a quantity, as over RPC."""
        self.ensure_one()
        return (
            self.product_tracking == "serial"
            and not self.qty_producing
            and bool(self.lot_producing_ids)
            and bool(self._get_prealloc_trigger())
            and self.product_qty > 1
        )

    def _produce_serials_at_hand(self):
        """Produce one unit for each serial in ``lot_producing_ids``."""
        self.ensure_one()
        self.qty_producing = self._count_serials_at_hand()
        self._set_qty_producing()

    def _count_serials_at_hand(self):
        """:return: float, their units in the unit of the order"""
        self.ensure_one()
        return self.product_id.uom_id._compute_quantity(
            len(self.lot_producing_ids), self.product_uom_id
        )

    def _hand_out_byproduct_numbers(self):
        """By-products take what the order holds for them, unless a person chose."""
        handed_out = []
        for production in self:
            for move in production._get_tracked_byproduct_moves():
                held = production._get_held_numbers(move.product_id)
                if not held or move.lot_ids or move.product_uom.is_zero(move.quantity):
                    continue
                if move.has_tracking == "lot":
                    numbers = held[:1]
                    move.move_line_ids.lot_id = numbers
                else:
                    units = self._get_whole_units(
                        move.product_id, move.quantity, move.product_uom
                    )
                    numbers = held[:units]
                    move.lot_ids = numbers
                handed_out.append((production, numbers))
        self._let_go_numbers(handed_out)


def _get_new_name(command):
    """:return: str, the name of the number that a command makes, or False"""
    is_new = not isinstance(command, int) and command[0] == Command.CREATE
    return is_new and command[2].get("name")
