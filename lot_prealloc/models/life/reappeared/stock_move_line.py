from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _find_named_lots(self):
        """The numbers that these lines name, by record or by text, in one statement.

        :return: ``{stock.move.line: stock.lot}``
        """
        named = {line: line.lot_id for line in self if line.lot_id}
        typed = self.filtered(lambda line: line.lot_name and not line.lot_id)
        if typed:
            lots = typed._find_lots_by_name(
                (line.product_id, line.lot_name) for line in typed
            )
            for line in typed:
                lot = lots.get((line.product_id, line.lot_name))
                if lot:
                    named[line] = lot
        return named
