class Movement:
    """What is known where lines are moved, all of a validation."""

    def __init__(self):
        # what Odoo has found for all lines: {ids of a place: stock.quant}
        self.quants_cache = None
        # an empty stock.quant, as a new one is updated: an environment is looked for
        # among all of them
        self.no_quant = None
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}

    def takes(self, records):
        """Whether these are asked in Odoo's loop over the lines.

        Odoo gives what it has found for them along. Whoever asks without it, as what
        frees a reservation, is told by the database.
        """
        quants_cache = records.env.context.get("quants_cache")
        if quants_cache is None:
            return False
        if self.quants_cache is None:
            self._read(records, quants_cache)
        return self.quants_cache is quants_cache

    def _read(self, records, quants_cache):
        """Read together what Odoo reads one by one when it updates them."""
        self.quants_cache = quants_cache
        # sudo: as Odoo does for every update of the stock
        self.no_quant = records.sudo().browse()
        ids = [quant_id for quants in quants_cache.values() for quant_id in quants._ids]
        self.no_quant.browse(ids).fetch()
