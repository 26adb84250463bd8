from collections import Counter
from contextlib import contextmanager

from markupsafe import Markup

from odoo import api, fields, models
from odoo.api import NewId
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lots.number_request import NumberRequest
from .states import OPEN_STATES, STATES


class MrpProduction(models.Model):
    """Hold numbers from the chosen state on, hand them out to the receipt.

    ``prealloc_lot_ids`` is the pool: numbers that are held and not produced yet.
    ``lot_producing_ids``, Odoo's own field, is what is being produced. A number is in
    one of both, and goes from the first to the second.
    """

    _name = "mrp.production"
    _inherit = ["mrp.production", "lot.prealloc.derived.fields"]

    prealloc_lot_ids = fields.Many2many(
        "stock.lot",
        "mrp_production_prealloc_lot_rel",
        "production_id",
        "lot_id",
        string="Preallocated Lots/Serial Numbers",
        readonly=True,
        copy=False,
        check_company=True,
        help="Numbers that are given to this order and not produced yet.",
    )

    # ------------------------------------------------------------------
    # When numbers are given (PF-2)
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        productions = super().create(vals_list)
        productions._preallocate_when_due()
        return productions

    def write(self, vals):
        producing = "lot_producing_ids" in vals
        # A state computed on the way must not take numbers on the move for missing.
        orders = self.with_context(lot_prealloc_paused=True) if producing else self
        producing_before = {p: p.lot_producing_ids for p in orders if producing}
        result = super(MrpProduction, orders).write(vals)
        self._exchange_with_pool(producing_before)
        if {"product_id", "product_qty", "product_uom_id"} & vals.keys():
            self._adapt_numbers()
        elif producing or "state" in vals:
            self._follow_state()
        return result

    def _compute_field_value(self, field):
        """Odoo's hook for changes that no one writes, see mail.thread."""
        result = super()._compute_field_value(field)
        # Only what is stored: a form that is being edited decides nothing.
        if field.name == "state":
            self.filtered("id")._follow_state()
            # sudo: orders follow their product, whoever may change it
            self.sudo()._follow_pending_tracking()
        elif field.name in ("product_id", "product_qty"):
            self.filtered("id")._adapt_numbers()
        return result

    def copy_data(self, default=None):
        """Let a plain Manufacturing user duplicate an order, whatever is installed.

        Accounting addons link orders to entries he may not read. Odoo reads those
        links for a copy, and fails; they belong to the original and stay there.
        """
        default = dict(default or {})
        unreadable = [
            name
            for name, field in self._fields.items()
            if field.type == "many2many"
            and field.store
            and field.copy
            and name not in default
            and not self.env[field.comodel_name].has_access("read")
        ]
        # A field with a default is not read; it may not be written either.
        vals_list = super().copy_data(default={**dict.fromkeys(unreadable), **default})
        for vals in vals_list:
            for name in unreadable:
                vals.pop(name, None)
        return vals_list

    def _follow_state(self):
        """Give numbers to orders that have reached the state, close the others."""
        if self._is_preallocation_paused():
            return
        self._preallocate_when_due()
        closed = self.filtered(lambda p: p.state in ("done", "cancel"))
        closed._release_unproduced()
        # They still name numbers that they have not made, and hold them no more.
        unmade = (
            closed.lot_producing_ids - closed.move_finished_ids.move_line_ids.lot_id
        )
        unmade._follow_ledger()

    def _adapt_numbers(self):
        """Match the pool to a new quantity or product (BX-4, BX-5)."""
        if self._is_preallocation_paused():
            return
        self._release_surplus()
        self._preallocate_when_due()

    def _is_preallocation_paused(self):
        """Whether Odoo is in the middle of a split or merge, with orders half made."""
        return bool(self.env.context.get("lot_prealloc_paused"))

    def _get_prealloc_trigger(self):
        """The state from which the order holds numbers (PF-1, PF-2).

        :return: a state, or False where numbers are not preallocated
        """
        self.ensure_one()
        # sudo: the settings of a company are in force for all of its orders
        company = self.company_id.sudo()
        return company.lot_prealloc_enabled and company.lot_prealloc_trigger

    def _is_number_due(self):
        self.ensure_one()
        trigger = self._get_prealloc_trigger()
        return (
            trigger
            and self.state in OPEN_STATES
            and STATES.index(self.state) >= STATES.index(trigger)
        )

    def _preallocate_when_due(self):
        if not self._is_preallocation_paused():
            self.filtered(lambda p: p._is_number_due())._allocate_missing_numbers()

    def action_preallocate_lots(self):
        """Give the orders their numbers now, whatever the trigger (PF-9, BX-15).

        Orders that have all their numbers, are closed or make an untracked product
        stay as they are.

        :return: action that prints the labels, where they print by themselves; or True
        :raise UserError: preallocation is off in the company of an order
        """
        off = self.filtered(lambda p: not p._get_prealloc_trigger())
        if off:
            raise UserError(
                self.env._(
                    "Lot and serial numbers are not preallocated in %(companies)s "
                    "(%(orders)s). Switch it on in the settings of Inventory, under "
                    "Traceability.",
                    companies=", ".join(off.company_id.mapped("name")),
                    orders=", ".join(off[:10].mapped("name")),
                )
            )
        self.check_access("write")
        open_orders = self.filtered(lambda p: p.state in OPEN_STATES)
        numbers = open_orders._allocate_missing_numbers()
        return open_orders._autoprint_new_numbers(numbers) or True

    # ------------------------------------------------------------------
    # How many numbers, and giving them (PF-4)
    # ------------------------------------------------------------------

    def _get_units_to_number(self):
        """Units of the finished product that need a serial each (PF-4).

        :return: int, in the unit of the product
        """
        self.ensure_one()
        # more may be produced than was planned
        quantity = max(self.product_qty, self.qty_producing)
        return self._get_whole_units(self.product_id, quantity, self.product_uom_id)

    def _get_units_produced_now(self):
        """:return: int, units being produced, in the unit of the product"""
        self.ensure_one()
        return self._get_whole_units(
            self.product_id, self.qty_producing, self.product_uom_id
        )

    @api.model
    def _get_whole_units(self, product, quantity, uom):
        """:return: int, ``quantity`` of ``uom`` in the unit of the product"""
        units = uom._compute_quantity(quantity, product.uom_id, round=False)
        return int(product.uom_id.round(units, rounding_method="UP"))

    def _get_number_demand(self):
        """How many numbers the order should hold, by product.

        :return: ``{product.product: int}``, tracked products only
        """
        self.ensure_one()
        demand = {}
        if self.product_tracking == "lot":
            demand[self.product_id] = int(not self.lot_producing_ids)
        elif self.product_tracking == "serial":
            demand[self.product_id] = max(
                self._get_units_to_number() - len(self.lot_producing_ids), 0
            )
        for move in self._get_tracked_byproduct_moves():
            product = move.product_id
            if product.tracking == "lot":
                wanted = int(not move.lot_ids)
            else:
                wanted = max(
                    self._get_whole_units(
                        product, move.product_uom_qty, move.product_uom
                    )
                    - len(move.lot_ids),
                    0,
                )
            demand[product] = demand.get(product, 0) + wanted
        return demand

    def _get_missing_numbers(self, completing=False):
        """How many numbers the order lacks, by product.

        :param bool completing: the order is about to be completed, with the quantity
            that is set; where numbers come that late, only what is completed gets them
            (AB-9)
        :return: ``{product.product: int}``, wanted and not held yet
        """
        self.ensure_one()
        demand = self._get_number_demand()
        if completing and self._is_numbered_as_produced():
            demand[self.product_id] = self._get_units_produced_now() - len(
                self.lot_producing_ids
            )
        held = Counter(lot.product_id for lot in self.prealloc_lot_ids)
        return {
            product: wanted - held[product]
            for product, wanted in demand.items()
            if wanted > held[product]
        }

    def _is_numbered_as_produced(self):
        """Whether a part that is completed gets its numbers, the rest later (AB-9)."""
        self.ensure_one()
        return (
            self.product_tracking == "serial"
            and bool(self.qty_producing)
            and self._get_prealloc_trigger() in ("to_close", "done")
        )

    def _get_products_made(self):
        """:return: ``product.product``, the finished one and by-products"""
        return self.product_id | self.move_byproduct_ids.product_id

    def _get_tracked_byproduct_moves(self):
        return self.move_byproduct_ids.filtered(
            lambda move: (
                move.has_tracking != "none" and move.state not in ("done", "cancel")
            )
        )

    def _allocate_missing_numbers(self, completing=False):
        """Draw, create and hold what each order lacks; a second call changes nothing.

        The one place where numbers for orders are made: triggers, buttons, wizard
        and list action come here with all their orders at once.

        :param bool completing: see ``_get_missing_numbers``
        :return: ``stock.lot``, the new ones
        """
        requests = self._keep_nameable(
            [
                NumberRequest(production, product, quantity)
                for production in self
                for product, quantity in production._get_missing_numbers(
                    completing
                ).items()
            ]
        )
        self.browse({request.production.id for request in requests})._claim()
        return self.env["stock.lot"]._create_for_productions(requests)

    def _claim(self):
        """Let who gives numbers to the same orders at the same moment start again.

        He has counted before our numbers were there. PostgreSQL notices only where both
        have changed the same row; Odoo then repeats his call, which finds them.
        """
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE mrp_production SET write_date = write_date"
                    " WHERE id IN %s RETURNING 1",
                    self._ids,
                )
            )

    def _prepare_held_lot_values(self, product):
        """Values of the numbers that this order will hold. Made to be extended.

        :param product: ``product.product``, finished product or by-product
        :return: dict for ``stock.lot.create``; the name is added to it
        """
        self.ensure_one()
        values = {"product_id": product.id, "allocated_production_id": self.id}
        if self._get_prealloc_trigger():
            # the company that makes it has the number, of a shared product too
            values["company_id"] = self.company_id.id
        return values

    def _prepare_stock_lot_values(self):
        """A number generated by hand comes from the same format, for its company."""
        values = super()._prepare_stock_lot_values()
        if self.product_id.product_tmpl_id._get_lot_number_format(self.company_id):
            request = NumberRequest(self, self.product_id, 1)
            lot_model = self.env["stock.lot"].with_company(self.company_id)
            values["name"] = lot_model._draw_free_names([request])[0][0]
        # sudo: the settings of a company are in force for all of its orders
        if self.company_id.sudo().lot_prealloc_enabled:
            values.setdefault("company_id", self.company_id.id)
        return values

    # ------------------------------------------------------------------
    # The pool
    # ------------------------------------------------------------------

    def _get_held_numbers(self, product=None):
        """Numbers of the pool in the order in which they were drawn.

        :param product: ``product.product``, by default the finished product
        :return: ``stock.lot``
        """
        self.ensure_one()
        product = product or self.product_id
        return self.prealloc_lot_ids.filtered(
            lambda lot: lot.product_id == product
        ).sorted("id")

    @api.model
    def _hold_numbers(self, pairs):
        """Put numbers into pools, in one statement for the whole set.

        :param pairs: ``(mrp.production, stock.lot)``, any number of lots each
        """
        rows = [(p.id, lot.id) for p, lots in pairs for lot in lots]
        if rows:
            # PostgreSQL checks each row against stock_lot with a plan it keeps from the
            # first check. Made when the table was small, it scans the table.
            self.env.cr.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            self.env.execute_query(
                SQL(
                    "INSERT INTO mrp_production_prealloc_lot_rel"
                    " (production_id, lot_id)"
                    " SELECT * FROM unnest(%s, %s) ON CONFLICT DO NOTHING RETURNING 1",
                    [production_id for production_id, _lot_id in rows],
                    [lot_id for _production_id, lot_id in rows],
                )
            )
            self.env.cr.execute("SET LOCAL plan_cache_mode = DEFAULT")
            self._refresh_pools(rows)

    @api.model
    def _let_go_numbers(self, pairs):
        """Take numbers out of pools, in one statement for the whole set.

        :param pairs: as in ``_hold_numbers``
        """
        rows = [(p.id, lot.id) for p, lots in pairs for lot in lots]
        if rows:
            self.env.execute_query(
                SQL(
                    "DELETE FROM mrp_production_prealloc_lot_rel"
                    " WHERE (production_id, lot_id) IN"
                    " (SELECT * FROM unnest(%s, %s)) RETURNING 1",
                    [production_id for production_id, _lot_id in rows],
                    [lot_id for _production_id, lot_id in rows],
                )
            )
            self._refresh_pools(rows)

    @api.model
    def _refresh_pools(self, rows):
        """Let the cache and all that depends on it know of pools changed by SQL."""
        productions = self.browse({production_id for production_id, _lot_id in rows})
        lots = self.env["stock.lot"].browse({lot_id for _production_id, lot_id in rows})
        productions.invalidate_recordset(["prealloc_lot_ids"], flush=False)
        lots.invalidate_recordset(["prealloc_production_ids"], flush=False)
        productions.modified(["prealloc_lot_ids"])
        lots.modified(["prealloc_production_ids"])

    @api.model
    def _exchange_with_pool(self, producing_before):
        """Keep held and producing apart when ``lot_producing_ids`` has changed.

        What is producing now leaves the pool; what was taken back, and had been given
        to an order, returns to it.

        :param dict producing_before: ``{mrp.production: stock.lot}``
        """
        handed_out, taken_back = [], []
        for production, lots_before in producing_before.items():
            producing = production.lot_producing_ids
            handed_out.append((production, production.prealloc_lot_ids & producing))
            if production.state in OPEN_STATES:
                returned = (lots_before - producing).filtered(
                    lambda lot, product=production.product_id: (
                        lot.allocated_production_id and lot.product_id == product
                    )
                )
                taken_back.append((production, returned))
        self._let_go_numbers(handed_out)
        self._hold_numbers(taken_back)

    # ------------------------------------------------------------------
    # Handing out (PF-7)
    # ------------------------------------------------------------------

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

    @api.onchange("qty_producing")
    def _onchange_qty_producing(self):
        self._match_serials_to_typed_quantity()
        with self._keep_typed_quantity():
            return super()._onchange_qty_producing()

    @api.onchange("lot_producing_ids")
    def _onchange_lot_producing(self):
        """The serials that a person has chosen are the units that are finished."""
        if self.product_tracking != "serial" or not self._get_prealloc_trigger():
            return super()._onchange_lot_producing()
        given = self._get_held_numbers() | self._origin.lot_producing_ids
        if given - self.lot_producing_ids:
            self.qty_producing = self.product_id.uom_id._compute_quantity(
                len(self.lot_producing_ids), self.product_uom_id
            )
        # All are chosen: more units than that were typed, and are numbered later.
        with self._keep_typed_quantity():
            return super()._onchange_lot_producing()

    def _set_qty_producing(self, pick_manual_consumption_moves=True):
        # The quantity may have made numbers due: they are given with the state.
        self.mapped("state")
        self._match_serials_to_typed_quantity()
        with self._keep_typed_quantity():
            result = super()._set_qty_producing(pick_manual_consumption_moves)
        self.move_raw_ids.filtered(
            lambda move: move.is_quantity_named and not move.picked
        ).picked = True
        return result

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

    def action_generate_serial(self, workorder=False):
        """The buttons Generate Lot and Generate Serial take what the order holds."""
        self.ensure_one()
        if not self._is_served_by_pool():
            return super().action_generate_serial(workorder=workorder)
        self._hand_out_numbers(1)
        if self.product_tracking == "serial":
            self.qty_producing = 1
            (workorder or self).set_qty_producing()
        if self.picking_type_id.auto_print_generated_mrp_lot:
            return self._autoprint_generated_lot(self.lot_producing_ids)

    def _is_served_by_pool(self):
        """One held number is all that is asked for; several serials need the wizard."""
        self.ensure_one()
        return (
            not self.lot_producing_ids
            and (self.product_tracking == "lot" or self.product_qty == 1)
            and bool(self._get_held_numbers())
        )

    # ------------------------------------------------------------------
    # Completion
    # ------------------------------------------------------------------

    def pre_button_mark_done(self):
        """Every way of completing an order passes here, from any state (PF-2)."""
        open_orders = self.filtered(lambda p: p.state in OPEN_STATES)
        if open_orders._asks_for_lot():
            return open_orders._action_ask_for_lot()
        open_orders.filtered(
            lambda p: p._get_prealloc_trigger()
        )._allocate_missing_numbers(completing=True)
        open_orders._hand_out_for_completion()
        self._stop_asking_for_backflush()
        return super().pre_button_mark_done()

    def _asks_for_lot(self):
        """One lot order with trigger ``done``: a person chooses the lot (AB-10)."""
        return (
            len(self) == 1
            and self.product_tracking == "lot"
            and self._get_prealloc_trigger() == "done"
            and not self.lot_producing_ids
            and not self._get_held_numbers()
        )

    def _action_ask_for_lot(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_mrp_production_lot_prompt"
        )
        action["context"] = dict(self.env.context, default_production_id=self.id)
        return action

    def _hand_out_for_completion(self):
        for production in self:
            held = production._get_held_numbers()
            if production._are_serials_only_named():
                production._produce_serials_at_hand()
            if not held or production.product_tracking == "none":
                continue
            if production.product_tracking == "lot":
                if not production.lot_producing_ids:
                    production._hand_out_numbers(1)
            elif production.qty_producing:
                production._match_serials_to_quantity()
                if not any(production.move_raw_ids.mapped("picked")):
                    # A quantity that was only written: the form computes the rest.
                    production._set_qty_producing()
            elif len(self) > 1 or production._get_prealloc_trigger() == "done":
                # Nobody can be asked, or nobody is to be (AB-9).
                missing = production._get_number_demand()[production.product_id]
                if missing:
                    production._hand_out_numbers(missing)
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
        self.qty_producing = self.product_id.uom_id._compute_quantity(
            len(self.lot_producing_ids), self.product_uom_id
        )
        self._set_qty_producing()

    def _post_inventory(self, cancel_backorder=False):
        self._hand_out_byproduct_numbers()
        self._consume_backflush()
        return super()._post_inventory(cancel_backorder=cancel_backorder)

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

    # ------------------------------------------------------------------
    # Backorders, splits and merges (PF-8, BX-6)
    # ------------------------------------------------------------------

    def _split_productions(
        self, amounts=False, cancel_remaining_qty=False, set_consumed_qty=False
    ):
        """The parts share the numbers of the order they were split from."""
        self.check_access("write")
        self._keep_numbers_of_own_units(amounts or {})
        # sudo: a split copies and renames orders the user may write; accounting addons
        # update their own records along, which a Manufacturing user may not read.
        paused = self.sudo().with_context(lot_prealloc_paused=True)
        productions = (
            super(MrpProduction, paused)
            ._split_productions(
                amounts,
                cancel_remaining_qty=cancel_remaining_qty,
                set_consumed_qty=set_consumed_qty,
            )
            .with_env(self.env)
        )
        if not self._is_preallocation_paused():
            self._number_parts(productions)
        return productions

    def _number_parts(self, productions, is_lot_shared=True):
        """Give the parts of a split what they lack, from their order first.

        :param productions: as ``_split_productions`` returns them
        :param bool is_lot_shared: whether the lot of an order is that of all its parts
        """
        self._share_numbers_out(productions, is_lot_shared)
        (productions - self)._preallocate_when_due()

    def _keep_numbers_of_own_units(self, amounts):
        """Serials entered for units that go to other orders are held again.

        Odoo leaves all of them, and the quantity, with the first order.

        :param dict amounts: as for ``_split_productions``
        """
        for production, quantities in amounts.items():
            if not quantities:
                continue
            units = self._get_whole_units(
                production.product_id, quantities[0], production.product_uom_id
            )
            numbers = production.lot_producing_ids.sorted("id")
            if (
                production.product_tracking == "serial"
                and production._get_prealloc_trigger()
                and len(numbers) > units
            ):
                production.with_context(lot_prealloc_paused=True).write(
                    {
                        "lot_producing_ids": numbers[:units].ids,
                        "qty_producing": min(production.qty_producing, quantities[0]),
                    }
                )
                self._hold_numbers([(production, numbers[units:])])

    def _share_numbers_out(self, productions, is_lot_shared):
        """Serials go to the parts in order, the lot is the lot of every part.

        :param productions: as ``_split_productions`` returns them: each order of
            ``self`` followed by what was split from it
        :param bool is_lot_shared: see ``_number_parts``
        """
        leaving, arriving = [], []
        origin = self.browse()
        queues = {}
        for production in productions:
            if production in self:
                origin = production
                queues = origin._get_numbers_to_share(is_lot_shared)
                for product, wanted in origin._get_number_demand().items():
                    if product.tracking == "serial":
                        # the order itself comes first
                        numbers = queues.get(product, self.env["stock.lot"])
                        queues[product] = numbers[wanted:]
                continue
            for product, wanted in production._get_number_demand().items():
                numbers = queues.get(product, self.env["stock.lot"])
                if product.tracking == "lot":
                    arriving.append((production, numbers[:wanted]))
                    continue
                arriving.append((production, numbers[:wanted]))
                leaving.append((origin, numbers[:wanted]))
                queues[product] = numbers[wanted:]
        self._let_go_numbers(leaving)
        self._hold_numbers(arriving)

    def _get_numbers_to_share(self, is_lot_shared):
        """Held numbers by product; a lot that is being produced counts as held.

        :param bool is_lot_shared: see ``_number_parts``
        :return: ``{product.product: stock.lot}``
        """
        self.ensure_one()
        numbers = {
            product: self._get_held_numbers(product)
            for product in self.prealloc_lot_ids.product_id
        }
        lot = self.lot_producing_ids
        if (
            self.product_tracking == "lot"
            and is_lot_shared
            and (lot.allocated_production_id or self._get_prealloc_trigger())
        ):
            numbers[self.product_id] = lot or numbers.get(self.product_id, lot)
        return numbers

    def action_merge(self):
        """The merged order takes the first order's lot and all serials (BX-6)."""
        numbers = [(p, p._get_numbers_given()) for p in self]
        paused = self.with_context(lot_prealloc_paused=True)
        self._let_go_numbers(numbers)
        action = super(MrpProduction, paused).action_merge()
        merged = self.browse(action["res_id"])
        merged._take_over_numbers([lots for _production, lots in numbers])
        merged._adapt_numbers()
        return action

    def _get_numbers_given(self):
        """Numbers given to this order, held or about to be produced."""
        self.ensure_one()
        return self.prealloc_lot_ids | self.lot_producing_ids.filtered(
            "allocated_production_id"
        )

    def _take_over_numbers(self, lots_by_order):
        """Hold the numbers of merged orders: of each lot-tracked product the first.

        :param list lots_by_order: ``stock.lot`` of each merged order, in their order
        """
        self.ensure_one()
        taken = self.env["stock.lot"]
        released = self.env["stock.lot"]
        for lots in lots_by_order:
            for lot in lots.sorted("id"):
                if (
                    lot.product_id.tracking == "lot"
                    and lot.product_id in taken.product_id
                ):
                    released |= lot
                else:
                    taken |= lot
        self._hold_numbers([(self, taken)])
        self._log_release({self: released - taken})
        (released - taken)._unlink_never_used()

    # ------------------------------------------------------------------
    # Release (BX-4, BX-5)
    # ------------------------------------------------------------------

    def _release_surplus(self):
        """Give up numbers that an open order no longer needs, the last ones first.

        Numbers whose label is printed stay, even if the order then holds too many. So
        does everything as long as tracking is switched off (AB-1).
        """
        if self.env["res.company"]._is_traceability_switched_off():
            return
        released = {}
        for production in self.filtered(lambda p: p.state in OPEN_STATES):
            if not production.prealloc_lot_ids:
                continue
            demand = production._get_number_demand()
            surplus = self.env["stock.lot"]
            for product in production.prealloc_lot_ids.product_id:
                numbers = production._get_held_numbers(product)
                excess = len(numbers) - demand.get(product, 0)
                if product in production._get_products_made():
                    numbers = numbers.filtered(lambda lot: not lot.is_label_printed)
                surplus |= numbers[len(numbers) - min(max(excess, 0), len(numbers)) :]
            released[production] = surplus
        self._release_numbers(released)

    def _release_unproduced(self):
        """A closed order holds nothing; a cancelled one has not produced anything."""
        released = {}
        for production in self:
            numbers = production.prealloc_lot_ids
            if production.state == "cancel":
                numbers = production._get_numbers_given()
            released[production] = numbers
        self._release_numbers(released)

    def _release_numbers(self, released):
        """Give numbers up, say so on the order, delete those without a history.

        :param dict released: ``{mrp.production: stock.lot}``
        """
        released = {p: lots for p, lots in released.items() if lots}
        if not released:
            return
        self._let_go_numbers(released.items())
        lots = self.env["stock.lot"].union(*released.values())
        elsewhere = lots._get_held_elsewhere()
        self._log_release({p: numbers - elsewhere for p, numbers in released.items()})
        cancelled = self.browse(p.id for p in released if p.state == "cancel")
        unproduced = cancelled.lot_producing_ids & lots
        if unproduced:
            for production in cancelled.filtered("lot_producing_ids"):
                production.lot_producing_ids -= unproduced.filtered(
                    lambda lot: not lot.quant_ids
                )
        lots._unlink_never_used()

    @api.model
    def _log_release(self, released):
        """Write the released numbers into the log of each order.

        :param dict released: ``{mrp.production: stock.lot}``
        """
        bodies = {
            production.id: Markup("%s<br/>%s")
            % (
                self.env._("Lot/serial numbers released:"),
                ", ".join(lots.sorted("id").mapped("name")),
            )
            for production, lots in released.items()
            if lots
        }
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)

    # ------------------------------------------------------------------
    # What a person sees
    # ------------------------------------------------------------------

    def _preview_lot_name(self, ahead=0):
        """The number the order would get next; consumes nothing.

        Names that exist already are passed over, as they are when numbers are drawn.

        :param int ahead: how many numbers later
        :return: str or False
        """
        self.ensure_one()
        return self.product_id._preview_lot_name(self.company_id, ahead, self.name)

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"prealloc_lot_ids"}
