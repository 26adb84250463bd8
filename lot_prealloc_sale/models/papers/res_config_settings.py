from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    numbers_on_sale_orders = fields.Boolean(
        related="company_id.numbers_on_sale_orders", readonly=False
    )
    numbers_on_sale_portal = fields.Boolean(
        related="company_id.numbers_on_sale_portal", readonly=False
    )
    numbers_on_papers_from = fields.Selection(
        related="company_id.numbers_on_papers_from", readonly=False, required=True
    )
