from odoo import models

from .scopes import COMPLETING


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    def explode(
        self, product, quantity, picking_type=False, never_attribute_values=False
    ):
        """Explode a bill of materials once for all orders of a batch."""
        completion = COMPLETING.get(self.env)
        key = (
            self.env,
            self,
            product,
            quantity,
            picking_type,
            never_attribute_values,
        )
        if completion and key in completion.explosions:
            return _copy(completion.explosions[key])
        result = super().explode(
            product,
            quantity,
            picking_type=picking_type,
            never_attribute_values=never_attribute_values,
        )
        if completion:
            completion.explosions[key] = _copy(result)
        return result


def _copy(explosion):
    """:return: the same, of which each caller may do what he likes"""
    return tuple(
        [(record, dict(values)) for record, values in part] for part in explosion
    )
