from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from .stock_lot import OF_SALE_ORDER


class SaleOrder(models.Model):
    """The numbers of a sales order: made, reserved and delivered for it (AB-22)."""

    _inherit = "sale.order"

    lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots/Serial Numbers",
        compute="_compute_lot_ids",
        help="Numbers that were made for this sales order, are reserved for it or were "
        "delivered.",
    )
    lot_count = fields.Integer(
        "Number of Lots/Serial Numbers", compute="_compute_lot_ids"
    )

    @api.depends("state", "order_line")
    def _compute_lot_ids(self):
        numbers = self._read_numbers()
        for order in self:
            order.lot_ids = list(numbers.get(order._origin.id, ()))
            order.lot_count = len(order.lot_ids)

    def _read_numbers(self):
        """Read the numbers of sales orders, in one statement.

        A number is reserved by any step of a delivery, and delivered by the last one.
        What was made for the sales order is its as long as nobody else has claimed it.

        :return: ``{sale.order id: {stock.lot id: (quantity, stock.picking id)}}``, by
            product and age; the quantity is what is reserved and delivered for the
            sales order, less what came back, in the unit of the product
        """
        ids = self._origin.ids
        if not ids:
            return {}
        self.env["sale.order.line"].flush_model(["order_id"])
        self.env["stock.lot"].flush_model(
            ["sale_order_id", "product_id", "lifecycle_state"]
        )
        self.env["stock.move"].flush_model(
            ["sale_line_id", "production_id", "raw_material_production_id"]
        )
        self.env["stock.move.line"].flush_model(
            [
                "move_id",
                "lot_id",
                "picking_id",
                "state",
                "quantity_product_uom",
                "location_id",
                "location_dest_id",
            ]
        )
        numbers = defaultdict(dict)
        for order_id, lot_id, quantity, picking_id in self.env.execute_query(
            SQL(
                """
WITH line AS (
    SELECT sale_line.order_id, line.lot_id, line.id, line.picking_id,
           line.quantity_product_uom AS quantity, line.state = 'done' AS is_done,
           source.usage = 'customer' AS comes_back,
           target.usage = 'customer'
           OR target.usage = 'transit' AND target.company_id IS NULL AS leaves
      FROM sale_order_line AS sale_line
      JOIN stock_move AS move ON move.sale_line_id = sale_line.id
      JOIN stock_move_line AS line ON line.move_id = move.id
      JOIN stock_location AS source ON source.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
     WHERE sale_line.order_id = ANY(%(ids)s) AND line.lot_id IS NOT NULL
       AND line.state <> 'cancel' AND line.quantity_product_uom > 0
       AND move.production_id IS NULL AND move.raw_material_production_id IS NULL
), delivery AS (
    SELECT order_id, lot_id,
           GREATEST(SUM(CASE WHEN NOT comes_back THEN quantity
                             WHEN is_done THEN -quantity ELSE 0 END), 0) AS quantity,
           (ARRAY_AGG(picking_id ORDER BY comes_back, id DESC))[1] AS picking_id
      FROM line
     WHERE comes_back OR leaves OR NOT is_done
  GROUP BY order_id, lot_id
    HAVING BOOL_OR(NOT comes_back)
), number AS (
    SELECT order_id, lot_id, quantity, picking_id FROM delivery
     UNION ALL
    SELECT sale_order_id, id, 0, NULL FROM stock_lot
     WHERE sale_order_id = ANY(%(ids)s) AND lifecycle_state = 'available'
)
  SELECT number.order_id, number.lot_id, SUM(number.quantity), MAX(number.picking_id)
    FROM number
    JOIN stock_lot AS lot ON lot.id = number.lot_id
GROUP BY number.order_id, lot.product_id, number.lot_id
ORDER BY number.order_id, lot.product_id, number.lot_id
                """,
                ids=ids,
            )
        ):
            numbers[order_id][lot_id] = (quantity, picking_id)
        return numbers

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

    def _get_lots_to_print(self):
        """The numbers for quotation, order and portal page (AB-22).

        :return: ``stock.lot``, which know what concerns this sales order; none where
            traceability is switched off (AB-1)
        """
        self.ensure_one()
        # sudo: whoever may see the sales order, a customer too, may see the numbers
        order = self.sudo()
        lots = order.lot_ids.with_context(**{OF_SALE_ORDER: order.id})
        group = self.env.ref("stock.group_production_lot")
        employees = self.env.ref("base.group_user").sudo()
        return lots if group in employees.all_implied_ids else lots.browse()

    # ------------------------------------------------------------------
    # Cancelling (AB-23)
    # ------------------------------------------------------------------

    def _action_cancel(self):
        result = super()._action_cancel()
        self._release_numbers()
        return result

    def _release_numbers(self):
        """Numbers made for these sales orders are anybody's, unless they have shipped.

        The release is logged on the sales order, with the numbers.
        """
        # sudo: a salesperson may not write numbers; those of the order are released
        lots = self.env["stock.lot"].sudo()
        released = lots.search(
            [
                ("sale_order_id", "in", self.ids),
                ("lifecycle_state", "not in", ("shipped", "returned")),
            ]
        )._release_from_sale_orders()
        bodies = {
            order.id: Markup("%s<br/>%s")
            % (
                self.env._("Lot/serial numbers released:"),
                ", ".join(numbers.sorted("id").mapped("name")),
            )
            for order, numbers in released.items()
        }
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)
