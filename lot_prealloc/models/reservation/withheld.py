from typing import NamedTuple


class Withheld(NamedTuple):
    """What lies at a place and is not reserved by itself."""

    product: object
    lot: object
    location: object
    # in the unit of the product
    quantity: float
