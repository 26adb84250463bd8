from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    event_ids = fields.One2many("stock.lot.event", "lot_id", "Events", readonly=True)

    def _log_made_available(self):
        """Remember who made returned numbers available (AB-15)."""
        super()._log_made_available()
        # sudo: a return that the user may not read comes before this all the same
        last_lines = dict(
            self.env["stock.move.line"]
            .sudo()
            ._read_group(
                [("lot_id", "in", self.ids), ("state", "=", "done")],
                ["lot_id"],
                ["id:max"],
            )
        )
        self.env["stock.lot.event"]._log(
            [
                {
                    "lot_id": lot.id,
                    "kind": "made_available",
                    "location_id": lot.location_id.id,
                    "move_line_id": last_lines.get(lot.sudo()),
                }
                for lot in self
            ]
        )
