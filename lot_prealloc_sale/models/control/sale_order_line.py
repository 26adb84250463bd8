from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    lot_control = fields.Boolean(
        help="The manufacturing order for this line gets its lot or serial numbers at "
        "confirmation, even where the general setting is off or gives them later.",
    )
    # Not “tracking”: in a form that would be the product's own field.
    product_tracking = fields.Selection(
        related="product_id.tracking", string="Product Tracking", depends=["product_id"]
    )

    @api.constrains("lot_control", "product_id")
    def _check_lot_control(self):
        for line in self:
            if line.lot_control and line.product_tracking in ("none", False):
                raise ValidationError(
                    self.env._(
                        "%(order)s: “%(line)s” cannot have lot control, because "
                        "%(product)s is not tracked by lots or serial numbers. Untick "
                        "Lot Control, or have the product tracked.",
                        order=line.order_id.name,
                        line=line.name,
                        product=line.product_id.display_name or line.name,
                    )
                )

    @api.onchange("product_id")
    def _onchange_product_lot_control(self):
        if self.product_tracking in ("none", False):
            self.lot_control = False

    def write(self, vals):
        """Ticked later, the open orders of the line get their numbers now (MM-6).

        Unticked, they keep those they have: they may be printed already.
        """
        result = super().write(vals)
        if vals.get("lot_control"):
            # sudo: a salesperson decides for the line, and may not write numbers
            productions = self.env["mrp.production"].sudo()
            productions._get_open_orders_of_lines(self)._preallocate_when_due()
        return result
