from odoo import api, models


class MrpProduction(models.Model):
    """Numbers with a printed label that an order gives up: they are void (AB-12)."""

    _inherit = "mrp.production"

    @api.model
    def _log_release(self, released):
        """Remember who gave up numbers that stay, as their labels are printed."""
        super()._log_release(released)
        self.env["stock.lot.event"]._log(
            [
                {"lot_id": lot.id, "kind": "given_up", "production_id": production.id}
                for production, lots in released.items()
                for lot in lots
                if lot.is_label_printed and not lot.quant_ids
            ]
        )
