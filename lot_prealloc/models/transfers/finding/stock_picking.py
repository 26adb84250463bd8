from odoo import api, fields, models

from ...lots.finding.number_search import search_names_and_numbers


class StockPicking(models.Model):
    """A scanned number finds its transfers, without choosing an option (UX-8)."""

    _inherit = "stock.picking"

    name_or_number = fields.Char(
        "Transfer or Number",
        compute="_compute_name_or_number",
        search="_search_name_or_number",
    )

    @api.depends("name")
    def _compute_name_or_number(self):
        for picking in self:
            picking.name_or_number = picking.name

    def _search_name_or_number(self, operator, value):
        """A number is moved, wanted, or typed for what is about to arrive."""
        return search_names_and_numbers(self, operator, value, self._find_ids_by_number)

    @api.model
    def _find_ids_by_number(self, text):
        """:return: ids of the transfers that a number is on"""
        domains = [[("move_line_ids", "any", _typed_as(text))]]
        lots = self.env["stock.lot"]._find_read_numbers(text)
        if lots:
            domains += [
                [("move_line_ids.lot_id", "in", lots.ids)],
                [("move_ids.demand_lot_ids", "in", lots.ids)],
            ]
        # one after the other: each is a probe of an index
        return {picking_id for domain in domains for picking_id in self._search(domain)}


def _typed_as(text):
    return [("lot_name", "=", text), ("lot_id", "=", False)]
