from itertools import product

from odoo import api, models

from ..lots.many2one_value import get_id
from .naming import CHECKED, Naming


class StockMoveLine(models.Model):
    """No movement takes a number that an open order holds, but the order's own (PF-6).

    Receipts, transfers, deliveries, consumption, scrap, unbuild and counts all come to
    stock through their lines. What names a number is looked at before it is written: a
    line that is added to what is done would have moved it already.
    """

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        if not vals_list:
            return super().create(vals_list)
        vals_list = self._clean_lot_names(vals_list)
        lot_ids = {get_id(vals["lot_id"]) for vals in vals_list if vals.get("lot_id")}
        self.env["stock.lot"].browse(lot_ids)._check_not_given_up()
        self._check_numbers_not_held(map(self._get_naming_of_new, vals_list))
        return super().create(vals_list)

    def write(self, vals):
        if self._has_dirty_name(vals):
            vals = self._clean_lot_name(vals, self.company_id)
        if vals.get("lot_id"):
            lots = self.env["stock.lot"].browse(get_id(vals["lot_id"]))
            (lots - self.lot_id)._check_not_given_up()
        if vals.get("lot_id") or vals.get("lot_name"):
            self._check_numbers_not_held(line._get_naming(**vals) for line in self)
        return super().write(vals)

    def _action_done(self):
        self._check_numbers_not_held(line._get_naming() for line in self)
        with self.env["stock.lot"]._let_numbers_pass():
            return super()._action_done()

    def _get_naming(self, lot_id=None, lot_name=None, **_vals):
        self.ensure_one()
        return Naming(
            self.move_id.id,
            get_id(lot_id) or (not lot_name and self.lot_id.id),
            self.product_id.id,
            lot_name or self.lot_name,
            self.company_id.id,
        )

    @api.model
    def _get_naming_of_new(self, vals):
        get_default = self.env.context.get
        return Naming(
            *(
                get_id(vals.get(name, get_default(f"default_{name}")))
                for name in Naming._fields
            )
        )

    @api.model
    def _check_numbers_not_held(self, namings):
        """Check numbers that lines name, picked or typed, all at once.

        :param namings: of :class:`Naming`
        :raise UserError: an open order holds one of them
        """
        lot_model = self.env["stock.lot"]
        if lot_model._are_numbers_passing():
            return
        if checked := CHECKED.get(self.env):
            namings = [naming for naming in namings if naming not in checked]
            if not namings:
                return
        move_ids = self._find_moves_of_numbers(namings)
        holders = lot_model._read_open_holders(move_ids)
        bringing = self._read_orders_that_bring(
            {move_id for lot_id in holders for move_id in move_ids[lot_id]}
        )
        strangers = [
            lot_id
            for lot_id, production_ids in holders.items()
            if any(
                production_ids.isdisjoint(bringing.get(move_id, ()))
                for move_id in move_ids[lot_id]
            )
        ]
        # sudo: a number is held, whoever may see it
        lots = lot_model.sudo().browse(strangers)
        lots.filtered("is_preallocated")._raise_held()

    @api.model
    def _find_moves_of_numbers(self, namings):
        """:return: ``{lot id: ids of the stock.move}`` that name it, or None"""
        move_ids, typed = {}, {}
        # sudo: only ids are compared
        moves = self.env["stock.move"].sudo()
        for naming in namings:
            if naming.lot_id:
                move_ids.setdefault(naming.lot_id, set()).add(naming.move_id)
            elif naming.lot_name:
                product_id = naming.product_id or (
                    moves.browse(naming.move_id or ()).product_id.id
                )
                typed.setdefault((product_id, naming.lot_name), []).append(naming)
        # sudo: a number is held, whoever may see it
        lot_model = self.env["stock.lot"].sudo()
        for key, lots in lot_model._find_by_names(typed).items():
            for lot, naming in product(lots, typed[key]):
                company_id = naming.company_id or lot.company_id.id
                if lot.company_id.id in (False, company_id):
                    move_ids.setdefault(lot.id, set()).add(naming.move_id)
        return move_ids

    @api.model
    def _read_orders_that_bring(self, move_ids):
        """The orders whose finished products or by-products moves are about.

        A subcontractor's receipt is validated before the order behind it.

        :param move_ids: ids of ``stock.move``
        :return: ``{move id: ids of mrp.production}``
        """
        # sudo: a storekeeper may not read orders; only their ids are compared
        moves = self.env["stock.move"].sudo().browse(filter(None, move_ids))
        return {move.id: move._get_orders_that_bring().ids for move in moves}
