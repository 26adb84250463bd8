from odoo import api, fields, models

TRACKING_SELECTION = [
    ("serial", "By Unique Serial Number"),
    ("lot", "By Lots"),
    ("none", "By Quantity"),
]
SCOPE_SELECTION = [
    ("product", "Product"),
    ("category", "Product Category"),
    ("company", "Company"),
]


class LotNumberTier(models.AbstractModel):
    """One of the three places where tracking and number format are configured.

    Product, category and company have the same two fields; an empty one inherits
    from the next tier, each on its own (AB-3).
    """

    _name = "lot.number.tier"
    _description = "Lot/Serial Number Configuration Tier"

    lot_tracking = fields.Selection(
        TRACKING_SELECTION,
        string="Lot/Serial Tracking",
        help="Empty: inherited, from the product category and then from the company.",
    )
    lot_number_format_id = fields.Many2one(
        "lot.number.format",
        string="Lot/Serial Number Format",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: inherited, from the product category and then from the company.",
    )
    lot_number_format_inherited = fields.Char(
        "Inherited Format",
        compute="_compute_lot_number_format_inherited",
        help="The pattern in force without a choice of its own.",
    )
    lot_number_next = fields.Char(
        "Next Lot/Serial Number",
        compute="_compute_lot_number_next",
        help="The number that would be given now. Looking at it consumes nothing.",
    )
    lot_config_scope = fields.Selection(
        SCOPE_SELECTION,
        compute="_compute_lot_config_scope",
        string="Configure Numbers Per",
    )
    lot_tracking_impact = fields.Char(compute="_compute_lot_tracking_impact")

    @api.depends_context("company")
    def _compute_lot_config_scope(self):
        self.lot_config_scope = self.env.company.lot_config_scope

    def _get_effective_lot_number_format(self):
        """The format in force here for the current company.

        :return: ``lot.number.format``, possibly empty
        """
        raise NotImplementedError

    def _get_lot_number_values(self):
        """Texts for the tokens of a format that are known here.

        :return: dict, see ``lot.number.format._get_affixes``
        """
        return {}

    @api.depends_context("company")
    def _compute_lot_number_format_inherited(self):
        for tier in self:
            tier.lot_number_format_inherited = tier._get_inherited_lot_number_format(
                self.env.company
            ).pattern

    def _get_inherited_lot_number_format(self, company):
        """The format of the next tiers.

        :param company: ``res.company`` of the orders
        :return: ``lot.number.format``, possibly empty
        """
        return self.env["lot.number.format"]

    @api.depends("lot_number_format_id", "lot_number_format_id.next_name")
    @api.depends_context("company", "uid", "tz")
    def _compute_lot_number_next(self):
        for tier in self:
            number_format = tier._get_effective_lot_number_format()
            tier.lot_number_next = number_format._preview(
                tier._get_lot_number_values()
            ).get(number_format)

    def _get_templates_inheriting(self):
        """Products whose tracking comes from this tier.

        :return: ``product.template``
        """
        return self.env["product.template"]

    @api.depends("lot_tracking")
    def _compute_lot_tracking_impact(self):
        """Say what a change that is not saved yet will do (AB-3)."""
        for tier in self:
            tier.lot_tracking_impact = False
            if not tier._origin or tier.lot_tracking == tier._origin.lot_tracking:
                continue
            if self.env["res.company"]._is_traceability_switched_off():
                continue
            changing = tier._origin._get_templates_inheriting().filtered(
                lambda template, tier=tier: (
                    template.tracking != tier._get_tracking_to_be(template)
                )
            )
            if changing:
                stocked = self.env["stock.quant"]._read_group(
                    [
                        ("product_id", "in", changing.product_variant_ids.ids),
                        ("location_id.usage", "in", ("internal", "transit")),
                        ("quantity", "!=", 0),
                    ],
                    ["product_id"],
                )
                tier.lot_tracking_impact = self._describe_impact(
                    len(changing),
                    len({product.product_tmpl_id for (product,) in stocked}),
                )

    @api.model
    def _describe_impact(self, products, stocked):
        """:return: str, what saving does to so many products, so many with stock"""
        if products == 1:
            if stocked:
                return self.env._(
                    "Saving changes the tracking of 1 product with stock."
                )
            return self.env._("Saving changes the tracking of 1 product without stock.")
        return self.env._(
            "Saving changes the tracking of %(products)s products, %(stocked)s of them "
            "with stock.",
            products=products,
            stocked=stocked,
        )

    def _get_tracking_to_be(self, template):
        """The tracking a product gets that inherits from this tier.

        :param template: ``product.template``
        :return: ``serial``, ``lot`` or ``none``
        """
        raise NotImplementedError
