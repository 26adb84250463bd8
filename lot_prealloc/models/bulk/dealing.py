from .defaults import Defaults


class Dealing(Defaults):
    """What is known where reservations change hands."""

    def __init__(self, quants_cache=None):
        super().__init__()
        # what Odoo would look for again and again: {ids of a place: stock.quant}
        self.quants_cache = quants_cache
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
        # {environment: {id of a stock.move.line: values of its copy}}
        self.line_copies = {}
