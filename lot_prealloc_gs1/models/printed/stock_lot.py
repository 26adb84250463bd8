from odoo import api, fields, models


class StockLot(models.Model):
    """Numbers that have a label already are marked (GS-3); only printing does that."""

    _inherit = "stock.lot"

    label_printed_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="When its label was printed last.",
    )
    label_print_count = fields.Integer(
        "Times Printed",
        readonly=True,
        copy=False,
        help="How often its label was printed; several copies at a time count once.",
    )

    def _note_label_printed(self):
        result = super()._note_label_printed()
        now = fields.Datetime.now()
        # sudo: whoever may print a label may not always edit the number
        for count, lots in self.sudo().grouped("label_print_count").items():
            lots.write({"label_printed_on": now, "label_print_count": count + 1})
        return result

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {
            "label_printed_on",
            "label_print_count",
        }
