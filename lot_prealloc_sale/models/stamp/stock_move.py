from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .sale_shares import SaleShares


class StockMove(models.Model):
    """Numbers learn the sales order that they are made for (AB-20)."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Numbers of finished products learn their sales order before they arrive.

        Their arrival reserves them for what waits for them.
        """
        # sudo: a Manufacturing user completes orders for customers of others
        finished = self.sudo().filtered(
            lambda move: (
                move.production_id
                and move.product_id == move.production_id.product_id
                and move.has_tracking != "none"
                and move.state not in ("done", "cancel")
            )
        )
        finished.filtered(
            lambda move: move.production_id._get_prealloc_trigger()
        )._stamp_finished_numbers()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _stamp_finished_numbers(self):
        """Share the numbers that are being produced out to their sales orders."""
        demand = self._get_sale_demand()
        moves = self.filtered(lambda move: demand.get(move)).with_prefetch()
        if not moves:
            return
        lots = moves.move_line_ids.lot_id
        served, produced = moves._read_served_quantities(
            lots.filtered(lambda lot: lot.product_id.tracking == "lot")
        )
        shares = SaleShares(demand, served)
        stamps, lines = {}, {}
        for move in moves:
            for line in move.move_line_ids.sorted("id"):
                lot = line.lot_id
                if not lot or lot in stamps:
                    continue
                quantity = line.quantity_product_uom
                if move.has_tracking == "lot":
                    quantity = produced.get(lot.id, 0) + moves._get_quantity_of(lot)
                lines[lot] = line
                stamps[lot] = lot._get_stamp(shares.take(move, quantity))
        self.env["stock.lot"]._stamp_for_sale_orders(stamps, lines)

    def _get_sale_demand(self):
        """How much of what is being produced each sales order wants.

        An order that serves deliveries serves just these: of a merged order, what was
        made for stock is nobody's. One without them is all for its sales order: the one
        that is its source, or that a person linked to it.

        :return: ``{stock.move: {sale.order: {stock.move: quantity}}}``, in the order of
            the sales orders; quantities in the unit of the product, None: all there is.
            Only sales orders that are confirmed
        """
        served = self._find_served_moves()
        demand = {}
        for move in self.with_prefetch():
            wanted = {}
            dests = served.get(move, self.browse())
            for dest in dests:
                order = dest._get_own_sale_order()
                if order and not dest.raw_material_production_id:
                    wanted.setdefault(order, {})[dest] = dest.product_qty
            # Put away or not: what is consumed on the way is for no customer.
            if not wanted and not dests.raw_material_production_id:
                order = move.production_id._get_source_sale_order()
                if order:
                    wanted[order] = {move: None}
            company = move.company_id
            demand[move] = {
                order: wanted[order]
                for order in sorted(wanted, key=lambda order: order.id)
                if order.state == "sale" and order.company_id == company
            }
        return demand

    def _read_served_quantities(self, lots):
        """Read what sales orders have got already of what serves the same moves.

        :param lots: ``stock.lot`` that are looked at as a whole, apart from the others
        :return: ``{(sale.order, product.product): quantity}`` and, of ``lots``,
            ``{lot id: quantity}``; in the unit of the product
        """
        self.env["stock.lot"].flush_model(["sale_order_id"])
        self.env["stock.move.line"].flush_model(
            ["lot_id", "move_id", "product_id", "quantity_product_uom", "state"]
        )
        self.flush_model(["move_dest_ids"])
        served, produced = defaultdict(float), {}
        for order_id, product_id, lot_id, quantity in self.env.execute_query(
            SQL(
                "SELECT lot.sale_order_id, line.product_id, whole.lot_id,"
                " SUM(line.quantity_product_uom)"
                " FROM stock_move_line AS line"
                " JOIN stock_lot AS lot ON lot.id = line.lot_id"
                " LEFT JOIN unnest(%s::int[]) AS whole (lot_id)"
                " ON whole.lot_id = lot.id"
                " WHERE line.state = 'done' AND line.move_id IN ("
                "SELECT move_orig_id FROM stock_move_move_rel"
                " WHERE move_dest_id = ANY(%s))"
                " AND (lot.sale_order_id IS NOT NULL OR whole.lot_id IS NOT NULL)"
                " GROUP BY lot.sale_order_id, line.product_id, whole.lot_id",
                lots.ids,
                self.move_dest_ids.ids,
            )
        ):
            if lot_id:
                produced[lot_id] = quantity
            else:
                order = self.env["sale.order"].browse(order_id)
                product = self.env["product.product"].browse(product_id)
                served[order, product] += quantity
        return served, produced

    def _plan_numbers(self, shares):
        """For whom the numbers are that the order of the move holds.

        :param SaleShares shares: what is planned is taken from them
        :return: list of ``(sale.order, stock.lot, quantity)``
        """
        self.ensure_one()
        production = self.production_id
        lots = production.prealloc_lot_ids | production.lot_producing_ids
        lots = lots.filtered(lambda lot: lot.product_id == self.product_id).sorted("id")
        if self.has_tracking == "lot":
            shared = shares.share(self, production.product_uom_qty) if lots else []
            return [(order, lots[:1], quantity) for order, quantity in shared]
        return [
            (order, lot, 1)
            for lot in lots
            for order, _quantity in shares.share(self, 1)
        ]

    def _get_quantity_of(self, lot):
        """:return: what is being produced of a lot, and what is still to be

        In the unit of the product; backorders hold the lot of their order (PF-8).
        """
        lines = self.move_line_ids.filtered(lambda line: line.lot_id == lot)
        orders = lot.prealloc_production_ids - self.production_id
        return sum(lines.mapped("quantity_product_uom")) + sum(
            orders.mapped("product_uom_qty")
        )
