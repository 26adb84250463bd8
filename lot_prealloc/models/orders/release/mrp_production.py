from markupsafe import Markup

from odoo import api, models

from ..states import OPEN_STATES


class MrpProduction(models.Model):
    """A closed order holds nothing, an open one no more than it needs (BX-4, BX-5)."""

    _inherit = "mrp.production"

    def _release_surplus(self):
        """Give up numbers that an open order no longer needs, the last ones first.

        Numbers whose label is printed stay, even if the order then holds too many. So
        does everything as long as tracking is switched off (AB-1).
        """
        if self.env["res.company"]._is_traceability_switched_off():
            return
        released = {}
        for production in self.filtered(lambda p: p.state in OPEN_STATES):
            if not production.prealloc_lot_ids:
                continue
            demand = production._get_number_demand()
            surplus = self.env["stock.lot"]
            for product in production.prealloc_lot_ids.product_id:
                numbers = production._get_held_numbers(product)
                excess = len(numbers) - demand.get(product, 0)
                if product in production._get_products_made():
                    numbers = numbers.filtered(lambda lot: not lot.is_label_printed)
                surplus |= numbers[len(numbers) - min(max(excess, 0), len(numbers)) :]
            released[production] = surplus
        self._release_numbers(released)

    def _release_unproduced(self):
        """A closed order holds nothing; a cancelled one has not produced anything."""
        released = {}
        for production in self:
            numbers = production.prealloc_lot_ids
            if production.state == "cancel":
                numbers = production._get_numbers_given()
            released[production] = numbers
        self._release_numbers(released)

    def _release_numbers(self, released):
        """Give numbers up, say so on the order, delete those without a history.

        :param dict released: ``{mrp.production: stock.lot}``
        """
        released = {p: lots for p, lots in released.items() if lots}
        if not released:
            return
        self._let_go_numbers(released.items())
        lots = self.env["stock.lot"].union(*released.values())
        elsewhere = lots._get_held_elsewhere()
        self._log_release({p: numbers - elsewhere for p, numbers in released.items()})
        cancelled = self.browse(p.id for p in released if p.state == "cancel")
        unproduced = cancelled.lot_producing_ids & lots
        if unproduced:
            for production in cancelled.filtered("lot_producing_ids"):
                production.lot_producing_ids -= unproduced.filtered(
                    lambda lot: not lot.quant_ids
                )
        lots._unlink_never_used()

    @api.model
    def _log_release(self, released):
        """Write the released numbers into the log of each order.

        :param dict released: ``{mrp.production: stock.lot}``
        """
        bodies = {
            production.id: Markup("%s<br/>%s")
            % (
                self.env._("Lot/serial numbers released:"),
                ", ".join(lots.sorted("id").mapped("name")),
            )
            for production, lots in released.items()
            if lots
        }
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)
