from odoo import api, fields, models
from odoo.tools import OrderedSet


class StockMoveLine(models.Model):
    """Lots that a person or an order names on the lines of a move."""

    _inherit = "stock.move.line"

    # The life of a number is looked up by it; later versions of Odoo have it as well.
    lot_id = fields.Many2one(index="btree_not_null")

    def _free_reservation(
        self,
        product_id,
        location_id,
        quantity,
        lot_id=None,
        package_id=None,
        owner_id=None,
        ml_ids_to_ignore=None,
        **kwargs,
    ):
        """What a person has named for a unit is not taken away for want of stock."""
        # It has all lines of a validation, and is asked for each: no copy without need.
        if lot_id and not self.move_id._should_bypass_reservation(location_id):
            named = self.search(
                [
                    ("lot_id", "=", lot_id.id),
                    ("location_id", "=", location_id.id),
                    ("state", "not in", ("done", "cancel")),
                    ("move_id.is_quantity_named", "=", True),
                ]
            )
            if named:
                ml_ids_to_ignore = OrderedSet([*(ml_ids_to_ignore or ()), *named.ids])
        return super()._free_reservation(
            product_id,
            location_id,
            quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            ml_ids_to_ignore=ml_ids_to_ignore,
            **kwargs,
        )

    @api.model
    def _name_arriving_lots(self, pairs, with_names=False):
        """Put the lot of goods that arrive on the line that receives them.

        They come from production or from a vendor, where nothing is reserved. Who calls
        has looked at the numbers; they are looked at again when they arrive.

        :param pairs: ``(stock.move.line, stock.lot)``
        :param bool with_names: note the names on the lines as well
        """
        with self.env["stock.lot"]._let_numbers_pass():
            for line, lot in pairs:
                name = {"lot_name": lot.name} if with_names else {}
                line.write({"lot_id": lot.id, **name})
