from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .lot_number_tier import SCOPE_SELECTION

# Known only for the order being completed, or liable to change until then (PF-3).
COMPLETION_TOKENS = {"CATEG", "MO"}
TRACEABILITY_OFF = "lot_prealloc.traceability_off"
TRIGGER_SELECTION = [
    ("draft", "The order is created"),
    ("confirmed", "The order is confirmed"),
    ("progress", "Production starts"),
    ("to_close", "All units are produced"),
    ("done", "Production is completed"),
]


class ResCompany(models.Model):
    """Switches of preallocation, and the last of the three tiers (PF-1, PF-2, AB-2)."""

    _name = "res.company"
    _inherit = ["res.company", "lot.number.tier"]

    lot_prealloc_enabled = fields.Boolean(
        "Preallocate Lots & Serial Numbers",
        help="Every manufacturing order of a tracked product gets its numbers by "
        "itself, at the chosen moment.",
    )
    lot_prealloc_trigger = fields.Selection(
        TRIGGER_SELECTION,
        string="Numbers Are Given When",
        default="confirmed",
        required=True,
    )
    lot_prealloc_label_prompt = fields.Boolean(
        "Offer Labels When an Order Is Done",
        default=True,
        help="Whoever completes a manufacturing order is offered the labels of the "
        "numbers it has produced, and whoever validates a receipt those of the numbers "
        "that were generated for it.",
    )
    lot_config_scope = fields.Selection(
        SCOPE_SELECTION,
        compute=None,
        default="product",
        required=True,
        help="Where tracking and number formats are configured. Values saved "
        "elsewhere stay in force.",
    )
    lot_tracking = fields.Selection(
        default=lambda self: self._get_common_lot_tracking()
    )

    @api.constrains("lot_number_format_id")
    def _check_format_company(self):
        for company in self:
            owner = company.lot_number_format_id.company_id
            if owner and owner not in company.sudo().parent_ids:
                raise ValidationError(
                    self.env._(
                        "The number format “%(pattern)s” belongs to %(owner)s and "
                        "cannot be used by %(company)s. Choose another format, or "
                        "share this one by emptying its company.",
                        pattern=company.lot_number_format_id.pattern,
                        owner=owner.name,
                        company=company.name,
                    )
                )

    @api.constrains(
        "lot_prealloc_enabled", "lot_prealloc_trigger", "lot_number_format_id", "active"
    )
    def _check_formats_in_force(self):
        """Refuse formats that cannot be written before completion (PF-3).

        It looks at every company and format, whoever is about to change what.

        :raise ValidationError: names the formats and where they are used
        """
        # sudo: the rule spans companies; the message names only what the user,
        # who configures formats, is about to put in force.
        companies = (
            self.env["res.company"]
            .sudo()
            .search(
                [
                    ("lot_prealloc_enabled", "=", True),
                    ("lot_prealloc_trigger", "!=", "done"),
                ]
            )
        )
        if not companies:
            return
        number_formats = (
            self.env["lot.number.format"]
            .sudo()
            .search(
                ["|"]
                + [
                    ("pattern", "like", f"{{{token}}}")
                    for token in sorted(COMPLETION_TOKENS)
                ]
            )
        )
        owners = companies.parent_ids  # branches use what is their parent's
        uses = []
        for number_format in number_formats:
            if number_format.company_id and number_format.company_id not in owners:
                continue
            users = number_format.product_tmpl_ids.filtered(
                lambda template: (
                    not template.company_id or template.company_id in owners
                )
            ).mapped("display_name")
            users += number_format.categ_ids.mapped("display_name")
            users += (number_format.company_ids & companies).mapped("name")
            if users:
                uses.append(f"- {number_format.pattern}: {', '.join(users)}")
        if uses:
            raise ValidationError(
                self.env._(
                    "Numbers that are given before production is completed cannot "
                    "contain {CATEG} or {MO}. These formats do, and are used by:\n"
                    "%(uses)s\n"
                    "Choose other formats there, or give numbers when production is "
                    "completed.",
                    uses="\n".join(uses),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._recompute_shared_tracking()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if {"lot_tracking", "active"} & vals.keys():
            self._recompute_shared_tracking()
        return result

    def unlink(self):
        result = super().unlink()
        self._recompute_shared_tracking()
        return result

    # ------------------------------------------------------------------
    # The company tier
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_lot_tracking_by_company(self):
        """:return: ``{company id: tracking}``"""
        # sudo: only to see whether all companies agree
        return {company.id: company.lot_tracking for company in self.sudo().search([])}

    @api.model
    def _get_common_lot_tracking(self):
        """The company tier of a product without a company (AB-3).

        :return: the tracking all companies agree on, else False
        """
        values = set(self._get_lot_tracking_by_company().values())
        return values.pop() if len(values) == 1 else False

    def _recompute_shared_tracking(self):
        """Products without a company follow what all companies agree on."""
        self.env.registry.clear_cache()
        # sudo: shared products are everybody's
        template_model = self.env["product.template"].sudo()
        template_model.with_context(active_test=False).search(
            [("company_id", "=", False), ("lot_tracking", "=", False)]
        ).modified(["lot_tracking"])

    def _get_effective_lot_number_format(self):
        self.ensure_one()
        return self.lot_number_format_id

    def _get_templates_inheriting(self):
        self.ensure_one()
        templates = self.env["product.template"]._search_inheriting(
            "company_id", "in", [self.id, False]
        )
        return templates.filtered(
            lambda template: not template.categ_id.lot_tracking_inherited
        )

    def _get_tracking_to_be(self, template):
        self.ensure_one()
        trackings = {self._origin.id: self.lot_tracking}
        if not template.company_id:
            trackings = {**self._get_lot_tracking_by_company(), **trackings}
        return (len(set(trackings.values())) == 1 and self.lot_tracking) or "none"

    # ------------------------------------------------------------------
    # The master switch
    # ------------------------------------------------------------------

    def _is_preallocation_on(self):
        """Whether numbers are preallocated here; of several: in one of them (PF-1).

        The one place that asks for the switch; whether and when one order gets numbers
        is ``mrp.production._get_prealloc_trigger``.
        """
        # sudo: the settings of a company are in force for whoever works with its orders
        # and transfers, in whichever companies he is at the moment
        return any(self.sudo().mapped("lot_prealloc_enabled"))

    @api.model
    def _is_traceability_switched_off(self):
        """Whether “Lots & Serial Numbers” was switched off with the addon (AB-1).

        A database in which it has never been on is not switched off: products that
        are tracked there by an import or another addon keep working as in Odoo.
        """
        # sudo: one flag of our own
        return bool(self.env["ir.config_parameter"].sudo().get_param(TRACEABILITY_OFF))

    @api.model
    def _switch_traceability(self, on):
        """Make every product behave as untracked, or as configured again (AB-1).

        :param bool on: whether tracking is in force
        """
        # sudo: called by who may change the settings, over all companies' products
        self.env["ir.config_parameter"].sudo().set_param(
            TRACEABILITY_OFF, False if on else "1"
        )
        template_model = self.env["product.template"].sudo()
        templates = template_model.with_context(active_test=False).search([])
        templates.modified(["lot_tracking"])
        templates.flush_recordset(["tracking"])
