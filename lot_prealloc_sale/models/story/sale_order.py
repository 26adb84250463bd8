from odoo import api, fields, models

from .stock_lot import OF_SALE_ORDER


class SaleOrder(models.Model):
    """The numbers of a sales order: made, reserved and delivered for it (AB-22)."""

    _inherit = "sale.order"

    lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots/Serial Numbers",
        compute="_compute_lot_ids",
        help="Numbers that are planned, made or reserved for this sales order, or were "
        "delivered.",
    )
    lot_count = fields.Integer(
        "Number of Lots/Serial Numbers", compute="_compute_lot_ids"
    )

    @api.depends("state", "order_line")
    def _compute_lot_ids(self):
        stories = self._get_number_stories()
        for order in self:
            order.lot_ids = list(stories.get(order._origin.id, ()))
            order.lot_count = len(order.lot_ids)

    # ------------------------------------------------------------------
    # What a person sees
    # ------------------------------------------------------------------

    def web_read(self, specification):
        """Let the numbers on the form know of which sales order they are shown.

        The web client only passes contexts that it knows before it has read the form.
        """
        if len(self) == 1 and specification.get("lot_ids"):
            numbers = dict(specification["lot_ids"])
            numbers["context"] = {
                **numbers.get("context", {}),
                OF_SALE_ORDER: self.id,
            }
            specification = {**specification, "lot_ids": numbers}
        return super().web_read(specification)

    def action_view_lots(self):
        """Open the numbers of the sales order.

        :return: an action
        """
        self.ensure_one()
        return {
            "name": self.env._("Lots/Serial Numbers of %(order)s", order=self.name),
            "type": "ir.actions.act_window",
            "res_model": "stock.lot",
            "view_mode": "list,form",
            "domain": [("id", "in", self.lot_ids.ids)],
            "context": {
                "list_view_ref": "lot_prealloc_sale.sale_order_lot_view_list",
                "kanban_view_ref": "lot_prealloc_sale.sale_order_lot_view_kanban",
                "create": False,
                "delete": False,
                "display_complete": True,
                OF_SALE_ORDER: self.id,
            },
        }
