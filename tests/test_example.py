"""The example at the end of the traceability document (001), as it is told there."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import Form, HttpCase, TransactionCase, tagged

from .common import PreallocMixin
from .pictures import PictureMixin

NUMBERS = [f"ACME-26-{counter:05}" for counter in range(1, 11)]


class AcmeExample(PreallocMixin):
    """Ten widgets for Customer A, and the people who sell, make, ship and take back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = cls.make_user("salesperson", "sales_team.group_sale_salesman")
        cls.salesperson.name = "Sam Sales"
        cls.worker.name = "Wanda Worker"
        cls.storekeeper.name = "Stan Store"
        cls.customer = cls.env["res.partner"].create({"name": "Customer A"})
        cls.company.write(
            {"lot_config_scope": "category", "lot_prealloc_label_prompt": False}
        )
        cls.category = cls.env["product.category"].create(
            {
                "name": "Acme Widgets",
                "lot_tracking": "serial",
                "lot_number_format_id": cls.make_format("ACME-{YY}-{00000}").id,
            }
        )
        make_to_order = cls.env.ref("stock.route_warehouse0_mto")
        make_to_order.active = True
        cls.widget = cls.make_product(
            "Widget",
            tracking=None,
            categ_id=cls.category.id,
            route_ids=[
                Command.set(
                    (make_to_order + cls.warehouse.manufacture_pull_id.route_id).ids
                )
            ],
        )
        cls.screw = cls.make_product("Screw")
        cls.put_in_stock(cls.screw, 1000)
        cls.make_bom(cls.widget, [(cls.screw, 4)])


@tagged("post_install", "-at_install")
class TestExample(AcmeExample, TransactionCase):
    def sell(self, quantity):
        with Form(self.env(user=self.salesperson)["sale.order"]) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.widget
                line.product_uom_qty = quantity
        order = form.record
        order.action_confirm()
        return order.sudo()

    def produce(self, order):
        """The worker produces what was ordered; typing nothing but “all of it”."""
        production = self.env["mrp.production"].search(
            [("sale_line_id", "in", order.order_line.ids)]
        )
        self.complete(production.with_user(self.worker), production.product_qty)
        self.assertEqual(production.state, "done")
        return production

    def take_back(self, delivery, numbers):
        """The storekeeper takes some of what was delivered back."""
        env = self.env(user=self.storekeeper)
        wizard = Form(
            env["stock.return.picking"].with_context(
                active_id=delivery.id, active_model="stock.picking"
            )
        ).save()
        wizard.product_return_moves.quantity = len(numbers)
        receipt = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        receipt.move_ids.lot_ids = numbers
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        return receipt

    def assertStates(self, lots, states, badges=None):
        lots.invalidate_recordset()
        self.assertEqual(lots.mapped("lifecycle_state"), states)
        self.assertEqual(lots.mapped("lifecycle_badge"), badges or states)

    # AB-12, AB-13, AB-14, AB-15, AB-16, AB-17, AB-20, AB-21, AB-22
    def test_ten_widgets_for_customer_a(self):
        start = datetime(2026, 3, 2, 8, 0)
        with freeze_time(start):
            order = self.sell(10)
            production = self.env["mrp.production"].search(
                [("sale_line_id", "in", order.order_line.ids)]
            )
            lots = production.prealloc_lot_ids.sorted("id")
            self.assertEqual(lots.mapped("name"), NUMBERS)
            self.assertStates(lots, ["preallocated"] * 10)
        with freeze_time(start + timedelta(days=1)):
            self.produce(order)
            self.assertEqual(lots.sale_order_id, order)
            self.assertEqual(lots.sale_partner_id, self.customer)
            # Made to order: the delivery that waited has them at once.
            delivery = order.picking_ids
            self.assertStates(lots, ["allocated"] * 10)
        with freeze_time(start + timedelta(days=2)):
            delivery.with_user(self.storekeeper).do_unreserve()
            self.assertStates(lots, ["available"] * 10, ["reserved"] * 10)
            delivery.with_user(self.storekeeper).action_assign()
            self.assertEqual(delivery.move_line_ids.lot_id, lots)
            self.assertStates(lots, ["allocated"] * 10)
        with freeze_time(start + timedelta(days=3)):
            delivery.with_user(self.storekeeper).button_validate()
            self.assertStates(lots, ["shipped"] * 10)
        with freeze_time(start + timedelta(days=63)):
            receipt = self.take_back(delivery, lots[3:5])
            self.assertStates(
                lots, ["shipped"] * 3 + ["returned"] * 2 + ["shipped"] * 5
            )
        # The whole trail, on the form of each number.
        self.assertEqual(order.lot_ids, lots)
        for lot in lots.with_user(self.storekeeper):
            trail = [
                (entry["kind"], "".join(piece["text"] for piece in entry["pieces"]))
                for entry in lot.timeline
            ]
            kinds = [kind for kind, _text in trail]
            # Rows are made now, whatever the time is said to be: those apart.
            self.assertEqual(
                [
                    k
                    for k in kinds
                    if k in ("produced", "released", "shipped", "returned")
                ],
                ["produced", "released", "shipped"]
                + ["returned"] * (lot.id in lots[3:5].ids),
            )
            self.assertEqual(kinds.count("generated"), 1)
            self.assertEqual(kinds.count("allocated"), 2)
            self.assertEqual(kinds.count("sale_reserved"), 1)
            texts = " ".join(text for _kind, text in trail)
            for name in (production.name, delivery.name, self.customer.name):
                self.assertIn(name, texts)
            self.assertEqual(receipt.name in texts, lot.id in lots[3:5].ids)

    # AB-20, AB-21: an order made for the sales order by hand, a shipment built later
    def test_reserved_until_a_shipment_is_built(self):
        self.widget.route_ids = False
        self.warehouse.out_type_id.reservation_method = "manual"
        order = self.sell(3)
        other = self.make_order(self.widget, 3, user=self.worker, confirm=True)
        self.complete(other, 3)
        production = self.make_order(
            self.widget, 3, confirm=True, sale_line_id=order.order_line.id
        )
        self.complete(production.with_user(self.worker), 3)
        lots = production.lot_producing_ids
        self.assertStates(lots, ["available"] * 3, ["reserved"] * 3)
        # Older numbers are there; the sales order takes its own.
        order.picking_ids.with_user(self.storekeeper).action_assign()
        self.assertEqual(order.picking_ids.move_line_ids.lot_id, lots)
        self.assertStates(lots, ["allocated"] * 3)
        self.assertStates(other.sudo().lot_producing_ids, ["available"] * 3)


