from odoo import api, models

from .access import check_access_once
from .company_check import check_company_of_all
from .movement import Movement
from .postponed import is_postponed, postpone
from .scopes import COMPLETING, MOVING, NAMING


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        """Odoo writes lines when all are moved: the stock is up to date then."""
        if MOVING.get(self.env):
            self.env["stock.quant"]._write_pending_quants()
        return super().write(vals)

    def _action_done(self):
        """Update the quants of all lines of a validation together."""
        if not self._are_moved_together():
            return super()._action_done()
        with MOVING.open(self.env, Movement()):
            self.has_access("write")
            result = super()._action_done()
            self.env["stock.quant"]._write_pending_quants()
        return result

    def _are_moved_together(self):
        """Whether it is a batch, or something of a company that preallocates (NO-3)."""
        return bool(
            COMPLETING.get(self.env)
            or MOVING.get(self.env)
            or self.company_id._is_preallocation_on()
        )

    @api.model
    def _name_arriving_lots(self, pairs, with_names=False):
        fnames = ("lot_id", "lot_name")
        with NAMING.open(self.env), postpone(self.env, self._name, fnames):
            return super()._name_arriving_lots(pairs, with_names=with_names)

    def modified(self, fnames, create=False, before=False):
        if create or not is_postponed(self, fnames, before):
            super().modified(fnames, create=create, before=before)

    def _check_company(self, fnames=None):
        check_company_of_all(self, fnames, super()._check_company)

    def _check_access(self, operation):
        return check_access_once(self, operation, super()._check_access)
