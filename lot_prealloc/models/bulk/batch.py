class Batch:
    """What completing a batch asks once, where Odoo asks for each order."""

    def __init__(self):
        # {what a rule is looked for by: stock.rule}
        self.push_rules = {}
        # {arguments of mrp.bom.explode: its result}
        self.explosions = {}
        # ids of moves whose orderpoints are to be computed again
        self.moves_for_orderpoints = set()
