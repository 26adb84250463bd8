from collections import Counter

from odoo import models

from ..states import OPEN_STATES


class MrpProduction(models.Model):
    """What Preallocate Numbers has done with a selection of orders (UX-11)."""

    _inherit = "mrp.production"

    def _tell_new_numbers(self, numbers):
        """:param numbers: ``stock.lot``, given just now to some of these orders
        :return: str, e.g. 5 numbers for 1 order · 2 skipped: untracked
        """
        given = numbers.allocated_production_id & self
        parts = [self._count_new_numbers(len(numbers), len(given))]
        reasons = Counter(order._explain_skipped() for order in self - given)
        parts += [
            self.env._("%(count)s skipped: %(reason)s", count=count, reason=reason)
            for reason, count in reasons.items()
        ]
        return " · ".join(parts)

    def _count_new_numbers(self, numbers, orders):
        if not numbers:
            return self.env._("No new numbers")
        if orders == 1:
            if numbers == 1:
                return self.env._("1 number for 1 order")
            return self.env._("%s numbers for 1 order", numbers)
        return self.env._(
            "%(numbers)s numbers for %(orders)s orders", numbers=numbers, orders=orders
        )

    def _explain_skipped(self):
        """:return: str, why the order was given no number"""
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return self.env._("closed")
        if not self._get_number_demand():
            return self.env._("untracked")
        if self._get_missing_numbers():
            return self.env._("no number can be made")
        return self.env._("has its numbers")
