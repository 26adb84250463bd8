from odoo import api, models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _visible_menu_ids(self, debug=False):
        """Storekeepers find Lot Traceability under Reporting as well (AB-18).

        Stock Odoo shows Inventory > Reporting to managers only. The others get it with
        this one entry; its native entries stay where the managers' rights are.
        """
        visible_ids = super()._visible_menu_ids(debug)
        xmlid_to_id = self.env["ir.model.data"]._xmlid_to_res_id
        menu_id = xmlid_to_id("lot_prealloc.menu_lot_traceability", False)
        reporting_id = xmlid_to_id("stock.menu_warehouse_report", False)
        if menu_id not in visible_ids or reporting_id in visible_ids:
            return visible_ids
        # sudo: which menus there are is not what they show
        siblings = self.sudo().search([("parent_id", "=", reporting_id)])
        native_ids = frozenset(siblings.ids) - {menu_id}
        return (visible_ids - native_ids) | {reporting_id}
