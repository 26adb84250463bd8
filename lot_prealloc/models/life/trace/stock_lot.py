from functools import partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .genealogy import Genealogy
from .trace_query import (
    HISTORY,
    LINKED_LOT,
    MADE,
    READS,
    SIDES,
    UNBUILT,
    WHOLE,
    get_pairs_query,
    get_query,
)


class StockLot(models.Model):
    """What is inside a number, and where it went (RC-1).

    Read from the links that Odoo keeps between what an order has used and what it has
    made, so that numbers from before the addon have a trace too.
    """

    _inherit = "stock.lot"

    @api.readonly
    def get_trace(self, direction):
        """All numbers inside these, or all that they went into, over all levels.

        :param str direction: ``inside`` or ``where``
        :return: list of dicts, level by level; a number that is reached on two ways is
            there twice:

            - ``level``: int, 1 is next to the number
            - ``parent_lot_id``, ``lot_id``: ids of ``stock.lot``; ``lot_id`` is False
              where an order has made something without numbers
            - ``product_id``: id of ``product.product``
            - ``quantity``: inside, how much of it is in these numbers; or else how much
              of it there is that they are in. In the unit of that product
            - ``carried_quantity``: how much of what is inside is in the other, in the
              unit of the product of the one that is inside
            - ``production_id``: id of the ``mrp.production`` that has put them
              together, or False where a repair has
            - ``picking_id``, ``partner_id``: ids, or False, of the transfer by which
              what is inside was received, or by which the other was shipped last, and
              of whom
            - ``date``: datetime (UTC) when they were put together
        :raise UserError: another direction
        :raise AccessError: the user may not read the numbers
        """
        rows = self._read_trace(direction)
        transfers = self._get_trace_transfers(direction, {r["lot_id"] for r in rows})
        return [
            {
                "level": row["level"],
                "parent_lot_id": row["parent_id"],
                "lot_id": row["lot_id"] or False,
                "product_id": row["product_id"],
                "quantity": row[
                    "carried_quantity" if direction == "inside" else "made_quantity"
                ],
                "carried_quantity": row["carried_quantity"],
                "production_id": row["production_id"] or False,
                **transfers.get(
                    row["lot_id"], {"picking_id": False, "partner_id": False}
                ),
                "date": row["date"],
            }
            for row in rows
        ]

    def _read_trace(self, direction, is_deep=True):
        """:param bool is_deep: over all levels, or only what is next to these
        :return: list of dicts, see ``Genealogy.walk``
        """
        genealogy = self._read_genealogy(direction, is_deep)
        return genealogy.walk(self._origin.ids, direction)

    def _read_genealogy(self, direction, is_deep=True):
        """:return: ``Genealogy`` of these numbers"""
        pairs = self._run_trace(partial(get_pairs_query, is_deep), direction)
        if not pairs:
            return Genealogy()
        orders = {(pair["production_id"], pair["move_id"]) for pair in pairs}
        production_ids, move_ids = map(list, zip(*orders, strict=True))
        values = {
            "production_ids": production_ids,
            "move_ids": move_ids,
            "made_ids": [*{pair["made_id"] for pair in pairs if pair["made_id"]}],
        }
        return Genealogy(
            pairs,
            *(self._fetch_rows(SQL(text, **values)) for text in (MADE, UNBUILT, WHOLE)),
        )

    def _get_reached(self, direction):
        """The numbers inside these, or that they went into, each once.

        :param str direction: ``inside`` or ``where``
        :return: ``stock.lot``, these included
        """
        genealogy = self._read_genealogy(direction)
        return self.browse(genealogy.reach(self._origin.ids, direction))

    def _filter_linked(self, direction):
        """:return: those of the numbers from which a step leads on"""
        rows = self._run_trace(partial(get_query, LINKED_LOT), direction)
        return self.browse(row["lot_id"] for row in rows)

    def _read_history(self, direction, limit):
        """What was put together once, whether it still is or not; the newest.

        :return: list of dicts with ``lot_id``, ``production_id``, ``date``,
            ``line_id`` by which it was made or used, and ``other_ids``, of the numbers
            on the other side
        """
        return self._run_trace(partial(get_query, HISTORY, limit=limit), direction)

    def _run_trace(self, make_query, direction):
        """:return: list of dicts, the rows of one of the statements"""
        if direction not in SIDES:
            raise UserError(
                self.env._(
                    "A trace leads “inside” or to “where” a number went, not to "
                    "“%(direction)s”.",
                    direction=direction,
                )
            )
        self.check_access("read")
        if not self._origin:
            return []
        for model, names in READS.items():
            self.env[model].flush_model(names)
        return self._fetch_rows(
            make_query(
                direction=direction,
                lot_ids=self._origin.ids,
                company_ids=self.env.companies.ids,
            )
        )

    def _fetch_rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()

    def _get_trace_transfers(self, direction, lot_ids):
        """Where numbers came from, or to whom they went last.

        :return: ``{lot id: {"picking_id": id or False, "partner_id": id or False}}``
        """
        lots = self.browse(filter(None, lot_ids))
        if direction == "inside":
            lines = lots._find_first_receipt_lines()
        else:
            lines = lots._find_last_delivery_lines()
        # sudo: of a line that the user may read, whose transfer it was
        return {
            lot.id: {
                "picking_id": line.picking_id.id,
                "partner_id": (
                    line.picking_id.partner_id or line.move_id.partner_id
                ).id,
            }
            for lot, line in ((lot, line.sudo()) for lot, line in lines.items())
        }

    def _find_first_receipt_lines(self):
        """:return: ``{stock.lot: stock.move.line}``, how each came from a vendor"""
        lines = {
            lot: line
            for lot, line in self.env["stock.move.line"]._read_group(
                [
                    ("lot_id", "in", self.ids),
                    ("state", "=", "done"),
                    ("location_id.usage", "=", "supplier"),
                    ("picking_id", "!=", False),
                ],
                ["lot_id"],
                ["id:min"],
            )
        }
        found = self.env["stock.move.line"].browse(lines.values())
        return dict(zip(lines, found, strict=True))
