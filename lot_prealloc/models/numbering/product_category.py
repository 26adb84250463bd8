from odoo import api, fields, models

from .lot_number_tier import TRACKING_SELECTION


class ProductCategory(models.Model):
    """The second tier; a category without a value takes its parent's (AB-3)."""

    _name = "product.category"
    _inherit = ["product.category", "lot.number.tier"]

    lot_tracking_inherited = fields.Selection(
        TRACKING_SELECTION,
        compute="_compute_lot_tracking_inherited",
        # stored, so that products below a category that is not in memory follow too
        store=True,
        recursive=True,
        help="The tracking of the category or of the nearest parent that has one.",
    )

    @api.constrains("lot_number_format_id")
    def _check_lot_number_format(self):
        if self.lot_number_format_id:
            self.env["res.company"]._check_formats_in_force()

    @api.depends("lot_tracking", "parent_id.lot_tracking_inherited")
    def _compute_lot_tracking_inherited(self):
        for category in self:
            category.lot_tracking_inherited = (
                category.lot_tracking or category.parent_id.lot_tracking_inherited
            )

    def _get_lot_number_format(self, company):
        """The format of the category or of its nearest parent that has one.

        A format of another company does not count.

        :param company: ``res.company`` of the order
        :return: ``lot.number.format``, possibly empty
        """
        return self._find_category_with_format(company).lot_number_format_id

    def _find_category_with_format(self, company):
        """:return: ``product.category``, this one or the nearest parent that has one"""
        for category in self._get_path():
            number_format = category.lot_number_format_id
            if number_format and number_format._is_usable_by(company):
                return category
        return self.browse()

    def _get_path(self):
        """:return: list of ``product.category``, this one, its parent, and so on"""
        category, path = self, []
        while category:
            path.append(category)
            category = category.parent_id
        return path

    @api.depends("parent_id")
    def _compute_lot_number_format_inherited(self):
        return super()._compute_lot_number_format_inherited()

    @api.depends("parent_id")
    def _compute_lot_number_next(self):
        return super()._compute_lot_number_next()

    def _get_inherited_lot_number_format(self, company):
        self.ensure_one()
        return (
            self.parent_id._get_lot_number_format(company)
            or company.lot_number_format_id
        )

    def _get_effective_lot_number_format(self):
        self.ensure_one()
        company = self.env.company
        return self._get_lot_number_format(company) or company.lot_number_format_id

    def _get_lot_number_values(self):
        self.ensure_one()
        return {"CATEG": self.name}

    @api.depends("parent_id")
    def _compute_lot_tracking_impact(self):
        return super()._compute_lot_tracking_impact()

    def _is_tracking_edited(self):
        is_moved = self.parent_id._origin != self._origin.parent_id
        return super()._is_tracking_edited() or (is_moved and not self.lot_tracking)

    def _get_templates_inheriting(self):
        self.ensure_one()
        templates = self.env["product.template"]._search_inheriting(
            "categ_id", "child_of", self.id
        )
        return templates.filtered(
            lambda template: template.categ_id._inherits_tracking_from(self)
        )

    def _inherits_tracking_from(self, ancestor):
        """Whether no category from here up to below ``ancestor`` decides itself."""
        deciding = (
            tier for tier in self._get_path() if tier == ancestor or tier.lot_tracking
        )
        return next(deciding, None) == ancestor

    def _get_tracking_to_be(self, template):
        self.ensure_one()
        return (
            self.lot_tracking
            or self.parent_id.lot_tracking_inherited
            or template._get_company_lot_tracking()
            or "none"
        )
