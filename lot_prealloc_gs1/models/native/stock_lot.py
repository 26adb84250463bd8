from markupsafe import Markup

from odoo import models

from ...tools.symbols import make_datamatrix, make_plain_datamatrix
from ...tools.zpl import DATAMATRIX, write_datamatrix, write_plain_datamatrix
from ..settings.res_company import GS1_GROUP

SIDE = "17mm"  # as large as Odoo's


class StockLot(models.Model):
    """Odoo's labels have a DataMatrix, too, where its setting for GS1 is on (GS-1)."""

    _inherit = "stock.lot"

    def _draw_gs1_symbols(self):
        """:return: ``{id: Markup}``, also of numbers that do not fit the standard;
        empty where labels have no DataMatrix
        """
        if not self.env.user.has_group(GS1_GROUP):
            return {}
        return {lot.id: lot._make_native_symbol().draw(SIDE, SIDE) for lot in self}

    def _make_native_symbol(self):
        """:return: ``Symbol``; of what does not fit, of the number only (GS-2)"""
        if self.gs1_obstacle:
            return make_plain_datamatrix(self.name)
        return make_datamatrix(self._get_gs1_elements())

    def _write_gs1_zpl(self):
        """:return: Markup, a field for a label printer; empty if a printer cannot draw
        the number, which is on the label as text
        """
        self.ensure_one()
        if not self.gs1_obstacle:
            data = write_datamatrix(self._get_gs1_elements())
        elif self.name.isascii():
            data = write_plain_datamatrix(self.name)
        else:
            return Markup("")
        return Markup(DATAMATRIX + data)
