from odoo import api, models

from .access import check_access_once
from .company_check import check_company_of_all
from .movement import Movement
from .postponed import is_postponed, postpone
from .scopes import COMPLETING, DEALING, MOVING, NAMING, get_block

PORTION = 20


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "lot.prealloc.bulk.records"]
    _foreseen_fields = ("quantity_product_uom", "state")

    @api.model_create_multi
    def create(self, vals_list):
        """Reserve for all lines together."""
        if len(vals_list) < 2:
            return super().create(vals_list)
        with self.env["stock.quant"]._reserving():
            return super().create(vals_list)

    def unlink(self):
        """Give back together what all lines have reserved."""
        if len(self) < 2:
            return super().unlink()
        with self.env["stock.quant"]._reserving():
            return super().unlink()

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
        """Update the quants of all lines of a validation together."""
        if len(self) < 2:
            return super()._action_done()
        with MOVING.open(self.env, Movement()):
            self.has_access("write")
            result = super()._action_done()
            self.env["stock.quant"]._write_pending_quants()
        return result

    def _compute_picking_type_id(self):
        """In portions: Odoo adds up the lines of orders, line by line."""
        if not get_block(self.env):
            return super()._compute_picking_type_id()
        for start in range(0, len(self), PORTION):
            lines = self[start : start + PORTION]
            super(StockMoveLine, lines)._compute_picking_type_id()
        return None

    @api.model
    def _name_arriving_lots(self, pairs, with_names=False):
        fnames = ("lot_id", "lot_name")
        with NAMING.open(self.env), postpone(self.env, self._name, fnames):
            return super()._name_arriving_lots(pairs, with_names=with_names)

    def _may_have_reserved(self, vals):
        """Nothing is reserved of goods that arrive."""
        return not NAMING.get(self.env) and super()._may_have_reserved(vals)

    def modified(self, fnames, create=False, before=False):
        completion = COMPLETING.get(self.env)
        if completion and not create:
            if completion.puts_off_date(
                self, fnames, lambda: [o.move_id.production_id.id for o in self]
            ):
                return
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
