from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..life.states import QUANTITY_STATES
from ..orders.states import OPEN_STATES


class MrpProduction(models.Model):
    """An order takes no number of another order, and exchanges one that it lost (PF-6).

    A number can be in stock before the order has produced it: in an old database, or
    because it came there while nothing was watched.
    """

    _inherit = "mrp.production"

    met_lot_ids = fields.Many2many(
        "stock.lot",
        string="Numbers in Stock Already",
        compute="_compute_met_lot_ids",
        help="Numbers that were given to this order, and that came into stock another "
        "way before it has produced them.",
    )

    # ------------------------------------------------------------------
    # Numbers of other orders
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_numbers_not_given_up(vals)
        productions = super().create(vals_list)
        productions._check_numbers_not_of_others({})
        return productions

    def write(self, vals):
        if "lot_producing_ids" not in vals:
            return super().write(vals)
        self._check_numbers_not_given_up(vals)
        own = {p: p.lot_producing_ids | p.prealloc_lot_ids for p in self}
        result = super().write(vals)
        self._check_numbers_not_of_others(own)
        return result

    def _check_numbers_not_of_others(self, own):
        """Check the numbers that orders produce and did not hold before, at once.

        :param dict own: ``{mrp.production: stock.lot}`` that they held before
        :raise UserError: another open order holds one
        """
        lot_model = self.env["stock.lot"]
        if lot_model._are_numbers_passing():
            return
        takers = {}
        for production in self:
            nothing = lot_model.browse()
            taken = production.lot_producing_ids - own.get(production, nothing)
            for lot in taken:
                takers.setdefault(lot.id, production)
        if not takers:
            return
        holders = lot_model._read_open_holders(takers)
        of_others = [
            lot_id
            for lot_id, production in takers.items()
            if production._find_strangers(holders.get(lot_id, ()))
        ]
        # sudo: a number is held, whoever may see by which order
        held = lot_model.sudo().browse(of_others).filtered("is_preallocated")
        held._raise_held_by_others(takers)

    def _find_strangers(self, production_ids):
        """:return: other orders among these, but for the parts of a subcontracted one

        Odoo divides what a subcontractor makes into orders by the numbers that are
        entered on his receipt, after it has made the orders.
        """
        self.ensure_one()
        # sudo: only groups and kinds are compared
        others = self.sudo().browse(set(production_ids) - set(self.ids))
        if others and self.sudo().bom_id.type == "subcontract":
            others = others.filtered(
                lambda p: p.production_group_id != self.sudo().production_group_id
            )
        return others

    @api.model
    def _check_numbers_not_given_up(self, vals):
        """:param dict vals: for ``create`` or ``write``"""
        lot_ids = set()
        for command in vals.get("lot_producing_ids") or ():
            if isinstance(command, int):
                lot_ids.add(command)
            elif command[0] == Command.LINK:
                lot_ids.add(command[1])
            elif command[0] == Command.SET:
                lot_ids.update(command[2])
        if not lot_ids or self.env["stock.lot"]._are_numbers_passing():
            return
        # sudo: only for which order a number was made; that order may take it back
        lots = self.env["stock.lot"].sudo().browse(lot_ids)
        others = lots.filtered(lambda lot: lot.allocated_production_id not in self)
        others.with_env(self.env)._check_not_given_up()

    # ------------------------------------------------------------------
    # Numbers that came into stock another way
    # ------------------------------------------------------------------

    @api.depends("prealloc_lot_ids", "lot_producing_ids", "state")
    def _compute_met_lot_ids(self):
        orders = self._origin.filtered(lambda p: p.state in OPEN_STATES)
        # sudo: where a number has been is asked, whoever may see it
        lots = self.env["stock.lot"].sudo()
        if orders:
            lots = lots.search(
                [
                    ("lifecycle_state", "in", QUANTITY_STATES),
                    "|",
                    ("prealloc_production_ids", "in", orders.ids),
                    ("producing_production_ids", "in", orders.ids),
                ]
            )
        lots = lots.sudo(self.env.su)
        for production in self:
            given = production._origin.prealloc_lot_ids & lots
            given |= (production._origin.lot_producing_ids & lots).filtered(
                lambda lot, production=production: production._is_given(lot)
            )
            production.met_lot_ids = given.filtered(
                lambda lot, production=production: not production._has_produced(lot)
            )

    def _is_given(self, lot):
        """Whether a number was generated for this order or one it was split from."""
        # sudo: only groups are compared
        order = lot.sudo().allocated_production_id
        return order and order.production_group_id == self.sudo().production_group_id

    def _has_produced(self, lot):
        """Whether a number is in stock because this order, or a part of it, made it."""
        # sudo: only groups are compared
        lot = lot.sudo()
        group = self.sudo().production_group_id
        return lot.production_date and lot.production_id.production_group_id == group

    def action_exchange_met_numbers(self):
        """Take new numbers for those that came into stock another way (PF-6).

        :return: True
        :raise UserError: no number of these orders is in stock
        """
        self.check_access("write")
        met = {p: p.met_lot_ids for p in self if p.met_lot_ids}
        if not met:
            raise UserError(
                self.env._(
                    "No number of %s is in stock.", ", ".join(self.mapped("name"))
                )
            )
        orders = self.browse().union(*met)
        producing = {p: p.lot_producing_ids & met[p] for p in orders}
        for production in orders.filtered(lambda p: producing[p]):
            production.with_context(lot_prealloc_paused=True).write(
                {
                    "lot_producing_ids": [
                        Command.unlink(lot.id) for lot in producing[production]
                    ]
                }
            )
        self._let_go_numbers(met.items())
        before = {p: p.prealloc_lot_ids for p in orders}
        orders._allocate_missing_numbers()
        for production in orders:
            new = production.prealloc_lot_ids - before[production]
            production._log_exchange(met[production], new)
            if producing[production]:
                production._hand_out_numbers(len(producing[production]))
        return True

    def _log_exchange(self, met, new):
        self._message_log(
            body=Markup("%s<br/>%s")
            % (
                self.env._(
                    "In stock already, and exchanged: %s",
                    ", ".join(met.sorted("id").mapped("name")),
                ),
                self.env._(
                    "Lot/serial numbers taken instead: %s",
                    ", ".join(new.sorted("id").mapped("name")),
                ),
            )
        )
