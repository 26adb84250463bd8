from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....numbering.lot_number_tier import TRACKING_SELECTION, keep_changes


class ResConfigSettings(models.TransientModel):
    """Categories are ticked beside the switch, and tracked from Save on (AB-3)."""

    _inherit = "res.config.settings"

    lot_category_tracking = fields.Json(
        "Categories to Track",
        help="The tracking that is chosen here for categories, by their ID.",
    )

    @api.depends("lot_category_tracking", "lot_prealloc_enabled")
    def _compute_lot_tracking_impact(self):
        return super()._compute_lot_tracking_impact()

    def _find_tracking_changes(self):
        """What a category decides is not the company's to decide."""
        changes = super()._find_tracking_changes()
        chosen = self._read_category_tracking()
        if not chosen or self.env["res.company"]._is_traceability_switched_off():
            return changes
        trackings = {
            template: _find_tracking(template.categ_id, chosen)
            for template in self.env["product.template"]._search_inheriting(
                "categ_id", "child_of", [category.id for category in chosen]
            )
        }
        of_company = {
            template: tracking
            for template, tracking in changes.items()
            if template not in trackings
        }
        return of_company | keep_changes(trackings)

    def _read_category_tracking(self):
        """:return: ``{product.category: tracking}`` that Save writes
        :raise ValidationError: not what the settings offer
        """
        chosen = self._is_preallocation_ticked() and self.lot_category_tracking or {}
        trackings = dict(TRACKING_SELECTION)
        try:
            category_ids = [int(category_id) for category_id in chosen]
            is_known = all(tracking in trackings for tracking in chosen.values())
        except (AttributeError, TypeError, ValueError):
            is_known = False
        if not is_known:
            raise ValidationError(
                self.env._(
                    "The settings take the tracking of categories by their IDs: "
                    "serial, lot or none. They cannot read “%(value)s”.",
                    value=chosen,
                )
            )
        categories = self.env["product.category"].browse(category_ids)
        return dict(zip(categories, chosen.values(), strict=True))

    def set_values(self):
        """Also the chosen categories, when all that is the company's is saved."""
        result = super().set_values()
        chosen = self._read_category_tracking()
        for tracking in set(chosen.values()):
            categories = self.env["product.category"].union(
                *(category for category in chosen if chosen[category] == tracking)
            )
            categories.lot_tracking = tracking
        return result


def _find_tracking(category, chosen):
    """:return: the tracking of the nearest category that decides, after Save"""
    trackings = (chosen.get(tier, tier.lot_tracking) for tier in category._get_path())
    return next(filter(None, trackings), "none")
