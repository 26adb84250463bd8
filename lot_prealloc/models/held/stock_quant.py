from odoo import api, models

from ..lots.many2one_value import get_id


class StockQuant(models.Model):
    """A number that an open order holds is not counted, nor imported (PF-6)."""

    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        default_lot_id = self.env.context.get("default_lot_id")
        self._check_numbers_not_held(
            {vals.get("lot_id", default_lot_id) for vals in vals_list}
        )
        return super().create(vals_list)

    def write(self, vals):
        self._check_numbers_not_held({vals.get("lot_id")})
        return super().write(vals)

    @api.model
    def _check_numbers_not_held(self, lot_ids):
        """:raise UserError: an open order holds one of them"""
        lots = self.env["stock.lot"].browse(filter(None, map(get_id, lot_ids)))
        if lots and not lots._are_numbers_passing():
            lots._get_held()._raise_held()
