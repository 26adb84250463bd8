from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _explain_unusable_lot(self, lot):
        """A number that an order holds is its own; a serial is received once."""
        if lot.is_preallocated:
            return lot._tell_orders()
        reason = super()._explain_unusable_lot(lot)
        if reason or lot.product_id.tracking != "serial" or self._can_arrive_again(lot):
            return reason
        states = dict(lot._fields["lifecycle_state"]._description_selection(self.env))
        return self.env._(
            "already %(state)s", state=states[lot.lifecycle_state].lower()
        )

    def _can_arrive_again(self, lot):
        """Whether a serial number was never used, or comes back from a customer."""
        is_back = lot.lifecycle_state == "shipped" and all(
            line.location_id.usage == "customer" for line in self
        )
        was_never_here = lot.lifecycle_state in ("expected", "void")
        return (was_never_here and not lot.is_given_up) or is_back
