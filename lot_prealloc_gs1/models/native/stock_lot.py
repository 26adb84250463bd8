from markupsafe import Markup

from odoo import models

from ...tools.symbols import make_datamatrix
from ...tools.zpl import DATAMATRIX, write_datamatrix
from ..settings.res_company import GS1_GROUP

SIDE = "17mm"  # as large as Odoo's


class StockLot(models.Model):
    """Odoo's labels have a DataMatrix, too, where its setting for GS1 is on (GS-1)."""

    _inherit = "stock.lot"

    def _draw_gs1_symbols(self):
        """:return: ``{id: Markup}`` of the numbers that fit the standard"""
        if not self.env.user.has_group(GS1_GROUP):
            return {}
        return {
            lot.id: make_datamatrix(lot._get_gs1_elements()).draw(SIDE, SIDE)
            for lot in self
            if not lot.gs1_obstacle
        }

    def _write_gs1_zpl(self):
        """:return: Markup, a field for a label printer; empty if it does not fit"""
        self.ensure_one()
        if self.gs1_obstacle:
            return Markup("")
        return Markup(DATAMATRIX + write_datamatrix(self._get_gs1_elements()))
