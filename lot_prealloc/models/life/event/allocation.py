from typing import NamedTuple


class Allocation(NamedTuple):
    """An open move line of a delivery that has reserved a number."""

    lot_id: int
    # when and by whom the line was made
    date: object
    user_id: int
    # for the event: document, partner, location, quantity
    values: dict
