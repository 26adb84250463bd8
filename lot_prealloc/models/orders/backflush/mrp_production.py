from odoo import models


class MrpProduction(models.Model):
    """Backflush components are consumed with what is due at completion (MM-10).

    They are reserved and picked like others where there is stock; nothing waits for it.
    """

    _inherit = "mrp.production"

    def _is_backflushed(self, product):
        """Whether this order consumes the product without asking.

        :param product: ``product.product``, a component
        """
        self.ensure_one()
        return product.is_backflush and self.company_id._is_preallocation_on()

    def _get_move_raw_values(self, product, *args, **kwargs):
        """A bill that names an operation asks when it is consumed; not for these."""
        values = super()._get_move_raw_values(product, *args, **kwargs)
        if self._is_backflushed(product):
            values["manual_consumption"] = False
        return values

    def _get_backflush_moves(self):
        """:return: ``stock.move``, what these orders have yet to consume by themselves.

        What a person has recorded himself is not among them.
        """
        if not self.company_id._is_preallocation_on():
            return self.env["stock.move"]
        return self.move_raw_ids.filtered(
            lambda move: (
                not move._should_bypass_set_qty_producing()
                and not (move.manual_consumption and move.picked)
                and move._is_backflush()
            )
        )

    def _stop_asking_for_backflush(self):
        """Products that have become backflush ones after the order was confirmed."""
        asking = self._get_backflush_moves().filtered("manual_consumption")
        asking.manual_consumption = False

    def _get_consumption_issues(self):
        return [
            issue
            for issue in super()._get_consumption_issues()
            if not issue[0]._is_backflushed(issue[1])
        ]

    def _consume_backflush(self):
        """Pick what is due of the components that nobody was asked about."""
        moves = self._get_backflush_moves()
        for move in moves:
            production = move.raw_material_production_id
            produced = production.qty_producing - production.qty_produced
            due = move.product_uom.round(produced * move.unit_factor)
            if move.product_uom.compare(move.quantity, due):
                move._set_quantity_done(due)
        moves.filtered(lambda move: move.quantity and not move.picked).picked = True
