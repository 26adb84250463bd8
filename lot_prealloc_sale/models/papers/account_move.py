from odoo import models
from odoo.tools import formatLang

from odoo.addons.lot_prealloc.tools.names import summarize_names


class AccountMove(models.Model):
    """Serials on an invoice as runs, where Odoo's own setting shows them (UX-5)."""

    _inherit = "account.move"

    def _join_invoiced_serials(self, rows):
        """Join the rows of serials that differ in nothing but their number.

        :param list rows: dicts, see ``_get_invoiced_lot_values``
        :return: list of such dicts; lots, each with its quantity, stay as they are
        """
        self.ensure_one()
        if not self.company_id._is_preallocation_on():
            return rows
        # sudo: who prints an invoice may not read numbers
        lots = self.env["stock.lot"].sudo()
        lots = lots.browse(row["lot_id"] for row in rows if row.get("lot_id"))
        serial_ids = set(lots.filtered(lambda o: o.product_id.tracking == "serial").ids)
        groups = {}
        for row in rows:
            lot_id = row.get("lot_id")
            same = {k: v for k, v in row.items() if k not in ("lot_id", "lot_name")}
            key = repr(same) if lot_id in serial_ids else id(row)
            groups.setdefault(key, []).append(row)
        return [self._join_rows(of_group) for of_group in groups.values()]

    def _join_rows(self, rows):
        if len(rows) == 1:
            return rows[0]
        names = [row["lot_name"] for row in rows]
        return {
            **rows[0],
            "lot_name": summarize_names(names, most=None),
            "quantity": formatLang(self.env, len(rows), dp="Product Unit"),
        }
