from odoo import Command, api, fields, models

from ..settings.res_company import GS1_GROUP


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

    def _tell_gs1_misfits(self):
        """Warn the user of labels that are printed already: which of these numbers have
        a barcode that is not GS1's, and why.
        """
        if not self.env.user.has_group(GS1_GROUP):
            return
        misfits = self.filtered("gs1_obstacle")
        if not misfits:
            return
        layout = self.env["lot.label.layout"].new(
            {"lot_ids": [Command.set(misfits.ids)]}
        )
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Printed with a barcode of the number only"),
                "message": layout._tell_misfits(layout._find_obstacles()),
            },
        )

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {
            "label_printed_on",
            "label_print_count",
        }
