from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _recompute_shared_tracking(self):
        """Called for every change of what the companies have tracked."""
        result = super()._recompute_shared_tracking()
        self.env["product.template"]._check_backflush_tiers()
        return result
