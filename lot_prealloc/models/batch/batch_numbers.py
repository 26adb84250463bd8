from odoo.fields import Command


class BatchNumbers:
    """Numbers for the orders that a split is about to create, in their order."""

    def __init__(self, lots):
        self.lots = lots

    def assign(self, vals_list):
        """Put the numbers into the values of the orders, once.

        Odoo creates all orders of a split in one call; an order that is created on the
        way for another reason is not one of them.
        """
        if len(vals_list) != len(self.lots):
            return
        for vals, lot in zip(vals_list, self.lots, strict=True):
            if lot:
                vals["lot_producing_ids"] = [Command.link(lot.id)]
        self.lots = []
