from itertools import islice

from odoo import api, fields, models
from odoo.tools import formatLang

from ...tools.names import list_few

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
# So many products a question names; more would not fit on a screen.
MAX_PRODUCTS = 15


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
    lot_tracking_question = fields.Text(
        compute="_compute_lot_tracking_impact",
        help="What is asked before a change is saved that is about products in stock.",
    )

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
    @api.depends_context("lang", "uid")
    def _compute_lot_tracking_impact(self):
        """Say what a change that is not saved yet will do (AB-3, UX-7)."""
        for tier in self:
            tier.lot_tracking_impact, tier.lot_tracking_question = (
                self._describe_tracking_changes(tier._find_tracking_changes())
            )

    @api.model
    def _describe_tracking_changes(self, changes):
        """
        :param dict changes: ``{product.template: tracking}`` it has after Save
        :return: ``(impact, question)``, str or False
        """
        on_hand = self._read_on_hand(self.env["product.template"].union(*changes))
        stocked = {product.product_tmpl_id for product in on_hand}
        return (
            bool(changes) and self._describe_impact(len(changes), len(stocked)),
            bool(on_hand) and self._ask_for_tracking(on_hand, changes),
        )

    def _find_tracking_changes(self):
        """
        :return: ``{product.template: tracking}`` of those that Save tracks differently
        """
        self.ensure_one()
        if (
            not self._origin
            or not self._is_tracking_edited()
            or self.env["res.company"]._is_traceability_switched_off()
        ):
            return {}
        return keep_changes(
            {
                template: self._get_tracking_to_be(template)
                for template in self._origin._get_templates_inheriting()
            }
        )

    def _is_tracking_edited(self):
        """Whether something that decides tracking differs from what is saved."""
        self.ensure_one()
        return self.lot_tracking != self._origin.lot_tracking

    @api.model
    def _read_on_hand(self, templates):
        """:return: ``{product.product: quantity}`` of those that have stock"""
        if not templates:
            return {}
        return dict(
            self.env["stock.quant"]._read_group(
                [
                    ("product_id", "in", templates.product_variant_ids.ids),
                    ("location_id.usage", "in", ("internal", "transit")),
                    ("quantity", "!=", 0),
                ],
                ["product_id"],
                ["quantity:sum"],
            )
        )

    @api.model
    def _ask_for_tracking(self, on_hand, changes):
        """The question that a form asks before it is saved (UX-7).

        :param dict on_hand: ``{product.product: quantity}`` of what would change
        :param dict changes: ``{product.template: tracking}`` after Save
        :return: str, it names the products, and what there is of each
        """
        labels = dict(self._fields["lot_tracking"]._description_selection(self.env))
        lines = [
            self.env._(
                "- %(product)s: %(quantity)s %(unit)s on hand (%(before)s → %(after)s)",
                product=product.display_name,
                quantity=formatLang(self.env, quantity, dp="Product Unit"),
                unit=product.uom_id.name,
                before=labels[product.tracking],
                after=labels[changes[product.product_tmpl_id]],
            )
            for product, quantity in islice(on_hand.items(), MAX_PRODUCTS)
        ]
        rest = self.env._("- … and %s more", len(on_hand) - MAX_PRODUCTS)
        return self.env._(
            "These products are in stock, and will be tracked differently:\n"
            "%(products)s\n\n"
            "What is in stock stays as it is: where it has no lot/serial number, "
            "assign one by an inventory adjustment.",
            products=list_few(lines, MAX_PRODUCTS, rest, total=len(on_hand)),
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


def keep_changes(trackings):
    """
    :param dict trackings: ``{product.template: tracking}`` that it should have
    :return: those of them that do not have it
    """
    return {
        template: tracking
        for template, tracking in trackings.items()
        if template.tracking != tracking
    }
