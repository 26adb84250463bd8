from markupsafe import Markup

from odoo import models


class SaleOrder(models.Model):
    """A sales order that is cancelled releases its numbers (AB-23)."""

    _inherit = "sale.order"

    def _action_cancel(self):
        result = super()._action_cancel()
        self._release_numbers()
        return result

    def _release_numbers(self):
        """Numbers made for these sales orders are anybody's, unless they have shipped.

        The release is logged on the sales order, with the numbers.
        """
        # sudo: a salesperson may not write numbers; those of the order are released
        lots = self.env["stock.lot"].sudo()
        released = lots.search(
            [
                ("sale_order_id", "in", self.ids),
                ("lifecycle_state", "not in", ("shipped", "returned")),
            ]
        )._release_from_sale_orders()
        bodies = {
            order.id: Markup("%s<br/>%s")
            % (
                self.env._("Lot/serial numbers released:"),
                ", ".join(numbers.sorted("id").mapped("name")),
            )
            for order, numbers in released.items()
        }
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)
