from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.names import list_few

# So many products are named where a setting is refused.
MAX_NAMES = 10


class ProductTemplate(models.Model):
    """Goods that nobody is asked about: consumed when an order is completed (MM-10)."""

    _inherit = "product.template"

    is_backflush = fields.Boolean(
        "Backflush",
        help="As a component it is consumed when the manufacturing order is completed, "
        "with the quantity due, without being asked for. Only for products that are "
        "not tracked by lots or serial numbers.",
    )
    shows_backflush = fields.Boolean(compute="_compute_shows_backflush")

    @api.depends_context("company")
    def _compute_shows_backflush(self):
        self.shows_backflush = self.env.company._is_preallocation_on()

    @api.constrains(
        "is_backflush",
        "tracking",
        # what the tracking follows from
        "lot_tracking",
        "categ_id",
        "company_id",
        "is_storable",
    )
    def _check_backflush(self):
        """What is consumed without being asked for has no number (MM-10)."""
        tracked = self.filtered(lambda t: t.is_backflush and t.tracking != "none")
        if tracked:
            raise ValidationError(
                (tracked | self._find_tracked_backflush())._explain_tracked_backflush()
            )

    @api.model
    def _check_backflush_tiers(self):
        """Refuse a tier by which backflush products would be tracked (MM-10).

        At once: later, when Odoo recomputes their tracking, it may not be as the user
        who is to read the names.

        :raise ValidationError: with the names
        """
        tracked = self._find_tracked_backflush()
        if tracked:
            raise ValidationError(tracked._explain_tracked_backflush())

    @api.model
    def _find_tracked_backflush(self):
        """Backflush products that the tiers have tracked now.

        :return: ``product.template``, as superuser
        """
        # sudo: a tier may be that of products of several companies
        templates = self.sudo().with_context(active_test=False)
        return templates.search([("is_backflush", "=", True)]).filtered(
            lambda template: template._get_effective_tracking() != "none"
        )

    def _explain_tracked_backflush(self):
        """:return: str, why these products cannot be tracked and backflush ones"""
        # Products of another company are counted, not named.
        readable = self.with_env(self.env(su=False))._filtered_access("read")
        named = readable.sorted("display_name")[:MAX_NAMES].mapped("display_name")
        rest = self.env._("and %(count)s more", count=len(self) - len(named))
        return self.env._(
            "Backflush products are consumed without being asked for, so they cannot "
            "be tracked by lots or serial numbers. %(count)s would be:\n"
            "%(products)s\n"
            "Untick “Backflush” there, or leave their tracking “By Quantity”.",
            count=len(self),
            products=list_few(
                [f"- {name}" for name in named], len(named), rest, total=len(self)
            ),
        )
