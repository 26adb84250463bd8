from odoo import models


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    def explode(
        self, product, quantity, picking_type=False, never_attribute_values=False
    ):
        """Explode a bill of materials once for all orders of a batch."""
        batch = self.env.context.get("lot_prealloc_batch")
        key = (self, product, quantity, picking_type, never_attribute_values)
        if batch and key in batch.explosions:
            return batch.explosions[key]
        result = super().explode(
            product,
            quantity,
            picking_type=picking_type,
            never_attribute_values=never_attribute_values,
        )
        if batch:
            batch.explosions[key] = result
        return result
