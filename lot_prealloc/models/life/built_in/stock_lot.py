from odoo import api, models

from ..timeline.kind import Kind
from ..timeline.stock_lot import LIMIT

SHOWN = 5


class StockLot(models.Model):
    """“Built in: Motor MOT-0001, Frame FRM-0007”, “Built into BIKE-0001” (RC-1)."""

    _inherit = "stock.lot"

    def _get_timeline_entries(self):
        entries = super()._get_timeline_entries()
        for kind, direction in (("built_in", "inside"), ("built_into", "where")):
            entries += self._get_built_entries(kind, direction)
        return entries

    def _get_built_entries(self, kind, direction):
        """:return: list of entries, one for each number and order"""
        return [
            {
                "lot": self.browse(row["lot_id"]),
                "kind": kind,
                "date": row["date"],
                # after the line by which it was made or used
                "move_line_id": row["line_id"],
                "others": self.browse(row["other_ids"]),
            }
            for row in self._read_history(direction, LIMIT * len(self))
        ]

    @api.model
    def _get_timeline_kinds(self):
        return super()._get_timeline_kinds() | {
            "built_in": Kind("fa-puzzle-piece", "secondary", [self.env._("Built in:")]),
            "built_into": Kind(
                "fa-puzzle-piece", "secondary", [self.env._("Built into")]
            ),
        }

    def _render_timeline_entry(self, entry, kinds, names):
        rendered = super()._render_timeline_entry(entry, kinds, names)
        others = entry.get("others")
        if others:
            rendered["pieces"] += others._get_built_pieces(entry["kind"])
        return rendered

    def _get_built_pieces(self, kind):
        """:return: list of pieces, as of the timeline: links to these numbers"""
        pieces = []
        for lot in self[:SHOWN]:
            product = lot.product_id.display_name if kind == "built_in" else ""
            pieces += [
                {"text": f"{', ' if pieces else ' '}{product}{' ' if product else ''}"},
                {"text": lot.name, "model": lot._name, "id": lot.id},
            ]
        if len(self) > SHOWN:
            rest = len(self) - SHOWN
            pieces.append({"text": self.env._(" and %(count)s more", count=rest)})
        return pieces
