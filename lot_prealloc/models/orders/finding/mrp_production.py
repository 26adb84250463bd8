from odoo import api, fields, models

from ...lots.finding.number_search import search_names_and_numbers

PLACES_OF_NUMBERS = (
    "prealloc_lot_ids",
    "lot_producing_ids",
    "move_finished_ids.move_line_ids.lot_id",
    "move_raw_ids.move_line_ids.lot_id",
)


class MrpProduction(models.Model):
    """A scanned number finds its orders, without choosing an option (UX-8)."""

    _inherit = "mrp.production"

    name_or_number = fields.Char(
        "Manufacturing Order or Number",
        compute="_compute_name_or_number",
        search="_search_name_or_number",
    )

    @api.depends("name")
    def _compute_name_or_number(self):
        for production in self:
            production.name_or_number = production.name

    def _search_name_or_number(self, operator, value):
        """An order holds or makes the number, has made it, or consumes it."""
        return search_names_and_numbers(self, operator, value, self._find_ids_by_number)

    @api.model
    def _find_ids_by_number(self, text):
        """:return: ids of the orders that a number is on"""
        lots = self.env["stock.lot"]._find_read_numbers(text)
        if not lots:
            return ()
        # one after the other: each is a probe of an index
        return {
            order_id
            for place in PLACES_OF_NUMBERS
            for order_id in self._search([(place, "in", lots.ids)])
        }
