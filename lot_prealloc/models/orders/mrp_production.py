from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.names import name_few
from ...tools.telling import tell
from .states import OPEN_STATES


class MrpProduction(models.Model):
    """Hold numbers from the chosen state on, hand them out to the receipt.

    ``prealloc_lot_ids`` is the pool: numbers that are held and not produced yet.
    ``lot_producing_ids``, Odoo's own field, is what is being produced. A number is in
    one of both, and goes from the first to the second.

    Here is where Odoo's methods are extended, in the order of an order's life. The
    steps that they call are in the sub-rooms, see ``__init__.py``.
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

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"prealloc_lot_ids"}

    # ------------------------------------------------------------------
    # Numbers are given as the order gets on (PF-2)
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        productions = super().create(vals_list)
        productions._preallocate_when_due()
        return productions

    def write(self, vals):
        vals = self._take_held_for_new(vals)
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

    def action_preallocate_lots(self):
        """Give the orders their numbers now, whatever the trigger (PF-9, BX-15).

        Orders that have all their numbers, are closed or make an untracked product
        stay as they are.

        :return: see ``_get_action_for_new_numbers``; it says what was done (UX-11)
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
                    orders=name_few(off.mapped("name"), 10),
                )
            )
        self.check_access("write")
        open_orders = self.filtered(lambda p: p.state in OPEN_STATES)
        numbers = open_orders._allocate_missing_numbers()
        return self._get_action_for_new_numbers(numbers)

    def _get_action_for_new_numbers(self, numbers):
        """What happens next for a person who has asked for numbers.

        Made to be extended.

        :param numbers: ``stock.lot``, given just now to some of these orders
        :return: an action
        """
        return tell(self._tell_new_numbers(numbers), "success" if numbers else "info")

    # ------------------------------------------------------------------
    # They are handed out to what is being produced (PF-7)
    # ------------------------------------------------------------------

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

    def _prepare_stock_lot_values(self):
        """The buttons Generate Lot and Generate Serial take what the order holds.

        Otherwise the number comes from the same format, for the company of the order.
        """
        if self._is_served_by_pool():
            # Not super: it draws a number. None is made here, write takes the held one.
            return self._prepare_held_again()
        values = super()._prepare_stock_lot_values()
        if self.product_id.product_tmpl_id._get_lot_number_format(self.company_id):
            [values["name"]] = self._draw_lot_names(1)
        if self.company_id._is_preallocation_on():
            values.setdefault("company_id", self.company_id.id)
        return values

    # ------------------------------------------------------------------
    # Completion
    # ------------------------------------------------------------------

    def pre_button_mark_done(self):
        """Every way of completing an order passes here, from any state (PF-2)."""
        open_orders = self.filtered(lambda p: p.state in OPEN_STATES)
        if open_orders._asks_for_lot():
            # Not super: Odoo makes a lot where there is none, before anybody could
            # choose it. Who has answered comes here again, and passes to super.
            return open_orders._action_ask_for_lot()
        open_orders.filtered(
            lambda p: p._get_prealloc_trigger()
        )._allocate_missing_numbers(completing=True)
        open_orders._hand_out_for_completion()
        self._stop_asking_for_backflush()
        return super().pre_button_mark_done()

    def _post_inventory(self, cancel_backorder=False):
        self._hand_out_byproduct_numbers()
        self._consume_backflush()
        return super()._post_inventory(cancel_backorder=cancel_backorder)

    # ------------------------------------------------------------------
    # Backorders, splits and merges share them out (PF-8, BX-6)
    # ------------------------------------------------------------------

    def _split_productions(
        self, amounts=False, cancel_remaining_qty=False, set_consumed_qty=False
    ):
        """The parts share the numbers of the order they were split from."""
        self.check_access("write")
        self._keep_numbers_of_own_units(amounts or {})
        paused = self.with_context(lot_prealloc_paused=True)
        with paused._rename_afterwards():
            productions = super(MrpProduction, paused)._split_productions(
                amounts,
                cancel_remaining_qty=cancel_remaining_qty,
                set_consumed_qty=set_consumed_qty,
            )
        productions = productions.with_env(self.env)
        if not self._is_preallocation_paused():
            self._number_parts(productions)
        return productions

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
