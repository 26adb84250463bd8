from markupsafe import Markup

from odoo import api, models

from .scopes import DRAWING, STILL, is_plain

LABELS = {"mrp.label_production_view_pdf", "stock.report_lot_label"}
# What is printed of many numbers at once.
DRAWN_REPORTS = LABELS | {"mrp.report_mrporder"}
# Letters of a font that the page brings along are painted by wkhtmltopdf one by one,
# and nobody can search for them; those of an installed font are embedded.
FONT = Markup(
    '<style>body * { font-family: "Liberation Sans", "DejaVu Sans", Lato,'
    ' "Odoo Unicode Support Noto", sans-serif !important }</style></head>'
)
DELAY = "report.print_delay"
DELAY_OPTION = "--javascript-delay"


class IrActionsReport(models.Model):
    """Barcodes are drawn as vectors, labels have a font that is installed, and nothing
    is waited for (SC-5).
    """

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
        if self._has_installed_font(report_ref):
            bodies = [body.replace("</head>", FONT, 1) for body in bodies]
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
    def _has_installed_font(self, report_ref):
        return (
            self._is_drawn(report_ref)
            and self._get_report(report_ref).report_name in LABELS
            and not is_plain(self.env)
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
