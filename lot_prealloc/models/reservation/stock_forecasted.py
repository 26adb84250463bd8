from collections import defaultdict

from odoo import api, models

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
            for kind, quantity in self._sum_up_withheld(withheld, product).items():
                line = self._prepare_report_line(quantity, product=product, read=read)
                lines.append(line | {"lot_prealloc_withheld": kind})
        return lines

    @api.model
    def _sum_up_withheld(self, withheld, product):
        """:return: ``{"returned" or "on_hold": quantity}``"""
        sums = defaultdict(float)
        for part in withheld:
            if part.product == product:
                kind = "on_hold" if part.lot._filter_on_hold() else "returned"
                sums[kind] += part.quantity
        return sums
