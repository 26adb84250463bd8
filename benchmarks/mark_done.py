"""Orders that have their numbers are marked as done, all of them from the list."""


class MarkDoneBench:
    def mark_done(self, units, serials=1):
        """(l) Confirmed and reserved orders with their serials are marked as done.

        :param int units: how many orders
        :param int serials: units of each order
        """
        with self._transaction() as env:
            orders = self._make_numbered_orders(env, units, serials)
            with self._cost(env) as cost:
                orders.with_context(skip_redirection=True).button_mark_done()
            assert set(orders.mapped("state")) == {"done"}
            lines = orders.move_finished_ids.move_line_ids
            assert len(set(lines.lot_id.mapped("name"))) == units * serials
            assert orders.lot_producing_ids == lines.lot_id
        return cost

    def _make_numbered_orders(self, env, units, serials):
        """Numbers are there before: preallocated, or generated for each order."""
        product = env["product.product"].browse(self.product_ids["serial"])
        location = env["stock.warehouse"].search([], limit=1).lot_stock_id
        for line in product.bom_ids.bom_line_ids:
            env["stock.quant"].sudo()._update_available_quantity(
                line.product_id, location, units * serials * line.product_qty
            )
        orders = self._make_orders(env, "serial", serials, units)
        orders.action_confirm()
        orders.action_assign()
        assert set(orders.mapped("reservation_state")) == {"assigned"}
        if self.is_ours:
            assert len(orders.prealloc_lot_ids) == units * serials
        elif serials == 1:
            for order in orders:
                order.action_generate_serial()
        else:
            for order in orders:
                self._apply_wizard(order, False)
                order.qty_producing = serials
                order.set_qty_producing()
        return orders
