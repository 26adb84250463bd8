from odoo import models

from ..lots.naming.lot_rule import FORECAST, LotRule


class StockForecasted(models.AbstractModel):
    """It promises what reservation takes, and shows the rest apart (AB-15)."""

    _inherit = "stock.forecasted_product_product"

    def _get_report_lines(
        self,
        product_template_ids,
        product_ids,
        wh_location_ids,
        wh_stock_location,
        read=True,
    ):
        asking = LotRule.of(self)._replace(asked_by=FORECAST).on(self)
        lines = super(StockForecasted, asking)._get_report_lines(
            product_template_ids,
            product_ids,
            wh_location_ids,
            wh_stock_location,
            read=read,
        )
        if not read:
            # Nobody sees it: a transfer asks what it can count on.
            return lines
        products = self._get_products(product_template_ids, product_ids)
        quants = self.env["stock.quant"]
        withheld = quants._read_withheld(
            quants._find_withheld_lots(products),
            self._get_quant_domain(wh_location_ids, products),
        )
        for product in products:
            parts = [part.quantity for part in withheld if part.product == product]
            if parts:
                line = self._prepare_report_line(sum(parts), product=product, read=read)
                lines.append(line | {"lot_prealloc_withheld": True})
        return lines
