from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lot_number_format_warning = fields.Char(
        compute="_compute_lot_number_format_warning"
    )

    @api.depends("lot_number_format_id")
    @api.depends_context("lang")
    def _compute_lot_number_format_warning(self):
        for settings in self:
            number_format = settings.lot_number_format_id
            settings.lot_number_format_warning = (
                number_format._is_made_of_reference()
                and number_format._explain_missing_references(
                    settings.company_id._get_products_domain()
                )
            )

    lot_tracking_conflict = fields.Char(compute="_compute_lot_tracking_conflict")

    @api.depends("lot_tracking")
    @api.depends_context("lang")
    def _compute_lot_tracking_conflict(self):
        """Name the companies that say something else."""
        company_model = self.env["res.company"]
        trackings = company_model._get_lot_tracking_by_company()
        for settings in self:
            own = settings.lot_tracking or "none"
            others = {
                company_id: tracking or "none"
                for company_id, tracking in trackings.items()
                if company_id != settings.company_id.id
            }
            settings.lot_tracking_conflict = any(
                tracking != own for tracking in others.values()
            ) and settings._explain_conflict(others)

    def _explain_conflict(self, others):
        """:param dict others: ``{company id: tracking}`` of the other companies
        :return: str
        """
        labels = dict(self._fields["lot_tracking"]._description_selection(self.env))
        # sudo: the names only; who changes the settings has to know whom to ask
        companies = self.env["res.company"].sudo().browse(others)
        return self.env._(
            "Without effect on products that all companies share, until all agree: "
            "%(others)s. Products of %(company)s only follow this setting.",
            others=", ".join(
                f"{company.name}: {labels[others[company.id]]}" for company in companies
            ),
            company=self.company_id.name,
        )
