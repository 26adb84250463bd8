from odoo import Command, api, models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_numbers_given_up(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_numbers_given_up(vals)
        return super().write(vals)

    @api.model
    def _refuse_numbers_given_up(self, vals):
        """:param dict vals: for ``create`` or ``write``"""
        lot_ids = set()
        for command in vals.get("lot_producing_ids") or ():
            if isinstance(command, int):
                lot_ids.add(command)
            elif command[0] == Command.LINK:
                lot_ids.add(command[1])
            elif command[0] == Command.SET:
                lot_ids.update(command[2])
        if not lot_ids or self.env["stock.lot"]._are_numbers_passing():
            return
        # sudo: only for which order a number was made; that order may take it back
        lots = self.env["stock.lot"].sudo().browse(lot_ids)
        others = lots.filtered(lambda lot: lot.allocated_production_id not in self)
        others.with_env(self.env)._refuse_given_up()
