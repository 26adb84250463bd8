from collections import defaultdict

from odoo import models
from odoo.tools import formatLang

from odoo.addons.lot_prealloc.tools.names import summarize_names


class StockMoveLine(models.Model):
    """The numbers of each line of a delivery slip, as runs (UX-5, UX-10)."""

    _inherit = "stock.move.line"

    def _get_aggregated_product_quantities(self, **kwargs):
        """Each line of the slip says which numbers it has, as ``lot_numbers``."""
        aggregated = super()._get_aggregated_product_quantities(**kwargs)
        pickings = self.picking_id.filtered(lambda p: p._shows_runs_of_numbers())
        by_key = defaultdict(self.browse)
        for line in self.filtered(lambda o: o.lot_id and o.picking_id in pickings):
            if kwargs.get("except_package") and line.result_package_id:
                continue
            key = line._get_aggregated_properties(move_line=line)["line_key"]
            by_key[key] += line
        for key, of_key in by_key.items():
            if key in aggregated:
                aggregated[key]["lot_numbers"] = of_key._describe_numbers()
        return aggregated

    def _describe_numbers(self):
        """Say in few words which numbers these lines of one product move.

        :return: text: serials as runs; of several lots each with its quantity
        """
        # sudo: numbers of a transfer that is printed; a customer prints his, too
        quantities = defaultdict(float)
        for line in self.sudo():
            quantities[line.lot_id] += line.quantity_product_uom
        lots = self.env["stock.lot"].sudo().union(*quantities).sorted("id")
        if len(lots) < 2 or lots[:1].product_id.tracking == "serial":
            return summarize_names(lots.mapped("name"), most=None)
        return ", ".join(
            f"{lot.name} ({formatLang(self.env, quantities[lot], dp='Product Unit')}"
            f" {lot.product_uom_id.name})"
            for lot in lots
        )
