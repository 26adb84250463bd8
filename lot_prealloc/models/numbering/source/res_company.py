from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _tell_lot_number_source(self):
        self.ensure_one()
        # sudo: the name and the pattern only, of a company whose orders the user makes
        company = self.sudo()
        return self.env._(
            "As in the settings of %(company)s (%(pattern)s)",
            company=company.name,
            pattern=company.lot_number_format_id.pattern,
        )

    def _can_open_lot_config(self):
        return self == self.env.company and self.env.user.has_group("base.group_system")

    def _open_lot_config(self):
        """A company is configured in the settings."""
        return self.env["ir.actions.actions"]._for_xml_id(
            "stock.action_stock_config_settings"
        )