@tagged("post_install", "-at_install")
class TestExampleTour(PictureMixin, AcmeExample, HttpCase):
    """The same in a browser: everybody does his part, and types no number."""

    browser_size = "1400,1000"

    def tour(self, name, record, user):
        self.start_tour(f"/odoo/{record._name}/{record.id or 'new'}", name, login=user)
        self.env.invalidate_all()

    # AB-12, AB-13, AB-14, AB-15, AB-16, AB-17, AB-18, AB-19, AB-20, AB-21, AB-22
    def test_from_the_sale_to_the_return(self):
        self.company.lot_prealloc_label_prompt = True
        salesperson, worker, storekeeper = (
            user.login for user in (self.salesperson, self.worker, self.storekeeper)
        )
        self.tour("example_sell", self.env["sale.order"], salesperson)
        order = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        delivery = order.picking_ids
        production = self.env["mrp.production"].search(
            [("sale_line_id", "in", order.order_line.ids)]
        )
        self.tour("example_produce", production, worker)
        lots = production.lot_producing_ids.sorted("id")
        self.assertEqual(lots.mapped("name"), NUMBERS)
        delivery.with_user(self.storekeeper).do_unreserve()
        self.tour("example_numbers_of_the_order", order, salesperson)
        self.tour("example_ship", delivery, storekeeper)
        self.assertEqual(set(lots.mapped("lifecycle_state")), {"shipped"})
        self.tour("example_return", delivery, storekeeper)
        self.assertEqual(
            lots.mapped("lifecycle_state"), ["returned"] * 2 + ["shipped"] * 8
        )
        self.start_tour("/odoo/inventory", "example_trail", login=storekeeper)
        self.env.invalidate_all()
        self.assertEqual(
            [entry["kind"] for entry in lots[0].with_user(self.storekeeper).timeline],
            [
                "generated",
                "produced",
                "sale_reserved",
                "allocated",
                "released",
                "allocated",
                "shipped",
                "returned",
            ],
        )
