"""What receiving serials costs (k): numbers given, and the receipt validated."""

import odoo.init  # noqa: F401  (before all else of Odoo)
from odoo import Command


class ReceiveBench:
    """Made to be mixed into ``measure.Bench``."""

    def receive(self, units, how):
        """(k) Give a receipt of serials its numbers, then validate it.

        :param str how: ``dialog`` is Odoo's Generate Serials as its screen saves it,
            ``method`` its method of the same name, ``oca`` the addon
            ``stock_picking_auto_create_lot``, ``ours`` a product that generates numbers
        :return: costs by step: ``generate``, ``validate``
        """
        costs = {}
        with self._transaction() as env:
            receipt = self._make_receipt(env, units, how)
            generate = getattr(self, f"_generate_{how}")
            with self._cost(env) as costs["generate"]:
                generate(receipt, units)
            names = {
                line.lot_id.name or line.lot_name for line in receipt.move_line_ids
            }
            assert len(names) == len(receipt.move_line_ids) == units, len(names)
            assert all(names)
            receipt = receipt.with_context(skip_sms=True)
            with self._cost(env) as costs["validate"]:
                receipt.button_validate()
            assert receipt.state == "done", receipt.state
            assert len(receipt.move_line_ids.lot_id) == units
        return costs

    def _make_receipt(self, env, units, how):
        """A confirmed receipt, whose serials have no number yet."""
        product = env["product.product"].browse(self.product_ids["serial"])
        warehouse = env["stock.warehouse"].search([], limit=1)
        if how == "oca":
            product.auto_create_lot = True
            warehouse.sudo().in_type_id.auto_create_lot = True
        if how == "ours":
            product.lot_auto_generate = True
        suppliers = env.ref("stock.stock_location_suppliers")
        receipt = env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": suppliers.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create({"product_id": product.id, "product_uom_qty": units})
                ],
            }
        )
        receipt.action_confirm()
        return receipt

    def _generate_dialog(self, receipt, units):
        """Lines are made anew from what the server answers, as the dialog does."""
        move = receipt.move_ids
        lines = move.action_generate_lot_line_vals(
            {
                "default_product_id": move.product_id.id,
                "default_location_dest_id": move.location_dest_id.id,
                "default_location_id": move.location_id.id,
                "default_tracking": move.has_tracking,
                "default_quantity": move.product_qty,
                "default_picking_id": receipt.id,
            },
            "generate",
            "BENCH-000001",
            units,
            "",
        )
        values = ("lot_name", "quantity", "location_dest_id", "location_id")
        commands = [Command.delete(line.id) for line in move.move_line_ids]
        for line in lines:
            vals = {
                name: line[name]["id"] if isinstance(line[name], dict) else line[name]
                for name in values
            }
            commands.append(
                Command.create(
                    {
                        **vals,
                        "product_id": move.product_id.id,
                        "product_uom_id": line["product_uom_id"]["id"],
                        "picking_id": receipt.id,
                    }
                )
            )
        move.write({"move_line_ids": commands})

    def _generate_method(self, receipt, units):
        receipt.move_ids._generate_serial_numbers("BENCH-000001", units)

    def _generate_oca(self, receipt, _units):
        receipt._set_auto_lot()

    def _generate_ours(self, receipt, _units):
        receipt.move_line_ids._generate_receipt_numbers()
