from typing import NamedTuple


class Source(NamedTuple):
    """Where a reserved quantity lies: ids of the records, as a quant has them."""

    lot_id: int
    location_id: int
    package_id: int
    owner_id: int

    @classmethod
    def of(cls, record):
        """:param record: ``stock.quant`` or ``stock.move.line``"""
        return cls(
            record.lot_id.id,
            record.location_id.id,
            record.package_id.id,
            record.owner_id.id,
        )
