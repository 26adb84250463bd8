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
                "create": False,
                "delete": False,
                "display_complete": True,
                OF_SALE_ORDER: self.id,
            },
        }

    def _get_numbers_to_print(self):
        """The numbers for quotation, order and portal page (AB-22).

        A customer reads what happened for him: neither the state of a number as a
        whole, nor what we do with it within our walls.

        :return: list of dicts: ``lot``, ``quantity`` in the unit of the product,
            ``state`` and its ``label``, ``picking`` and ``date``; none where
            traceability is switched off (AB-1)
        """
        self.ensure_one()
        # sudo: whoever may see the sales order, a customer too, may see the numbers
        order = self.sudo()
        group = self.env.ref("stock.group_production_lot")
        if group not in self.env.ref("base.group_user").sudo().all_implied_ids:
            return []
        stories = order._get_number_stories().get(order.id, {})
        lots = order.env["stock.lot"].browse(stories)
        parts = [part for told in stories.values() for part in told]
        pickings = order.env["stock.picking"].browse(
            {part.picking_id for part in parts if part.picking_id and part.is_delivery}
        )
        labels = order.env["stock.lot"]._get_customer_states()
        lot_by_id = {lot.id: lot for lot in lots}
        picking_by_id = {picking.id: picking for picking in pickings}
        return [
            {
                "lot": lot_by_id[part.lot_id],
                "quantity": part.quantity,
                "state": part.state,
                "label": labels[part.state],
                "picking": picking_by_id.get(part.picking_id, pickings.browse()),
                "date": part.date,
            }
            for part in parts
        ]
