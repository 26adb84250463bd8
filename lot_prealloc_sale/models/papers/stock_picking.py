from odoo import models

LOTS_ON_SLIP = "stock.group_lot_on_delivery_slip"
EXPIRY_ON_SLIP = "product_expiry.group_expiry_date_on_delivery_slip"


class StockPicking(models.Model):
    """A delivery slip shows its numbers where Odoo's own setting says so (UX-10).

    Odoo prints a row for each number; here each line of the slip has its runs.
    """

    _inherit = "stock.picking"

    def _shows_runs_of_numbers(self):
        """Whether numbers stand in the lines of the slip, whoever prints it.

        Where each number has its expiration date on the slip, it keeps its own row.

        :return: bool
        """
        self.ensure_one()
        # sudo: it is only asked what the company has chosen
        company = self.sudo().company_id
        return (
            company._is_preallocation_on()
            and company._is_implied_for_employees(LOTS_ON_SLIP)
            and not (
                company._is_implied_for_employees(EXPIRY_ON_SLIP)
                and any(lot.expiration_date for lot in self.sudo().move_line_ids.lot_id)
            )
        )
