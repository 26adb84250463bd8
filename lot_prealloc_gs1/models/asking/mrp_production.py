from odoo import models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def _choose_lot_labels(self, numbers):
        """Ask what is on the labels, how large they are, and how many (GS-3)."""
        layout = self.env["lot.label.layout"]
        if not numbers or not layout._get_gs1_defaults():
            return super()._choose_lot_labels(numbers)
        # sudo: only which labels the operation types print
        is_zpl = self.sudo()._get_lot_label_formats() == {"zpl"}
        return layout._ask_for_lots(numbers, "zpl" if is_zpl else "4x12")
