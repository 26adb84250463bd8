from collections import defaultdict

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from .number_story import CUSTOMER_STATES

# In the context, the id of the sales order whose numbers a list shows.
OF_SALE_ORDER = "lot_prealloc_sale_order_id"


class StockLot(models.Model):
    """What happened with a number for the sales order that it is shown for (AB-22)."""

    _inherit = "stock.lot"

    # What happened for the sales order whose numbers are shown.
    sale_status = fields.Char(
        "State for the Customer",
        compute="_compute_sale_story",
        help="Where the number is for the customer of this sales order: planned, in "
        "production, ready, shipped or returned.",
    )
    sale_delivery = fields.Char(
        "Deliveries of the Sales Order",
        compute="_compute_sale_story",
        help="The transfers that reserve the number for the sales order, delivered it, "
        "or brought it back.",
    )
    sale_date = fields.Datetime(
        "Shipped or Returned On",
        compute="_compute_sale_story",
        help="When it was shipped for the sales order, or came back.",
    )
    sale_quantity = fields.Float(
        "Quantity for the Sales Order",
        digits="Product Unit",
        compute="_compute_sale_story",
        help="What is planned, reserved and shipped of the number for the sales order "
        "whose numbers are shown, less what came back. In the unit of the product.",
    )

    @api.depends("sale_order_id", "lifecycle_state")
    @api.depends_context(OF_SALE_ORDER)
    def _compute_sale_story(self):
        order = self.env["sale.order"].browse(self.env.context.get(OF_SALE_ORDER))
        # Anybody can send a context: what happened for others is not for him.
        order = order._filtered_access("read")
        story = order._get_number_stories().get(order.id, {}) if order else {}
        # sudo: only their names, beside the numbers that they moved
        pickings = self.env["stock.picking"].sudo()
        names = {
            picking.id: picking.name
            for picking in pickings.browse(
                {part.picking_id for parts in story.values() for part in parts} - {None}
            )
        }
        for lot in self:
            parts = story.get(lot._origin.id, [])
            transfers = dict.fromkeys(
                names[part.picking_id] for part in parts if part.picking_id
            )
            lot.sale_status = lot._describe_story(parts)
            lot.sale_delivery = ", ".join(transfers)
            lot.sale_date = max((p.date for p in parts if p.date), default=False)
            lot.sale_quantity = sum(p.quantity for p in parts if p.state != "returned")

    @api.model
    def _get_customer_states(self):
        """How a customer is told where his number is.

        :return: ``{state: label}``, see ``CUSTOMER_STATES``
        """
        labels = [
            self.env._("Planned"),
            self.env._("In Production"),
            self.env._("Ready"),
            self.env._("Shipped"),
            self.env._("Returned"),
        ]
        return dict(zip(CUSTOMER_STATES, labels, strict=True))

    def _describe_story(self, parts):
        """:return: where a number is for its customer; with quantities if several"""
        self.ensure_one()
        quantities = defaultdict(float)
        for part in parts:
            quantities[part.state] += part.quantity
        labels = self._get_customer_states()
        if len(quantities) < 2:
            return "".join(labels[state] for state in quantities)
        return ", ".join(
            f"{labels[state]} {formatLang(self.env, quantity, dp='Product Unit')}"
            for state, quantity in quantities.items()
        )
