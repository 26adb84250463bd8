from odoo import models


class PickingLabelType(models.TransientModel):
    """Odoo's Print Labels of an order: the same numbers as ours, held ones too."""

    _inherit = "picking.label.type"

    def process(self):
        """Labels of numbers that have not been produced yet, too (OD-10, UX-12)."""
        orders = self.production_ids
        if (
            self.label_type == "lots"
            and orders
            and not orders.move_finished_ids.move_line_ids.lot_id
        ):
            return orders.action_print_lot_labels()
        return super().process()
