from odoo import api, models

from ...numbering.number_text import clean_number, is_clean
from ..many2one_value import get_id


class StockMoveLine(models.Model):
    """Names on the lines of a receipt: said when they are entered (UX-6)."""

    _inherit = "stock.move.line"

    @api.model
    def _clean_lot_names(self, vals_list):
        """:param list vals_list: dicts for ``create``
        :return: these, with names as a lot may have them
        :raise ValidationError: a name contains what nobody sees
        """
        return [
            self._clean_lot_name(vals, self._get_companies_of(vals))
            if self._has_dirty_name(vals)
            else vals
            for vals in vals_list
        ]

    @api.model
    def _clean_lot_name(self, vals, companies):
        """:param dict vals: for ``create`` or ``write``, with a name that is not clean
        :param companies: ``res.company`` whose settings count
        :return: dict, with the name as a lot may have it
        :raise ValidationError: it contains what nobody sees
        """
        if not companies._is_preallocation_on():
            return vals
        return {**vals, "lot_name": clean_number(self.env, vals["lot_name"])}

    @api.model
    def _has_dirty_name(self, vals):
        name = vals.get("lot_name")
        return isinstance(name, str) and not is_clean(name)

    @api.model
    def _get_companies_of(self, vals):
        """:return: ``res.company`` of a line to be, as Odoo finds it"""
        for name in ("move_id", "picking_id"):
            if vals.get(name):
                document = self[name].browse(get_id(vals[name]))
                # sudo: only its company is asked for
                return document.sudo().company_id
        company = self.env["res.company"].browse(get_id(vals.get("company_id")) or ())
        return company or self.env.companies
