from odoo import api, models


class StockLot(models.Model):
    """For which sales order a number is follows from its order and its sale (AB-20)."""

    _inherit = "stock.lot"

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"sale_order_id"}
