from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    is_made_available = fields.Boolean(
        readonly=True,
        copy=False,
        groups="stock.group_stock_manager",
        help="A return that an inventory manager has made available again.",
    )
