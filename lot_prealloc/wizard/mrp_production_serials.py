from odoo import api, models


class MrpProductionSerials(models.TransientModel):
    _inherit = "mrp.production.serials"

    @api.depends("production_id")
    def _compute_lot_name(self):
        """The list starts with the numbers that the order holds (OD-1)."""
        super()._compute_lot_name()
        for wizard in self:
            production = wizard.production_id
            if production.prealloc_lot_ids:
                numbers = (
                    production.lot_producing_ids | production._get_held_numbers()
                ).sorted("id")
                wizard.lot_name = numbers[:1].name
                wizard.serial_numbers = "\n".join(numbers.mapped("name"))
