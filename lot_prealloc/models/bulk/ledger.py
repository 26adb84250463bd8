class Ledger:
    """What completing a batch does to the stock, until it is written as a whole."""

    def __init__(self):
        # {(product, location, lot, package, owner): LedgerEntry}
        self.entries = {}
        # whether the quants of all lines have been read
        self.is_read = False
