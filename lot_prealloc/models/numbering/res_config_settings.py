from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lot_prealloc_enabled = fields.Boolean(
        related="company_id.lot_prealloc_enabled", readonly=False
    )
    lot_prealloc_trigger = fields.Selection(
        related="company_id.lot_prealloc_trigger", readonly=False
    )
    lot_prealloc_label_prompt = fields.Boolean(
        related="company_id.lot_prealloc_label_prompt", readonly=False
    )
    lot_config_scope = fields.Selection(
        related="company_id.lot_config_scope", readonly=False
    )
    lot_tracking = fields.Selection(related="company_id.lot_tracking", readonly=False)
    lot_number_format_id = fields.Many2one(
        related="company_id.lot_number_format_id", readonly=False
    )
    lot_number_next = fields.Char(related="lot_number_format_id.next_name")
    lot_tracking_impact = fields.Char(compute="_compute_lot_tracking_impact")
    lot_tracking_question = fields.Text(compute="_compute_lot_tracking_impact")
    traceability_off_warning = fields.Char(
        compute="_compute_traceability_off_warning",
    )

    @api.depends("lot_tracking")
    @api.depends_context("lang", "uid")
    def _compute_lot_tracking_impact(self):
        tier_model = self.env["lot.number.tier"]
        for settings in self:
            settings.lot_tracking_impact, settings.lot_tracking_question = (
                tier_model._describe_tracking_changes(settings._find_tracking_changes())
            )

    def _find_tracking_changes(self):
        """
        :return: ``{product.template: tracking}`` of those that Save tracks differently
        """
        self.ensure_one()
        return self._get_company_to_be()._find_tracking_changes()

    def _is_preallocation_ticked(self):
        """Whether preallocation is on after Save, see ``_is_preallocation_on``."""
        self.ensure_one()
        return self.lot_prealloc_enabled

    def _get_company_to_be(self):
        """:return: ``res.company``, as its tracking is after Save; not saved"""
        company = self.company_id._origin
        return company.new({"lot_tracking": self.lot_tracking}, origin=company)

    @api.depends("group_stock_production_lot")
    def _compute_traceability_off_warning(self):
        """Say what unticking “Lots & Serial Numbers” will do, before Save (AB-1)."""
        is_on = self._is_traceability_on()
        for settings in self:
            settings.traceability_off_warning = False
            if settings.group_stock_production_lot or not is_on:
                continue
            tracked = self.env["product.template"].search_count(
                [("tracking", "!=", "none")]
            )
            if tracked == 1:
                settings.traceability_off_warning = self.env._(
                    "1 product is tracked. It will behave as untracked until you tick "
                    "this again; its configuration and its numbers are kept."
                )
            elif tracked:
                settings.traceability_off_warning = self.env._(
                    "%(count)s products are tracked. They will behave as untracked "
                    "until you tick this again; their configuration and their numbers "
                    "are kept.",
                    count=tracked,
                )

    @api.onchange("group_stock_production_lot")
    def _onchange_group_stock_production_lot(self):
        """Odoo uninstalls expiration dates here; the switch keeps them (AB-1)."""
        module_product_expiry = self.module_product_expiry
        result = super()._onchange_group_stock_production_lot()
        self.module_product_expiry = module_product_expiry
        return result

    @api.model
    def _is_traceability_on(self):
        name = "group_stock_production_lot"
        return self.default_get([name]).get(name)

    def set_values(self):
        """Switch tracking with the native setting instead of refusing to (AB-1)."""
        company_model = self.env["res.company"]
        if self._is_traceability_on() and not self.group_stock_production_lot:
            company_model._switch_traceability(on=False)
        result = super().set_values()
        if self.group_stock_production_lot and (
            company_model._is_traceability_switched_off()
        ):
            company_model._switch_traceability(on=True)
        return result
