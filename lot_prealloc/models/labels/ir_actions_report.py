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
    def _mark_labels_printed(self, report_ref, lot_ids):
        """A number whose label is printed is never taken away again (BX-4).

        :param report_ref: as in ``_get_report``
        :param lot_ids: an id or ids of ``stock.lot``
        """
        if self._get_report(report_ref).report_name not in LOT_LABEL_REPORTS:
            return
        lot_ids = [lot_ids] if isinstance(lot_ids, int) else lot_ids or []
        lots = self.env["stock.lot"].browse(set(lot_ids))
        # sudo: whoever may print a label may not always edit the number
        lots.sudo().filtered(lambda lot: not lot.is_label_printed).write(
            {"is_label_printed": True}
        )
