from odoo import api, models


class MrpProduction(models.Model):
    """A serial for each unit, a lot for each order; by-products as well (PF-4)."""

    _inherit = "mrp.production"

    def _get_number_demand(self):
        """How many numbers the order should hold, by product.

        :return: ``{product.product: int}``, tracked products only
        """
        self.ensure_one()
        demand = {}
        if self.product_tracking == "lot":
            demand[self.product_id] = int(not self.lot_producing_ids)
        elif self.product_tracking == "serial":
            demand[self.product_id] = max(
                self._get_units_to_number() - len(self.lot_producing_ids), 0
            )
        for move in self._get_tracked_byproduct_moves():
            product = move.product_id
            if product.tracking == "lot":
                wanted = int(not move.lot_ids)
            else:
                wanted = max(
                    self._get_whole_units(
                        product, move.product_uom_qty, move.product_uom
                    )
                    - len(move.lot_ids),
                    0,
                )
            demand[product] = demand.get(product, 0) + wanted
        return demand

    def _get_missing_numbers(self, completing=False):
        """How many numbers the order lacks, by product.

        :param bool completing: the order is about to be completed, with the quantity
            that is set; where numbers come that late, only what is completed gets them
            (AB-9)
        :return: ``{product.product: int}``, wanted and not held yet
        """
        self.ensure_one()
        demand = self._get_number_demand()
        if completing and self._is_numbered_as_produced():
            demand[self.product_id] = self._get_units_produced_now() - len(
                self.lot_producing_ids
            )
        held = self._count_held_numbers()
        return {
            product: wanted - held[product]
            for product, wanted in demand.items()
            if wanted > held[product]
        }

    def _is_numbered_as_produced(self):
        """Whether a part that is completed gets its numbers, the rest later (AB-9)."""
        self.ensure_one()
        return (
            self.product_tracking == "serial"
            and bool(self.qty_producing)
            and self._get_prealloc_trigger() in ("to_close", "done")
        )

    def _get_units_to_number(self):
        """Units of the finished product that need a serial each (PF-4).

        :return: int, in the unit of the product
        """
        self.ensure_one()
        # more may be produced than was planned
        quantity = max(self.product_qty, self.qty_producing)
        return self._get_whole_units(self.product_id, quantity, self.product_uom_id)

    def _get_units_produced_now(self):
        """:return: int, units being produced, in the unit of the product"""
        self.ensure_one()
        return self._get_whole_units(
            self.product_id, self.qty_producing, self.product_uom_id
        )

    @api.model
    def _get_whole_units(self, product, quantity, uom):
        """:return: int, ``quantity`` of ``uom`` in the unit of the product"""
        units = uom._compute_quantity(quantity, product.uom_id, round=False)
        return int(product.uom_id.round(units, rounding_method="UP"))

    def _get_products_made(self):
        """:return: ``product.product``, the finished one and by-products"""
        return self.product_id | self.move_byproduct_ids.product_id

    def _get_tracked_byproduct_moves(self):
        return self.move_byproduct_ids.filtered(
            lambda move: (
                move.has_tracking != "none" and move.state not in ("done", "cancel")
            )
        )
