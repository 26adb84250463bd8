"""What reserving a delivery of serials costs (h)."""

import odoo.init  # noqa: F401  (before all else of Odoo)
from odoo import Command
from odoo.tools import SQL

# What is stamped for the sales order that is delivered, of three serials in a row; the
# next one is another sales order's, the last one nobody's.
OWN, OTHERS = 0, 1


class ReserveBench:
    """Made to be mixed into ``measure.Bench``."""

    def reserve(self, units, in_stock=None, ordered=False):
        """(h) Check Availability of a delivery of serials, and what follows it.

        :param int in_stock: how many serials there are; ``units`` if not given
        :param bool ordered: the delivery is a sales order's; with our addon, a third of
            the serials is stamped for it and a third for another one
        :return: costs by step: ``assign``, ``unreserve``, ``validate``
        """
        costs = {}
        with self._transaction() as env:
            picking, order = self._make_delivery(env, units, ordered)
            lots = self._make_stock(env, in_stock or units)
            if ordered and self.is_ours:
                lots = self._stamp(env, lots, order)
            env.invalidate_all()
            with self._cost(env) as costs["assign"]:
                picking.action_assign()
            reserved = picking.move_line_ids.lot_id
            assert len(reserved) == len(picking.move_line_ids) == units, len(reserved)
            assert reserved <= lots
            self._check_states(reserved, "allocated")
            with self._cost(env) as costs["unreserve"]:
                picking.do_unreserve()
            assert not picking.move_line_ids
            self._check_states(reserved, "available")
            picking.action_assign()
            picking.move_ids.picked = True
            with self._cost(env) as costs["validate"]:
                picking.with_context(
                    skip_backorder=True, skip_sms=True, skip_expired=True
                ).button_validate()
            assert picking.state == "done", picking.state
            self._check_states(picking.move_line_ids.lot_id, "shipped")
        return costs

    def _check_states(self, lots, state):
        if self.is_ours:
            assert set(lots.mapped("lifecycle_state")) == {state}

    def _make_delivery(self, env, units, ordered):
        """A delivery that is confirmed, and reserved only when somebody asks.

        :return: ``stock.picking`` and its sales order, if it has one
        """
        product = env["product.product"].browse(self.product_ids["serial"])
        warehouse = env["stock.warehouse"].search([], limit=1)
        warehouse.sudo().out_type_id.reservation_method = "manual"
        if ordered:
            order = self._make_sale_order(env, product, units)
            order.action_confirm()
            return order.picking_ids, order
        customers = env.ref("stock.stock_location_customers")
        picking = env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": units,
                            "product_uom": product.uom_id.id,
                            "location_id": warehouse.lot_stock_id.id,
                            "location_dest_id": customers.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking, env["sale.order"]

    def _make_sale_order(self, env, product, units):
        return env["sale.order"].create(
            {
                "partner_id": env.user.partner_id.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": units})
                ],
            }
        )

    def _make_stock(self, env, count):
        """Serials in stock, by SQL because there may be many.

        :return: ``stock.lot``, the oldest first
        """
        product_id = self.product_ids["serial"]
        location = env["stock.warehouse"].search([], limit=1).lot_stock_id
        env.flush_all()
        env.cr.execute(
            "INSERT INTO stock_lot (name, product_id, location_id, create_uid,"
            " write_uid, create_date, write_date)"
            " SELECT 'STOCK-' || lpad(i::text, 7, '0'), %s, %s, 1, 1, now(), now()"
            " FROM generate_series(1, %s) AS i RETURNING id",
            [product_id, location.id, count],
        )
        lots = env["stock.lot"].browse(row[0] for row in env.cr.fetchall())
        env.cr.execute(
            "INSERT INTO stock_quant (product_id, location_id, company_id, lot_id,"
            " quantity, reserved_quantity, in_date, create_uid, write_uid,"
            " create_date, write_date)"
            " SELECT %s, %s, %s, lot_id, 1, 0,"
            " now() at time zone 'utc' + number * interval '1 second' - interval"
            " '100 days', 1, 1, now(), now()"
            " FROM unnest(%s) WITH ORDINALITY AS lot (lot_id, number)",
            [product_id, location.id, location.company_id.id, lots.ids],
        )
        if self.is_ours:
            env["stock.lot"]._store_lifecycles(lots.ids)
        env.cr.execute("ANALYZE stock_lot, stock_quant")
        env.invalidate_all()
        return lots

    def _stamp(self, env, lots, order):
        """Stamp serials for the sales order, others for another one, the rest for none.

        :return: those of the sales order
        """
        other = self._make_sale_order(env, order.order_line.product_id, 1)
        env.flush_all()
        for position, holder in ((OWN, order), (OTHERS, other)):
            env.cr.execute(
                SQL(
                    "UPDATE stock_lot SET sale_order_id = %s"
                    " WHERE id = ANY(%s) AND id %% 3 = %s",
                    holder.id,
                    lots.ids,
                    position,
                )
            )
        env.cr.execute("ANALYZE stock_lot")
        return lots.filtered(lambda lot: lot.id % 3 == OWN)
