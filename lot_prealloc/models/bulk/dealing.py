class Dealing:
    """What is known where reservations change hands."""

    def __init__(self, quants_cache=None):
        # what Odoo would look for again and again: {ids of a place: stock.quant}
        self.quants_cache = quants_cache
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
