from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    shipped_numbers_notice = fields.Text(
        compute="_compute_shipped_numbers_notice",
        help="Serial numbers on this receipt that are with a customer.",
    )

    @api.depends(
        "state",
        "move_line_ids.lot_id",
        "move_line_ids.lot_name",
        "move_line_ids.location_id",
    )
    @api.depends_context("lang")
    def _compute_shipped_numbers_notice(self):
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.state not in ("done", "cancel")
                and line.location_id.usage == "supplier"
                and line.product_id.tracking == "serial"
                and line.location_dest_id._is_own_stock()
            )
        )
        lots_by_line = lines._find_named_lots()
        shipped = self.env["stock.lot"].union(*lots_by_line.values())
        shipped = shipped._filter_with_customers()
        for picking in self:
            of_picking = (lots_by_line.get(line) for line in picking.move_line_ids)
            lots = shipped & self.env["stock.lot"].union(*filter(None, of_picking))
            # What another company of the house has sold is just what arrives.
            lots = lots.filtered(
                lambda lot, company=picking.company_id: (
                    lot.last_delivery_id.company_id == company
                )
            )
            picking.shipped_numbers_notice = bool(lots) and self.env._(
                "Shipped, and not returned: %(numbers)s\n"
                "If it is a return, take it back with Return on that delivery: "
                "received here it counts as returned as well, but Odoo refuses to ship "
                "it again while it is still with the customer.",
                numbers=lots._describe_with_customers(),
            )
