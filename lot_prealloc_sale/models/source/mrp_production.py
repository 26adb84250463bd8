from odoo import api, fields, models
from odoo.tools import SQL, sql


class MrpProduction(models.Model):
    """The sales order that an order is made for, with or without a delivery (AB-20).

    Odoo links the orders it makes itself; for others the source names the sales order,
    or a person does.
    """

    _inherit = "mrp.production"

    sale_order_id = fields.Many2one(
        "sale.order",
        "Sales Order",
        compute="_compute_sale_order_id",
        store=True,
        readonly=False,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The sales order that this is made for: its lot and serial numbers are "
        "reserved for it when they are produced. Found by the source, if that is the "
        "number of a sales order that sells the product.",
    )

    def _auto_init(self):
        """Link orders that are there already; Odoo would go through all in memory."""
        cr = self.env.cr
        if not sql.column_exists(cr, self._table, "sale_order_id"):
            sql.create_column(cr, self._table, "sale_order_id", "int4")
            self._store_sale_orders()
        return super()._auto_init()

    @api.model
    def _store_sale_orders(self):
        """Link what sales order lines made, and open orders by their source."""
        self.env.cr.execute(
            SQL(
                """
UPDATE mrp_production AS production
   SET sale_order_id = sale.id
  FROM sale_order_line AS line
  JOIN sale_order AS sale ON sale.id = line.order_id
 WHERE line.id = production.sale_line_id AND sale.company_id = production.company_id
                """
            )
        )
        self.env.cr.execute(
            SQL(
                """
UPDATE mrp_production AS production
   SET sale_order_id = sale.id
  FROM (SELECT MIN(id) AS id, name, company_id
          FROM sale_order
      GROUP BY name, company_id
        HAVING COUNT(*) = 1) AS sale
 WHERE sale.name = production.origin AND sale.company_id = production.company_id
   AND production.sale_order_id IS NULL
   AND production.state NOT IN ('done', 'cancel')
   AND EXISTS (
       SELECT FROM sale_order_line AS line
        WHERE line.order_id = sale.id AND line.product_id = production.product_id)
                """
            )
        )

    @api.depends("origin", "sale_line_id", "product_id", "company_id")
    def _compute_sale_order_id(self):
        """By the line that it was made for, or else by its source.

        A source that names no sales order leaves what a person has chosen.
        """
        # sudo: a source is the same for all, whoever may read the sales order
        productions = self.sudo()
        by_origin = productions._find_sale_orders_by_origin()
        for production in productions:
            order = production.sale_line_id.order_id.filtered(
                lambda sale, company=production.company_id: sale.company_id == company
            )
            key = (production.origin, production.company_id)
            order = order or production._filter_selling(by_origin.get(key, order))
            production.sale_order_id = order or production.sale_order_id

    @api.constrains("sale_order_id", "company_id")
    def _check_sale_order_company(self):
        """Odoo does not check the companies of orders by itself."""
        self._check_company(["sale_order_id"])

    def _find_sale_orders_by_origin(self):
        """:return: ``{(name, res.company): sale.order}``, if just one has that name"""
        unlinked = self.filtered(lambda production: not production.sale_line_id)
        names = set(unlinked.mapped("origin")) - {False}
        if not names:
            return {}
        orders = self.env["sale.order"].search(
            [
                ("name", "in", list(names)),
                ("company_id", "in", unlinked.company_id.ids),
            ]
        )
        groups = orders.grouped(lambda order: (order.name, order.company_id))
        return {key: found for key, found in groups.items() if len(found) == 1}

    def _filter_selling(self, order):
        """:return: ``order`` if it sells the product, alone or in a kit; or none"""
        self.ensure_one()
        lines = order.order_line
        if self.product_id in lines.product_id | lines.move_ids.product_id:
            return order
        return order.browse()

    def _get_source_sale_order(self):
        """The sales order of an order that no delivery waits for.

        :return: ``sale.order``: one that Odoo made it for, that it is linked to, or
            that sells its product under the same reference; none if there are several
        """
        self.ensure_one()
        orders = self.sale_line_id.order_id or self.sale_order_id
        orders = orders or self.reference_ids.sale_ids.filtered(
            lambda order: self.product_id in order.order_line.product_id
        )
        orders = orders.filtered(lambda order: order.state == "sale")
        return orders if len(orders) == 1 else orders.browse()

    @api.depends("sale_order_id")
    def _compute_sale_order_count(self):
        """The button to the sales orders counts the linked one, too."""
        result = super()._compute_sale_order_count()
        for production in self:
            known = production.reference_ids.sale_ids | production.sale_line_id.order_id
            production.sale_order_count = len(known | production.sale_order_id)
        return result

    def action_view_sale_orders(self):
        action = super().action_view_sale_orders()
        known = self.reference_ids.sale_ids | self.sale_line_id.order_id
        if self.sale_order_id <= known:
            return action
        if not known:
            return {**action, "view_mode": "form", "res_id": self.sale_order_id.id}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sales Orders of %(order)s", order=self.name),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("id", "in", (known | self.sale_order_id).ids)],
        }

    def _get_backorder_mo_vals(self):
        return {
            **super()._get_backorder_mo_vals(),
            "sale_order_id": self.sale_order_id.id,
        }

    def action_merge(self):
        """Orders for the same sales order are one for it after they were merged."""
        orders = self.sale_order_id
        is_shared = len(orders) == 1 and all(p.sale_order_id for p in self)
        action = super().action_merge()
        merged = self.browse(action["res_id"])
        if is_shared and not merged.sale_order_id:
            merged.sale_order_id = orders
        return action
