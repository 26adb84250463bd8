from typing import NamedTuple

from ...tools.scope import Scope

# Lines of a move are written one by one: namings that were checked together before.
CHECKED = Scope("checked")


class Naming(NamedTuple):
    """A number that a move line names: an existing one, or what is typed (ids)."""

    move_id: int
    lot_id: int
    product_id: int
    lot_name: str
    company_id: int
