from markupsafe import Markup

from odoo import models
from odoo.tools import format_date


class StockLot(models.Model):
    """What the labels of a number say of its production (AB-19)."""

    _inherit = "stock.lot"

    def _get_label_origins(self):
        """What the labels of a sheet say, read at once (SC-5).

        :return: ``{id: as _get_label_origin}``
        :raises AccessError: if the user may not read one of the numbers
        """
        # As the user first: what is read with sudo is not asked for again.
        self.mapped("name")
        return {lot.id: lot._get_label_origin() for lot in self}

    def _get_label_origin(self):
        """Order and production date for a label.

        :return: dict of texts, ``order`` and ``produced`` (empty as long as the number
            is only held); False for a number that no order gave, and where numbers are
            not preallocated: its label is stock Odoo's
        """
        self.ensure_one()
        # sudo: who may print a number's label may not always read its order
        production = self.sudo().production_id
        if not production or not production._get_prealloc_trigger():
            return False
        produced = ""
        if self.production_date:
            produced = self.env._(
                "Prod. %(date)s", date=format_date(self.env, self.production_date)
            )
        return {"order": production.name, "produced": produced}

    def _get_zpl_label_origin(self):
        """:return: the same in one line, as it goes to a label printer; or False"""
        origin = self._get_label_origin()
        return origin and Markup("  ".join(filter(None, origin.values())))
