class PendingQuant:
    """Updates of one place that are still to be written."""

    def __init__(self, available, in_date, on_hand=None, is_new=False):
        self.available = available
        self.in_date = in_date
        # Odoo has no quant there yet
        self.is_new = is_new
        # None: it makes no difference
        self.on_hand = on_hand
        self.quantity = 0
        self.reserved_quantity = 0

    def add(self, quantity, reserved_quantity, in_date):
        self.quantity += quantity
        self.reserved_quantity += reserved_quantity
        self.available += quantity - reserved_quantity
        self.in_date = in_date or self.in_date
        if self.on_hand is not None:
            self.on_hand += quantity

    @property
    def is_used_up(self):
        """What is taken now, from nothing, gets another date than what lay there."""
        return self.on_hand is not None and self.on_hand <= 0
