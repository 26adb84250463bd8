from odoo import api, fields, models


class StockLotEvent(models.Model):
    """When a number was made for a sales order, and released from it (AB-17)."""

    _inherit = "stock.lot.event"

    kind = fields.Selection(
        selection_add=[
            ("sale_reserved", "Reserved for a Sales Order"),
            ("sale_released", "Released from a Sales Order"),
        ],
        ondelete={"sale_reserved": "cascade", "sale_released": "cascade"},
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        "Sales Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _get_document_fields(self):
        return [*super()._get_document_fields(), "sale_order_id"]
