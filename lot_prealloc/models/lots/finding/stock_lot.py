from odoo import api, models

# Shorter texts have nothing that the index of names knows.
MIN_LENGTH = 3
# Of the numbers that a text is only a part of, the newest so many are looked for.
MAX_NUMBERS = 200


class StockLot(models.Model):
    _inherit = "stock.lot"

    @api.model
    def _find_read_numbers(self, text):
        """The lots that a text stands for: a number as it is on its label (UX-8).

        Held, void and shipped ones as well. Only where there is no such number, those
        that the text is a part of.

        :param str text: e.g. what a scanner read
        :return: ``stock.lot``, that the user may see
        """
        if not self.has_access("read"):
            return self.browse()
        lots = self.search([("name", "=", text)], order="id desc", limit=MAX_NUMBERS)
        if lots or len(text) < MIN_LENGTH:
            return lots
        # By id: an order by name would read all numbers that fit.
        return self.search(
            [("name", "ilike", text)], order="id desc", limit=MAX_NUMBERS
        )
