from odoo import api, fields, models
from odoo.tools import OrderedSet


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # The life of a number is looked up by it; later versions of Odoo have it as well.
    lot_id = fields.Many2one(index="btree_not_null")
    is_made_available = fields.Boolean(
        readonly=True,
        copy=False,
        groups="stock.group_stock_manager",
        help="A return that an inventory manager has made available again.",
    )

    def write(self, vals):
        """Note lines that a split only hands to another move, see ``_tally_...``."""
        tally = self.env.context.get("lot_prealloc_tally")
        if tally is None or not self._is_handed_over(vals):
            return super().write(vals)
        tally.left_move_ids.update(self.move_id._ids)
        tally.moved_line_ids += self._ids
        self._fields["move_id"].write(self, vals["move_id"])
        return True

    def _action_done(self):
        """Update the quants of untracked components once for a whole batch."""
        if not self.env.context.get("lot_prealloc_batch"):
            return super()._action_done()
        # Odoo reads this of each lot for itself, whenever it makes a quant of it.
        self.lot_id.mapped("lot_properties")
        with self.env["stock.quant"]._keep_ledger() as context:
            return super(StockMoveLine, self.with_context(**context))._action_done()

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
        ignored = OrderedSet(ml_ids_to_ignore or ())
        if lot_id and not self.move_id._should_bypass_reservation(location_id):
            named = self.search(
                [
                    ("lot_id", "=", lot_id.id),
                    ("location_id", "=", location_id.id),
                    ("state", "not in", ("done", "cancel")),
                    ("move_id.is_quantity_named", "=", True),
                ]
            )
            ignored.update(named.ids)
        return super()._free_reservation(
            product_id,
            location_id,
            quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            ml_ids_to_ignore=ignored,
            **kwargs,
        )

    def _is_handed_over(self, vals):
        """Whether the lines go to another move as they are: no quantity changes."""
        return vals.keys() == {"move_id", "quantity"} and all(
            line.state not in ("done", "cancel") and line.quantity == vals["quantity"]
            for line in self
        )

    @api.model
    def _finish_moving(self, tally):
        """Compute once what depends on the moves of all lines that were handed over."""
        self.browse(tally.moved_line_ids).modified(["move_id"])
        self.env["stock.move"].browse(tally.left_move_ids).modified(["move_line_ids"])
        tally.moved_line_ids = []
        tally.left_move_ids = set()

    @api.model
    def _name_arriving_lots(self, pairs, with_names=False):
        """Put the lot of goods that arrive on the line that receives them.

        They come from production or from a vendor, where nothing is reserved: no quant
        is touched.

        :param pairs: ``(stock.move.line, stock.lot)``
        :param bool with_names: note the names on the lines as well
        """
        lines = []
        for line, lot in pairs:
            self._fields["lot_id"].write(line, lot.id)
            if with_names:
                self._fields["lot_name"].write(line, lot.name)
            lines.append(line)
        names = ["lot_id", "lot_name"] if with_names else ["lot_id"]
        self.browse().concat(*lines).modified(names)
