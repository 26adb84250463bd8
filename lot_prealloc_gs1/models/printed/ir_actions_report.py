from odoo import api, models

# Their records are the dialog's: it knows what was chosen.
LAYOUT_REPORTS = {
    "lot_prealloc_gs1.report_lot_label_sheet",
    "lot_prealloc_gs1.report_lot_label_roll",
    "lot_prealloc_gs1.report_lot_label_zpl",
}


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_labelled_lots(self, report, docids):
        lots = super()._get_labelled_lots(report, docids)
        if report.report_name in LAYOUT_REPORTS:
            lots |= self.env["lot.label.layout"].browse(docids)._get_printed_lots()
        return lots

    @api.model
    def _mark_labels_printed(self, report_ref, docids):
        """Nobody was asked before Odoo's own labels were printed: what does not fit is
        told afterwards (GS-2).
        """
        lots = super()._mark_labels_printed(report_ref, docids)
        if self._get_report(report_ref).report_name not in LAYOUT_REPORTS:
            lots._tell_gs1_misfits()
        return lots

    @api.model
    def _is_drawn(self, report_ref):
        """Nothing is waited for, as in the other reports with many barcodes (SC-5)."""
        return super()._is_drawn(report_ref) or (
            report_ref and self._get_report(report_ref).report_name in LAYOUT_REPORTS
        )
