from odoo import api, fields, models

from ..tools.names import summarize_names


class StockLotChosen(models.AbstractModel):
    """Numbers that a dialog was opened for: some in a list, one from its form."""

    _name = "stock.lot.chosen"
    _description = "Chosen Lots/Serial Numbers"

    lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots/Serial Numbers",
        required=True,
        default=lambda self: self._get_chosen_lots(),
    )
    # Thousands of them are no tags.
    lot_summary = fields.Char(
        "Lots/Serial Numbers Chosen", compute="_compute_lot_summary"
    )

    @api.model
    def _get_chosen_lots(self):
        """:return: ``stock.lot``, what the user stands on or has ticked"""
        lots = self.env["stock.lot"]
        if self.env.context.get("active_model") == lots._name:
            return lots.browse(self.env.context.get("active_ids", ())).exists()
        return lots

    @api.depends("lot_ids")
    def _compute_lot_summary(self):
        for dialog in self:
            names = dialog.lot_ids.sorted("name").mapped("name")
            dialog.lot_summary = summarize_names(names, self.env)
