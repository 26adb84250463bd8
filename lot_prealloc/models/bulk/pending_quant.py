from odoo import fields


class PendingQuants(dict):
    """``{ids of a place, as Odoo caches quants by them: PendingQuant}``"""

    def __init__(self, quants_cache):
        """:param quants_cache: what Odoo has found, and hears of what is created"""
        super().__init__()
        self.quants_cache = quants_cache

    def pop_all(self, keys):
        """:return: those of them, which are not pending any more"""
        popped = PendingQuants(self.quants_cache)
        popped.update((key, self.pop(key)) for key in keys if key in self)
        return popped


class PendingQuant:
    """A place of stock as it is after updates that are still to be written.

    It follows Odoo's ``_update_available_quantity``, update by update.
    """

    def __init__(self, quant, uom, *, keeps_date=True, is_summed=False):
        """
        :param quant: ``stock.quant`` that lies there, or an empty one
        :param uom: ``uom.uom`` of the product
        :param bool keeps_date: what lies there is as old as the oldest of it
        :param bool is_summed: Odoo decides what is written; here it is only summed up
        """
        self.quant = quant
        self.uom = uom
        self.keeps_date = keeps_date
        self.is_summed = is_summed
        self.is_there = bool(quant)
        self.quantity = quant.quantity if quant else 0.0
        self.reserved_quantity = quant.reserved_quantity if quant else 0.0
        self.in_date = quant.in_date if quant else False
        # what is added in all: names of the fields that change, by how much
        self.added = {}

    def update(self, quantity, reserved_quantity, in_date):
        """As Odoo's ``_update_available_quantity``, and what that returns."""
        self.in_date = self._get_date(in_date)
        if quantity:
            self._add("quantity", self.quantity + quantity, quantity)
        if reserved_quantity:
            reserved = self.reserved_quantity + reserved_quantity
            if self.is_there:
                reserved = max(0, reserved)
            self._add("reserved_quantity", reserved, reserved_quantity)
        self.is_there = True
        return self.quantity - self.reserved_quantity, self.in_date

    def _get_date(self, in_date):
        dates = [in_date] if in_date else []
        if (
            self.keeps_date
            and self.is_there
            and self.in_date
            and self.quantity > 0
            and self.uom.compare(self.quantity, 0) > 0
        ):
            dates.append(self.in_date)
        return min(dates, default=None) or fields.Datetime.now()

    def _add(self, name, value, added):
        # as a field keeps it that is written each time
        field = self.quant._fields[name]
        setattr(self, name, field.convert_to_cache(value, self.quant))
        self.added[name] = self.added.get(name, 0) + added

    def get_values(self):
        """:return: dict of what is to be written"""
        values = {name: getattr(self, name) for name in self.added}
        if not self.quant or self.in_date != self.quant.in_date:
            values["in_date"] = self.in_date
        return values
