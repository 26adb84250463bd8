"""What a customer has seen of a number (AB-22), apart from records."""

from collections import namedtuple

from odoo.tools import float_compare

# States of a number in the eyes of a customer, in the order in which they follow.
CUSTOMER_STATES = ("planned", "production", "ready", "shipped", "returned")

StoryPart = namedtuple("StoryPart", "lot_id state quantity picking_id date is_delivery")
StoryPart.__doc__ = """A part of a number, for one sales order.

:param int lot_id: of ``stock.lot``
:param str state: one of ``CUSTOMER_STATES``
:param float quantity: in the unit of the product
:param picking_id: of the ``stock.picking`` that says so, or None
:param date: when it was shipped or came back; None for what is still to be
:param bool is_delivery: the transfer is the one to the customer, or back from him
"""


def is_positive(quantity):
    return float_compare(quantity, 0, precision_digits=6) > 0


class NumberStory:
    """The parts of one number for one sales order; each is in one state.

    Movements are told in the order in which they happened.

    :param int lot_id: of ``stock.lot``
    :param bool is_unit: a serial number, which is in one state as a whole
    """

    def __init__(self, lot_id, is_unit=False):
        self.lot_id = lot_id
        self.is_unit = is_unit
        self.shipped, self.returned, self.reserved, self.planned = [], [], [], []

    def _part(self, state, quantity, picking_id=None, date=None, is_delivery=True):
        return StoryPart(self.lot_id, state, quantity, picking_id, date, is_delivery)

    def ship(self, quantity, picking_id, date):
        self.shipped.append(self._part("shipped", quantity, picking_id, date))

    def take_back(self, quantity, picking_id, date, shipped_with=None):
        """:param shipped_with: id of the transfer that this is a return of, if known"""
        self.returned.append(self._part("returned", quantity, picking_id, date))
        # Of the delivery it belongs to, and of the latest ones if that is not enough.
        latest_first = sorted(
            reversed(range(len(self.shipped))),
            key=lambda index: self.shipped[index].picking_id != shipped_with,
        )
        for index in latest_first:
            part = self.shipped[index]
            taken = min(part.quantity, quantity)
            self.shipped[index] = part._replace(quantity=part.quantity - taken)
            quantity -= taken

    def reserve(self, quantity, picking_id=None, is_delivery=True):
        self.reserved.append(
            self._part("ready", quantity, picking_id, is_delivery=is_delivery)
        )

    def plan(self, quantity, *, is_started=False):
        """:param bool is_started: it is being produced"""
        state = "production" if is_started else "planned"
        self.planned.append(self._part(state, quantity))

    def get_reserved_quantity(self):
        return sum(part.quantity for part in self.reserved)

    def tell(self):
        """:return: list of ``StoryPart``, what has happened first"""
        shipped = [part for part in self.shipped if is_positive(part.quantity)]
        if self.is_unit:
            latest = self.reserved or shipped or self.returned or self.planned
            return latest[-1:]
        return [*shipped, *self.returned, *self.reserved, *self.planned]
