from odoo import api, models


class MrpProduction(models.Model):
    """Which numbers went into what an order makes, on its form (RC-1)."""

    _inherit = "mrp.production"

    @api.readonly
    def get_trace_level(self, direction, offset=0):
        """What the order has used, or has reserved.

        :param str direction: ``inside``
        :return: see ``stock.lot.get_trace_level``
        """
        self.ensure_one()
        self.check_access("read")
        lots = self.env["stock.lot"]
        # sudo: of an order that the user may read, the numbers of its components
        lines = self.sudo().move_raw_ids.move_line_ids.filtered(
            lambda line: line.lot_id and line.quantity > 0 and line.state != "cancel"
        )
        steps = [
            {
                "lot_id": lot.id,
                "product_id": lot.product_id.id,
                "carried_quantity": sum(of_lot.mapped("quantity_product_uom")),
                "production_id": self.id,
                "date": self.date_finished or self.date_start,
                "is_open": self.state != "done",
            }
            for lot, of_lot in lines.grouped("lot_id").items()
        ]
        return lots._render_level("inside", steps, offset)
