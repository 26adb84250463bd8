from odoo import api, models

from ...lots.many2one_value import get_id


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lot_ids = {get_id(vals["lot_id"]) for vals in vals_list if vals.get("lot_id")}
        self.env["stock.lot"].browse(lot_ids)._refuse_given_up()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("lot_id"):
            lots = self.env["stock.lot"].browse(get_id(vals["lot_id"]))
            (lots - self.lot_id)._refuse_given_up()
        return super().write(vals)
