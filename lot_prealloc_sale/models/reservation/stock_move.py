from odoo import models

from odoo.addons.lot_prealloc.models.lots.naming.lot_rule import LotRule


class StockMove(models.Model):
    """A delivery takes the numbers of its own sales order first (AB-21)."""

    _inherit = "stock.move"

    def _update_reserved_quantity_vals(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
        **kwargs,
    ):
        """What is reserved automatically prefers numbers of its sales order."""
        is_automatic = not strict and not lot_id
        move = self._with_sale_preference() if is_automatic else self
        return super(StockMove, move)._update_reserved_quantity_vals(
            need,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            **kwargs,
        )

    def _set_quantity_done_prepare_vals(self, qty, **kwargs):
        """So does what is taken for a quantity that a person types."""
        move = self._with_sale_preference()
        return super(StockMove, move)._set_quantity_done_prepare_vals(qty, **kwargs)

    def _with_sale_preference(self):
        """:return: the move, under the rule by which quants are sorted for it"""
        self.ensure_one()
        if self.has_tracking == "none":
            return self
        return LotRule.of(self)._replace(move_id=self.id).on(self)

    def _get_available_move_lines(self, *args, **kwargs):
        """Of what the moves before have brought, it takes its own numbers first.

        One manufacturing order may have been made for several sales orders. What it has
        made for one that still waits for it, the others leave.
        """
        available = super()._get_available_move_lines(*args, **kwargs)
        lot_ids = {key[1].id for key in available if key[1]}
        stamped = self._get_stamps_in_force(lot_ids)
        if not stamped:
            return available
        own = self._get_served_sale_order()
        others = self._get_waiting_sale_orders() - own

        def rank(item):
            stamp = stamped.get(item[0][1].id)
            return 1 if not stamp else 0 if stamp == own else 2

        return {
            key: quantity
            for key, quantity in sorted(available.items(), key=rank)
            if stamped.get(key[1].id, others.browse()) not in others
        }

    def _get_stamps_in_force(self, lot_ids):
        """For whom numbers are, as far as this counts here.

        Where the general setting is off, sales orders with lot control count (MM-6).

        :return: ``{lot id: sale.order}``
        """
        if not lot_ids:
            return {}
        # sudo: as for what is reserved from stock
        lots = self.env["stock.lot"].sudo().browse(lot_ids).filtered("sale_order_id")
        if not self.env["stock.quant"]._is_reservation_by_state(self.location_id):
            lots = lots.filtered(
                lambda lot: any(lot.sale_order_id.order_line.mapped("lot_control"))
            )
        return {lot.id: lot.sale_order_id for lot in lots}

    def _get_waiting_sale_orders(self):
        """:return: ``sale.order`` for which moves wait for the same goods as it does"""
        # sudo: deliveries of others as well
        siblings = self.sudo().move_orig_ids.move_dest_ids.filtered(
            lambda move: (
                move.id != self.id
                and move.state in ("waiting", "confirmed", "partially_available")
                and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
        )
        orders = self.env["sale.order"].sudo()
        return orders.union(*(move._get_served_sale_order() for move in siblings))
