from typing import NamedTuple


class Naming(NamedTuple):
    """A number that a move line names: an existing one, or what is typed (ids)."""

    move_id: int
    lot_id: int
    product_id: int
    lot_name: str
    company_id: int
