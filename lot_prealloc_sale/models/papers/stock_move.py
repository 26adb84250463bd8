from odoo import models


class StockMove(models.Model):
    """The numbers of a line of a delivery slip, before it is shipped (UX-10)."""

    _inherit = "stock.move"

    def _get_numbers_on_slip(self):
        """:return: text, the numbers that are reserved; or False"""
        self.ensure_one()
        picking = self.picking_id
        if not picking._shows_runs_of_numbers():
            return False
        # sudo: a customer prints his delivery slip
        if "ready" not in picking.sudo().company_id._get_told_states():
            return False
        lines = self.move_line_ids.filtered(lambda line: line.lot_id and line.quantity)
        return lines._describe_numbers()
