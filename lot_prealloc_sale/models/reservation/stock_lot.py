from odoo import api, models
from odoo.tools import SQL


class StockLot(models.Model):
    """What reservation asks of the numbers that are made for sales orders (AB-21)."""

    _inherit = "stock.lot"

    @api.model
    def _read_stamped_quants(self, product, location, in_force):
        """Find the stamped numbers of a product that lie at a location.

        One statement, which reads these numbers only, however many others there are.

        :param bool in_force: whether stamps count in the company of the location; where
            they do not, those of sales orders with lot control still do (MM-6)
        :return: ``{id of the stock.quant: id of the sale.order}``
        """
        self.flush_model(["sale_order_id", "product_id"])
        self.env["sale.order.line"].flush_model(["lot_control", "order_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT quant.id, lot.sale_order_id"
                    " FROM stock_lot AS lot"
                    " JOIN stock_quant AS quant ON quant.lot_id = lot.id"
                    " JOIN stock_location AS location"
                    " ON location.id = quant.location_id"
                    " WHERE lot.product_id = %s AND lot.sale_order_id IS NOT NULL"
                    " AND location.parent_path LIKE %s AND (%s OR EXISTS ("
                    "SELECT FROM sale_order_line AS line"
                    " WHERE line.order_id = lot.sale_order_id AND line.lot_control))",
                    product.id,
                    f"{location.parent_path}%",
                    bool(in_force),
                )
            )
        )
