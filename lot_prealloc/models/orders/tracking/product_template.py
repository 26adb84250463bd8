from odoo import models
from odoo.tools import SQL


class ProductTemplate(models.Model):
    """Open orders follow when a product is tracked differently, whichever tier says so.

    The master switch is none of that: with it off, what orders hold is kept (AB-1).
    """

    _inherit = "product.template"

    def write(self, vals):
        if "tracking" not in vals:
            return super().write(vals)
        before = {template.id: template.tracking for template in self}
        result = super().write(vals)
        self._let_orders_follow_tracking(before)
        return result

    def _compute_field_value(self, field):
        """Odoo's hook for changes that no one writes, as those of a tier."""
        if field.name != "tracking":
            return super()._compute_field_value(field)
        before = self.filtered("id")._read_stored_tracking()
        result = super()._compute_field_value(field)
        self.filtered("id")._let_orders_follow_tracking(before)
        return result

    def _read_stored_tracking(self):
        """:return: ``{template id: tracking}`` as it was before it is computed anew"""
        if not self:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, tracking FROM product_template WHERE id IN %s",
                    self._ids,
                )
            )
        )

    def _let_orders_follow_tracking(self, before):
        """:param dict before: ``{template id: tracking}``, as it was before"""
        changed = self.filtered(
            lambda template: (
                before.get(template.id) and before[template.id] != template.tracking
            )
        )
        if not changed or self.env["res.company"]._is_traceability_switched_off():
            return
        # sudo: orders follow their product, whoever may change it
        orders = self.env["mrp.production"].sudo()
        if changed._is_tracking_of_variants_unknown():
            orders._follow_tracking_later(changed.sudo())
        else:
            orders._follow_tracking(changed.sudo())

    def _is_tracking_of_variants_unknown(self):
        """Whether Odoo is on the way from a variant to its template, in either
        direction: until it is back, the variant has no tracking.
        """
        field = self.env["product.product"]._fields["tracking"]
        return any(
            self.env.is_protected(field, product)
            for product in self.product_variant_ids
        )
