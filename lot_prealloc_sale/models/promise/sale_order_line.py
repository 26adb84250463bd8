from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _read_qties(self, date, wh):
        """What a quotation says is available leaves out what is withheld (AB-15).

        The free and the forecasted quantity are the product's, which do so already.
        """
        quantities = super()._read_qties(date, wh)
        products = self.product_id.with_context(to_date=date, warehouse_id=wh)
        withheld = products._get_withheld_quantities()
        for of_product in quantities:
            of_product["qty_available"] -= withheld.get(of_product["id"], 0)
        return quantities
