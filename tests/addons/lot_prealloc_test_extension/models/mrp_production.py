from odoo import models

from ..recorder import note


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def write(self, vals):
        note(self, "write", vals)
        return super().write(vals)

    def _split_productions(self, amounts=False, *args, **kwargs):
        note(self, "_split_productions")
        productions = super()._split_productions(amounts, *args, **kwargs)
        note(productions, "result of _split_productions")
        return productions

    def _set_qty_producing(self, *args, **kwargs):
        note(self, "_set_qty_producing")
        return super()._set_qty_producing(*args, **kwargs)

    def pre_button_mark_done(self):
        note(self, "pre_button_mark_done")
        return super().pre_button_mark_done()

    def button_mark_done(self):
        note(self, "button_mark_done")
        return super().button_mark_done()

    def _post_inventory(self, cancel_backorder=False):
        note(self, "_post_inventory")
        return super()._post_inventory(cancel_backorder=cancel_backorder)
