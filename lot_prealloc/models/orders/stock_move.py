from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _take_numbers_of_their_orders(self):
        """Name the numbers that the manufacturing orders behind a receipt hold.

        Odoo makes the goods of a subcontractor when their receipt is validated, and
        asks for the numbers there. What a person has typed stays.
        """
        for move in self:
            production = move.move_orig_ids.production_id.filtered("prealloc_lot_ids")
            if (
                len(production) != 1
                or move.picking_code != "incoming"
                or move.state in ("done", "cancel")
                or any(line.lot_id or line.lot_name for line in move.move_line_ids)
            ):
                continue
            numbers = production._get_held_numbers(move.product_id)
            if move.has_tracking == "serial":
                numbers = numbers[: int(move.quantity)]
            else:
                # Odoo then finds the order of this lot, rather than split another off
                production.lot_producing_ids = numbers
            # Odoo makes an order of every serial and deletes the one they came from
            with self.env["stock.lot"]._let_numbers_pass():
                move.with_context(lot_prealloc_paused=True).lot_ids = numbers
