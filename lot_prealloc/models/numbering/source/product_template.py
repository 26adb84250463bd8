from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.depends("categ_id", "company_id")
    def _compute_lot_number_source(self):
        return super()._compute_lot_number_source()

    @api.depends("tracking", "lot_sequence_id")
    def _compute_lot_number_next(self):
        """Without any format, what Odoo would give."""
        super()._compute_lot_number_next()
        for template in self:
            # sudo: a preview, see lot.number.format._preview_series
            sequence = template.lot_sequence_id.sudo()
            if (
                not template._get_effective_lot_number_format()
                and template.tracking in ("lot", "serial")
                and sequence
            ):
                template.lot_number_next = sequence.get_next_char(
                    sequence.number_next_actual
                )

    def _find_lot_number_source(self):
        self.ensure_one()
        company = self.company_id or self.env.company
        category = self.categ_id._find_category_with_format(company)
        # sudo: as in _get_lot_number_format
        has_format = company.sudo().lot_number_format_id
        return category or (company if has_format else category)

    def action_open_lot_config(self):
        if self.env.company.lot_config_scope == "category" and self.categ_id:
            return self.categ_id._open_lot_config()
        return super().action_open_lot_config()
