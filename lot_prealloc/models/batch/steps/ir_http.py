from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """The web client knows from its start which batches its user has running."""
        info = super().session_info()
        if self.env.user._is_internal():
            batches = self.env["mrp.production.batch"].get_mine()
            if batches:
                info["production_batches"] = batches
        return info
