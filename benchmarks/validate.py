"""What it costs to validate transfers of serials (l)."""

import odoo.init  # noqa: F401  (before all else of Odoo)
from odoo import Command


class ValidateBench:
    """Made to be mixed into ``measure.Bench``, with ``ReserveBench``."""

    def validate_receipt(self, units):
        """(l) What a vendor brings, with a number typed for each unit."""
        with self._transaction() as env:
            receipt = self._make_receipt(env, units, "method")
            receipt.move_ids._generate_serial_numbers("BENCH-000001", units)
            return self._measure_validation(env, receipt, units, "available")

    def validate_delivery(self, units):
        """(l) Serials that are reserved go to a customer."""
        with self._transaction() as env:
            delivery, _order = self._make_delivery(env, units, ordered=False)
            self._make_stock(env, units)
            return self._measure_validation(env, delivery, units, "shipped")

    def validate_transfer(self, units):
        """(l) Serials that are reserved go to another place of the warehouse."""
        with self._transaction() as env:
            transfer = self._make_internal_transfer(env, units)
            self._make_stock(env, units)
            return self._measure_validation(env, transfer, units, "available")

    def _measure_validation(self, env, picking, units, state):
        picking.action_assign()
        picking.move_ids.picked = True
        picking = picking.with_context(
            skip_backorder=True, skip_sms=True, skip_expired=True
        )
        with self._cost(env) as cost:
            picking.button_validate()
        assert picking.state == "done", picking.state
        lots = picking.move_line_ids.lot_id
        assert len(lots) == units, len(lots)
        self._check_states(lots, state)
        return cost

    def _make_internal_transfer(self, env, units):
        product = env["product.product"].browse(self.product_ids["serial"])
        warehouse = env["stock.warehouse"].search([], limit=1)
        shelf = (
            env["stock.location"]
            .sudo()
            .create({"name": "Shelf", "location_id": warehouse.lot_stock_id.id})
        )
        warehouse.sudo().int_type_id.reservation_method = "manual"
        transfer = env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": shelf.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": units,
                            "location_id": warehouse.lot_stock_id.id,
                            "location_dest_id": shelf.id,
                        }
                    )
                ],
            }
        )
        transfer.action_confirm()
        return transfer
