from odoo import fields, models


class LotRecallLine(models.Model):
    _inherit = "lot.recall.line"

    hold_notice = fields.Char(related="lot_id.hold_notice")
