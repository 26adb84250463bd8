from odoo import api, fields, models

from ...tools.telling import tell


class ProductTemplate(models.Model):
    """The first tier; ``tracking`` stays what Odoo knows, the result (AB-3)."""

    _name = "product.template"
    _inherit = ["product.template", "lot.number.tier"]

    # Without a default it is computed, so that a new product inherits.
    tracking = fields.Selection(default=None)
    lot_number_format_id = fields.Many2one(check_company=True)
    lot_tracking_inherited = fields.Char(
        "Inherited Tracking",
        compute="_compute_lot_tracking_inherited",
        help="What the product does without a choice of its own.",
    )

    @api.constrains("lot_number_format_id", "company_id", "active")
    def _check_lot_number_format(self):
        if self.lot_number_format_id:
            self.env["res.company"]._check_formats_in_force()

    @api.depends(
        "lot_tracking", "categ_id.lot_tracking_inherited", "company_id.lot_tracking"
    )
    def _compute_tracking(self):
        for template in self:
            template.tracking = template._get_effective_tracking()
        return super()._compute_tracking()

    @api.depends("categ_id.lot_tracking_inherited", "company_id.lot_tracking")
    @api.depends_context("lang")
    def _compute_lot_tracking_inherited(self):
        labels = dict(self._fields["lot_tracking"]._description_selection(self.env))
        for template in self:
            template.lot_tracking_inherited = self.env._(
                "As configured for the category (%s)",
                labels[template._get_inherited_tracking()],
            )

    @api.depends("categ_id", "company_id")
    def _compute_lot_number_format_inherited(self):
        return super()._compute_lot_number_format_inherited()

    @api.depends("categ_id", "company_id", "default_code")
    def _compute_lot_number_next(self):
        return super()._compute_lot_number_next()

    @api.onchange("tracking")
    def _onchange_tracking_choice(self):
        """Who sets the native field in a form chooses for this product."""
        if self.tracking != self._get_effective_tracking():
            self.lot_tracking = self.tracking

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._choose_tracking(vals) for vals in vals_list])

    def write(self, vals):
        if "tracking" in vals and self._would_get_tracking(vals):
            vals = {name: value for name, value in vals.items() if name != "tracking"}
        return super().write(self._choose_tracking(vals))

    def _would_get_tracking(self, vals):
        """Whether a written ``tracking`` only follows from what is written with it.

        A form in which a person chooses another category sends the tracking that it
        computed from the new one along.
        """
        sources = {
            name: vals[name]
            for name in ("is_storable", "type", "categ_id", "company_id")
            if name in vals
        }
        return bool(sources) and all(
            template.new(sources, origin=template)._get_effective_tracking()
            == vals["tracking"]
            for template in self
        )

    @api.model
    def _choose_tracking(self, vals):
        """Take a written ``tracking`` for a choice on the product (AB-3).

        Where both are written, as a form does, the choice decides and ``tracking``
        follows from it. While tracking is switched off it is saved only (AB-1).
        """
        if "tracking" not in vals:
            return vals
        vals = {"lot_tracking": vals["tracking"], **vals}
        if (
            vals["lot_tracking"] != vals["tracking"]
            or self.env["res.company"]._is_traceability_switched_off()
        ):
            del vals["tracking"]
        return vals

    def action_inherit_lot_tracking(self):
        """Let the products follow their category and company again (AB-3).

        :return: action that says how they are tracked then (UX-11)
        """
        changed = self.filtered("lot_tracking")
        changed.lot_tracking = False
        tracking = dict(self._fields["tracking"]._description_selection(self.env))
        results = [
            self.env._(
                "%(count)s inherit: %(tracking)s",
                count=len(products),
                tracking=tracking[key],
            )
            for key, products in changed.grouped("tracking").items()
        ]
        if len(changed) < len(self):
            results.append(
                self.env._("%s skipped: inherited before", len(self) - len(changed))
            )
        return tell(" · ".join(results))

    def action_open_product_lot(self):
        action = super().action_open_product_lot()
        action["context"]["hide_preallocated"] = True
        return action

    # ------------------------------------------------------------------
    # Tiers
    # ------------------------------------------------------------------

    def _get_effective_tracking(self):
        """Product, then category, then company; nothing while switched off (AB-1).

        :return: ``serial``, ``lot`` or ``none``
        """
        self.ensure_one()
        if (
            not self.is_storable
            or self.env["res.company"]._is_traceability_switched_off()
        ):
            return "none"
        return self.lot_tracking or self._get_inherited_tracking()

    @api.model
    def _search_inheriting(self, name, operator, value):
        """:return: those of them that inherit their tracking"""
        return self.search(
            [
                ("lot_tracking", "=", False),
                ("is_storable", "=", True),
                (name, operator, value),
            ]
        )

    def _get_inherited_tracking(self):
        self.ensure_one()
        return (
            self.categ_id.lot_tracking_inherited
            or self._get_company_lot_tracking()
            or "none"
        )

    def _get_company_lot_tracking(self):
        self.ensure_one()
        # sudo: the tracking of a product is the same for every user
        company = self.sudo().company_id
        return company.lot_tracking if company else company._get_common_lot_tracking()

    def _get_lot_number_format(self, company):
        """The format in force for orders of ``company``: product, category, company.

        :param company: ``res.company`` of the order
        :return: ``lot.number.format``, possibly empty (BX-2)
        """
        self.ensure_one()
        # sudo: a shop-floor user draws numbers by formats he may not read
        template, company = self.sudo(), company.sudo()
        own_format = template.lot_number_format_id
        if own_format and own_format._is_usable_by(company):
            return own_format
        return (
            template.categ_id._get_lot_number_format(company)
            or company.lot_number_format_id
        )

    def _get_inherited_lot_number_format(self, company):
        self.ensure_one()
        company = self.company_id or company
        return (
            self.categ_id._get_lot_number_format(company)
            or company.lot_number_format_id
        )

    def _get_effective_lot_number_format(self):
        self.ensure_one()
        return self._get_lot_number_format(self.company_id or self.env.company)

    def _get_lot_number_values(self):
        self.ensure_one()
        return {"SKU": self.default_code, "CATEG": self.categ_id.name}
