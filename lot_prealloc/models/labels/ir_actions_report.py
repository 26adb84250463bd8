from odoo import api, models

LOT_LABEL_REPORTS = {"stock.report_lot_label", "stock.label_lot_template_view"}


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        result = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        self._mark_labels_printed(report_ref, res_ids)
        return result

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        result = super()._render_qweb_text(report_ref, docids, data=data)
        self._mark_labels_printed(report_ref, docids)
        return result

    @api.model
    def _mark_labels_printed(self, report_ref, docids):
        """A number whose label is printed is never taken away again (BX-4).

        :param report_ref: as in ``_get_report``
        :param docids: an id or ids of what the report is of
        :return: ``stock.lot``, these numbers
        """
        docids = [docids] if isinstance(docids, int) else docids or []
        lots = self._get_labelled_lots(self._get_report(report_ref), docids)
        if lots:
            lots._note_label_printed()
        return lots

    @api.model
    def _get_labelled_lots(self, report, docids):
        """Made to be extended: whose labels a report has printed.

        :param report: ``ir.actions.report``
        :param list docids: ids of what the report is of
        :return: ``stock.lot``
        """
        is_of_lots = report.report_name in LOT_LABEL_REPORTS
        return self.env["stock.lot"].browse(set(docids) if is_of_lots else ())
