from odoo import api, models

from ..recorder import note


class MrpProductionSerials(models.TransientModel):
    _inherit = "mrp.production.serials"

    @api.onchange("serial_numbers")
    def _onchange_serial_numbers(self):
        """A scanner sends a sign before each number."""
        note(self, "_onchange_serial_numbers")
        result = super()._onchange_serial_numbers()
        if self.serial_numbers and ">" in self.serial_numbers:
            self.serial_numbers = self.serial_numbers.replace(">", "")
        return result

    def action_generate_serial_numbers(self):
        note(self, "action_generate_serial_numbers")
        action = super().action_generate_serial_numbers()
        return {**action, "help": "Another addon was here."}

    def action_apply(self):
        note(self, "action_apply")
        return super().action_apply()
