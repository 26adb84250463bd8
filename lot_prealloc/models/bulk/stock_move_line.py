from odoo import api, models

from .access import check_access_once
from .company_check import check_company_of_all
from .postponed import is_postponed, postpone
from .scopes import COMPLETING, DEALING, MOVING, NAMING


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "lot.prealloc.bulk.records"]
    _foreseen_fields = ("quantity_product_uom", "state")

    def write(self, vals):
        """Odoo writes lines when all are moved: the stock is up to date then."""
        if MOVING.get(self.env):
            self.env["stock.quant"]._write_pending_quants()
        if dealing := DEALING.get(self.env):
            dealing.line_copies.clear()
        return super().write(vals)

    def copy_data(self, default=None):
        """Read the lines of a move together; a split asks for one after the other."""
        dealing = DEALING.get(self.env)
        if not dealing or default or len(self) != 1:
            return super().copy_data(default)
        copies = dealing.line_copies.setdefault(self.env, {})
        if self.id not in copies:
            lines = self | self.move_id.move_line_ids
            values = super(StockMoveLine, lines).copy_data()
            copies.update(zip(lines._ids, values, strict=True))
        # each caller may do with it what he likes
        return [copies.pop(self.id)]

    def _action_done(self):
        """Update the quants of untracked components once for a whole batch."""
        if not COMPLETING.get(self.env):
            return super()._action_done()
        # Odoo reads this of each lot for itself, whenever it makes a quant of it.
        self.lot_id.mapped("lot_properties")
        with MOVING.open(self.env):
            result = super()._action_done()
        self.env["stock.quant"]._write_pending_quants()
        return result

    @api.model
    def _name_arriving_lots(self, pairs, with_names=False):
        fnames = ("lot_id", "lot_name")
        with NAMING.open(self.env), postpone(self.env, self._name, fnames):
            return super()._name_arriving_lots(pairs, with_names=with_names)

    def modified(self, fnames, create=False, before=False):
        if create or not is_postponed(self, fnames, before):
            super().modified(fnames, create=create, before=before)

    @api.model
    def _get_likeness(self, vals):
        """:return: what lines have in common that were one line before a split"""
        move = self.env["stock.move"].browse(vals.get("move_id"))
        return (
            frozenset(vals),
            move.state,
            *(str(vals.get(n)) for n in ("product_id", "product_uom_id", "quantity")),
        )

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)

    def _check_access(self, operation):
        return check_access_once(self, operation, super()._check_access)
