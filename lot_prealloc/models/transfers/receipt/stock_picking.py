from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """What is said about the numbers of a receipt, before it is validated and after."""

    _inherit = "stock.picking"

    receipt_numbers_notice = fields.Text(
        compute="_compute_receipt_numbers_notice",
        help="Which products get their numbers when this receipt is validated.",
    )

    @api.depends(
        "state",
        "move_line_ids.lot_id",
        "move_line_ids.lot_name",
        "move_line_ids.quantity",
        "move_line_ids.product_id.lot_auto_generate",
    )
    @api.depends_context("lang")
    def _compute_receipt_numbers_notice(self):
        for picking in self:
            lines = picking.move_line_ids.filtered(
                lambda line: line._is_numbered_on_receipt()
            )
            picking.receipt_numbers_notice = "\n".join(
                picking._tell_next_number(product) for product in lines.product_id
            )

    def _tell_next_number(self, product):
        """:return: str, a sentence"""
        if next_name := product._preview_lot_name(self.company_id):
            return self.env._(
                "%(product)s gets its numbers when received: next %(number)s",
                product=product.display_name,
                number=next_name,
            )
        return self.env._(
            "%(product)s gets its numbers when received", product=product.display_name
        )

    def _sanity_check(self, separate_pickings=True):
        """What gets its numbers now need not have them before (LN-5).

        Whose numbers are missing is told how to give them, all at once.
        """
        lines = self.move_line_ids
        if lines._has_generated_numbers():
            lines.filtered("picked")._generate_receipt_numbers()
        try:
            return super()._sanity_check(separate_pickings=separate_pickings)
        except UserError as error:
            way_out = self._tell_way_out(str(error))
            if not way_out:
                raise
            message = f"{error}\n\n{way_out}"
            raise UserError(message) from error

    def _tell_way_out(self, refusal):
        """How missing numbers can be given. Made to be extended.

        :param str refusal: names the products whose numbers are missing
        :return: str, or False
        """
        return False
