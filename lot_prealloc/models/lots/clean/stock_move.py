from odoo import models

from ...numbering.number_text import clean_number


class StockMove(models.Model):
    """Lists of numbers that are pasted or generated for a line of a receipt (UX-6)."""

    _inherit = "stock.move"

    def _create_lot_ids_from_move_line_vals(
        self, vals_list, product_id, company_id=False
    ):
        """Odoo looks the new lots up by the names in the list."""
        company = self.env["res.company"].browse(company_id) or self.env.companies
        if company._is_preallocation_on():
            for vals in vals_list:
                if vals.get("lot_name"):
                    vals["lot_name"] = clean_number(self.env, vals["lot_name"])
        return super()._create_lot_ids_from_move_line_vals(
            vals_list, product_id, company_id
        )
