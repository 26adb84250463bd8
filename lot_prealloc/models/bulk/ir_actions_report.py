from odoo import api, models

from .scopes import DRAWING, STILL

# What is printed of many numbers at once.
DRAWN_REPORTS = {
    "mrp.label_production_view_pdf",
    "mrp.report_mrporder",
    "stock.report_lot_label",
}
DELAY = "report.print_delay"
DELAY_OPTION = "--javascript-delay"


class IrActionsReport(models.Model):
    """Barcodes are drawn as vectors, and nothing is waited for (SC-5)."""

    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        with DRAWING.open(self.env, self._is_drawn(report_ref) or None):
            return super()._render_qweb_html(report_ref, docids, data=data)

    @api.model
    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        bodies = list(bodies)
        is_still = self._is_drawn(report_ref) and self._is_still(bodies, header, footer)
        with STILL.open(self.env, is_still or None):
            return super()._run_wkhtmltopdf(
                bodies,
                report_ref=report_ref,
                header=header,
                footer=footer,
                landscape=landscape,
                specific_paperformat_args=specific_paperformat_args,
                set_viewport_size=set_viewport_size,
            )

    def _build_wkhtmltopdf_args(
        self,
        paperformat_id,
        landscape,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Leave out the second that Odoo gives scripts to end, for the page and for its
        header and footer, unless somebody has set how long it is to be.
        """
        args = super()._build_wkhtmltopdf_args(
            paperformat_id,
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        # sudo: whoever prints is told nothing of this setting
        parameters = self.env["ir.config_parameter"].sudo()
        if STILL.get(self.env) and not parameters.get_param(DELAY):
            args[args.index(DELAY_OPTION) + 1] = "0"
        return args

    @api.model
    def _is_drawn(self, report_ref):
        return (
            report_ref
            and self._get_report(report_ref).report_name in DRAWN_REPORTS
            and self.env.companies._is_preallocation_on()
        )

    @api.model
    def _is_still(self, bodies, header, footer):
        """Whether no script runs but Odoo's own, which fills a header or footer while
        that is loaded. Pictures, styles and fonts are waited for in any case.
        """
        margins = [margin for margin in (header, footer) if margin]
        return not any("<script" in body for body in bodies) and all(
            margin.count("<script") == margin.count("function subst()")
            for margin in margins
        )
