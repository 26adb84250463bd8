from odoo import api, models


class StockMoveLine(models.Model):
    """No movement takes a number that an open order holds, but the order's own (PF-6).

    Receipts, transfers, deliveries, consumption, scrap, unbuild and counts all come to
    stock through their lines.
    """

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_held_numbers()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if vals.get("lot_id") or vals.get("lot_name"):
            self._refuse_held_numbers()
        return result

    def _action_done(self):
        self._refuse_held_numbers()
        with self.env["stock.lot"]._let_numbers_pass():
            return super()._action_done()

    def _refuse_held_numbers(self):
        """Check all numbers that these lines name, picked or typed, at once.

        :raise UserError: an open order holds one of them
        """
        lot_model = self.env["stock.lot"]
        if lot_model._are_numbers_passing():
            return
        own_orders = {}
        typed = {}
        for line in self:
            if line.lot_id:
                self._note_own_orders(own_orders, line.lot_id.id, line)
            elif line.lot_name and line.product_id:
                typed.setdefault((line.product_id.id, line.lot_name), line)
        for lot in lot_model.sudo().browse(lot_model._find_ids_by_names(typed)):
            line = typed[lot.product_id.id, lot.name]
            if lot.company_id in (line.company_id, line.company_id.browse()):
                self._note_own_orders(own_orders, lot.id, line)
        lot_model.browse(own_orders)._get_held(own_orders)._refuse_held()

    @api.model
    def _note_own_orders(self, own_orders, lot_id, line):
        """A number that several lines name has to be that of an order of each."""
        ids = set(line._get_orders_that_bring()._ids)
        own_orders[lot_id] = own_orders[lot_id] & ids if lot_id in own_orders else ids

    def _get_orders_that_bring(self):
        """The orders whose finished products or by-products this line is about.

        A subcontractor's receipt is validated before the order behind it.

        :return: ``mrp.production``
        """
        # sudo: a storekeeper may not read orders; only their ids are compared
        move = self.sudo().move_id
        if move.production_id or move.picking_code != "incoming":
            return move.production_id
        return move.move_orig_ids.production_id
