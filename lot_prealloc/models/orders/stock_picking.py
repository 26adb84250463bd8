from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def button_validate(self):
        """A receipt from a subcontractor takes its order's numbers (PF-2, PF-7)."""
        self.move_ids._take_numbers_of_their_orders()
        return super().button_validate()

    def action_confirm(self):
        """A plain storekeeper may confirm them: Odoo makes the subcontractor's order
        as whoever confirms, who need not have any right on orders.
        """
        if (
            not self.env["mrp.production"].has_access("create")
            and self._is_to_be_subcontracted()
        ):
            self.check_access("write")
            # sudo: what is made along is said by the bill of materials, not by the
            # user, who may confirm the receipts
            return super(StockPicking, self.sudo()).action_confirm()
        return super().action_confirm()

    def _is_to_be_subcontracted(self):
        """Whether all of these are ours to heal, and one may need an order.

        :return: bool; looked up once for the whole set
        """
        if not all(company._is_preallocation_on() for company in self.company_id):
            return False
        # sudo: who receives need not see bills of materials
        bom_model = self.env["mrp.bom"].sudo()
        return "subcontractor_ids" in bom_model._fields and bool(
            bom_model.search_count(
                [
                    ("type", "=", "subcontract"),
                    ("subcontractor_ids", "parent_of", self.partner_id.ids),
                    ("product_tmpl_id", "in", self.product_id.product_tmpl_id.ids),
                ],
                limit=1,
            )
        )
