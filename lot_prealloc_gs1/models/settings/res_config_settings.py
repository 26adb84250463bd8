from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    gs1_symbol = fields.Selection(
        related="company_id.gs1_symbol", readonly=False, required=True
    )
    gs1_resolver = fields.Char(
        related="company_id.gs1_resolver", readonly=False, required=True
    )
