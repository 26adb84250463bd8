from odoo import api, models

from .company_check import check_company_of_all


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        if self.env.context.get("lot_prealloc_batch") and self._changes_nothing(vals):
            return True
        return super().write(vals)

    def _changes_nothing(self, vals):
        """Whether Odoo writes order by order what every move of a batch has already."""
        if vals.keys() == {"quantity"}:
            return all(
                move.state not in ("done", "cancel")
                and move.product_uom.compare(move.quantity, vals["quantity"]) == 0
                for move in self
            )
        return vals == {"move_dest_ids": []}

    def _inverse_picked(self):
        """Pick the lines of a whole batch, where Odoo picks move by move."""
        if not self.env.context.get("lot_prealloc_batch"):
            return super()._inverse_picked()
        for picked, moves in self.grouped("picked").items():
            moves.move_line_ids.picked = picked
        return None

    def _action_assign(self, force_qty=False):
        """Whoever looks for what is available sees the reservations as they are."""
        if not self:
            # Odoo asks this after every write on a move line; it has its price.
            return None
        quants = self.env["stock.quant"]
        quants._apply_ledger()
        quants._apply_tally()
        return super(StockMove, quants._without_tally(self))._action_assign(
            force_qty=force_qty
        )

    def _do_unreserve(self):
        return super()._do_unreserve() if self else True

    def _update_orderpoints(self):
        """Ask once for each product and place; Odoo asks for each move."""
        batch = self.env.context.get("lot_prealloc_batch")
        if batch:
            batch.moves_for_orderpoints.update(self._ids)
            return None
        alike = {(m.product_id, m.location_id, m.location_dest_id): m for m in self}
        moves = self.browse().concat(*alike.values())
        return super(StockMove, moves)._update_orderpoints()

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Compute once what is the same for all moves that are split from one."""
        if "lot_prealloc_tally" not in self.env.context:
            return super()._add_precomputed_values(vals_list)
        alike = {}
        for vals in vals_list:
            alike.setdefault(self._get_likeness(vals), []).append(vals)
        super()._add_precomputed_values([group[0] for group in alike.values()])
        for computed, *others in alike.values():
            precomputed = computed.get("__precomputed__", ())
            values = {field.name: computed[field.name] for field in precomputed}
            for vals in others:
                vals |= {**values, "__precomputed__": set(precomputed)}
        return None

    @api.model
    def _get_likeness(self, vals):
        """:return: what moves have in common that were one move before a split"""
        names = (
            "product_id",
            "product_uom",
            "bom_line_id",
            "byproduct_id",
            "operation_id",
            "location_id",
            "location_dest_id",
            "move_orig_ids",
            "move_dest_ids",
        )
        return frozenset(vals), *(str(vals.get(name)) for name in names)

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)
