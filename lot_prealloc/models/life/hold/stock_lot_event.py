from odoo import fields, models


class StockLotEvent(models.Model):
    """When a number was put on hold and released, by whom and why (RC-3)."""

    _inherit = "stock.lot.event"

    kind = fields.Selection(
        selection_add=[
            ("on_hold", "Put on Hold"),
            ("hold_released", "Released from Hold"),
        ],
        ondelete={"on_hold": "cascade", "hold_released": "cascade"},
    )
    hold_processes = fields.Selection(
        lambda self: self.env["stock.lot"]._get_hold_selection(),
        "On Hold for",
        readonly=True,
    )
    reason = fields.Char(readonly=True)

    def _get_timeline_entry(self, done_at):
        entry = super()._get_timeline_entry(done_at)
        if self.kind == "on_hold":
            entry["kind"] = f"on_hold_{self.hold_processes}"
        return entry | {"reason": self.reason}
