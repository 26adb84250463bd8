"""What the tests of sales orders share: products made to order, sales, deliveries."""

from odoo import Command
from odoo.tests import Form

from ..common import PreallocMixin


class SaleMixin(PreallocMixin):
    """A widget and a cheese that are made to order, and a gadget that is stocked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mto_route = cls.warehouse.mto_pull_id.route_id
        cls.mto_route.active = True
        cls.screw = cls.make_product("Screw")
        cls.put_in_stock(cls.screw, 10_000)
        cls.widget = cls.make_made_to_order("Widget", "serial", "W-{000}")
        cls.cheese = cls.make_made_to_order("Cheese", "lot", "L-{000}")
        cls.gadget = cls.make_product("Gadget", "serial")
        cls.customer = cls.env["res.partner"].create({"name": "Customer A"})
        cls.other_customer = cls.env["res.partner"].create({"name": "Customer B"})
        cls.salesperson = cls.make_user(
            "salesperson", "sales_team.group_sale_salesman_all_leads"
        )
        cls.own_sales = cls.make_user("own_sales", "sales_team.group_sale_salesman")

    @classmethod
    def make_made_to_order(cls, name, tracking, pattern, **vals):
        product = cls.make_product(
            name,
            tracking,
            lot_number_format_id=cls.make_format(pattern).id,
            route_ids=[
                Command.link(cls.mto_route.id),
                Command.link(cls.warehouse.manufacture_pull_id.route_id.id),
            ],
            **vals,
        )
        cls.make_bom(product, [(cls.screw, 1)])
        return product

    # ------------------------------------------------------------------
    # What a person does
    # ------------------------------------------------------------------

    @classmethod
    def make_sale(cls, *lines, user=None, confirm=True, **vals):
        """:param lines: ``(product, quantity)``, and a dict of other values
        :return: ``sale.order`` of a salesperson
        """
        env = cls.env(user=user or cls.salesperson)
        order = env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            **(more[0] if more else {}),
                        }
                    )
                    for product, quantity, *more in lines
                ],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def orders_of(self, *sales):
        """:return: manufacturing orders made for these, as a worker sees them"""
        lines = self.env["sale.order.line"].union(*(s.order_line for s in sales))
        orders = self.env["mrp.production"].search(
            [("sale_line_id", "in", lines.ids)], order="id"
        )
        return orders.with_user(self.worker)

    def complete(self, production, quantity=None, **kwargs):
        """All that is left, unless said otherwise; of serials, too."""
        if quantity is None:
            quantity = production.product_qty
        return super().complete(production, quantity, **kwargs)

    def produce(self, *sales, quantity=None):
        """A worker completes what is made for these.

        :return: the numbers, in the order in which they were drawn
        """
        orders = self.orders_of(*sales)
        orders.action_confirm()
        for order in orders:
            self.complete(order, quantity)
        return orders.lot_producing_ids.sudo().sorted("id")

    def merge(self, *sales):
        """:return: one manufacturing order for all of them"""
        orders = self.orders_of(*sales)
        action = orders.with_user(self.planner).action_merge()
        return self.env["mrp.production"].browse(action["res_id"])

    def delivery_of(self, sale):
        """:return: its open transfers, as the storekeeper sees them"""
        return sale.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        ).with_user(self.storekeeper)

    def ship(self, sale, quantity=None):
        """The storekeeper validates every step of the delivery.

        :param quantity: less than all; the rest is a backorder
        """
        while picking := self.delivery_of(sale).filtered("move_line_ids")[:1]:
            picking.action_assign()
            if quantity:
                for line in picking.move_line_ids[quantity:]:
                    line.unlink()
                quantity = None
            action = picking.button_validate()
            if isinstance(action, dict):
                Form.from_action(picking.env, action).save().process()
                return picking
        return sale.picking_ids

    def return_delivery(self, picking, lots):
        """The customer sends these back."""
        back = self.make_return(picking, len(lots), user=self.env.user)
        back.move_line_ids.unlink()
        back.move_ids.move_line_ids = [
            Command.create(
                {
                    "lot_id": lot.id,
                    "quantity": 1,
                    "product_id": lot.product_id.id,
                    "picking_id": back.id,
                    "location_id": back.location_id.id,
                    "location_dest_id": back.location_dest_id.id,
                }
            )
            for lot in lots
        ]
        back.move_ids.picked = True
        back.button_validate()
        return back

    @classmethod
    def stock_gadgets(cls, *names, sale=None, product=None):
        """:return: serials in stock, each a bit younger, stamped with a sales order"""
        product = product or cls.gadget
        lots = cls.env["stock.lot"]
        for name in names:
            lot = cls.make_lot(product, name)
            cls.env["stock.quant"]._update_available_quantity(
                product,
                cls.stock_location,
                1,
                lot_id=lot,
                in_date=f"2026-01-{len(product.stock_quant_ids) + 1:02} 08:00:00",
            )
            lots += lot
        if sale:
            lots.sudo().sale_order_id = sale
        return lots

    # ------------------------------------------------------------------
    # What it looks like then
    # ------------------------------------------------------------------

    def assertStamped(self, lots, sales):
        """:param sales: ``sale.order`` for each lot, or None"""
        self.env.invalidate_all()
        self.assertEqual(
            [(lot.name, lot.sale_order_id.name) for lot in lots],
            [
                (lot.name, sale and sale.name or False)
                for lot, sale in zip(lots, sales, strict=True)
            ],
        )

    def reserved(self, sale):
        """:return: names that its open transfers have reserved"""
        self.env.invalidate_all()
        return sorted(self.delivery_of(sale).move_line_ids.lot_id.mapped("name"))
