class Completion:
    """What completing a batch asks once, where Odoo asks for each order."""

    def __init__(self, new_lot_ids=()):
        # ids of stock.lot that no move line names: they lie nowhere yet
        self.new_lot_ids = set(new_lot_ids)
        # {what a rule is looked for by: stock.rule}
        self.push_rules = {}
        # {arguments of mrp.bom.explode: its result}
        self.explosions = {}
        # ids of stock.lot that were looked at together: nothing was made under them
        self.unproduced_lot_ids = set()
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
        # ids of stock.move: components that were consumed before
        self.consumed_before_ids = set()
        # ids of mrp.production whose moves are done
        self.posted_ids = set()
        # ids of those of them whose dependants are still to be looked for
        self.closed_ids = set()
