"""A number is there at every step, from the vendor to the customer and back."""

from odoo.tests import TransactionCase, tagged

from .common import PreallocMixin


class TravelMixin(PreallocMixin):
    """A factory that receives, produces and ships in two steps each.

    Nobody types a number: people press the buttons of their transfers and orders.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor V"})
        cls.customer = cls.env["res.partner"].create({"name": "Customer A"})
        cls.warehouse.write(
            {
                "reception_steps": "two_steps",
                "manufacture_steps": "pbm",
                "delivery_steps": "pick_ship",
            }
        )

    def setUp(self):
        super().setUp()
        # formats for each test: counters are not rolled back
        self.milk = self.make_numbered(
            "Milk", "lot", "MILK-{000}", lot_auto_generate=True
        )
        self.motor = self.make_numbered(
            "Motor", "serial", "MTR-{000}", lot_auto_generate=True
        )
        self.machine = self.make_numbered("Machine", "serial", "MACH-{000}")
        self.make_bom(self.machine, [(self.milk, 5), (self.motor, 1)])

    @classmethod
    def make_numbered(cls, name, tracking, pattern, **vals):
        return cls.make_product(
            name, tracking, lot_number_format_id=cls.make_format(pattern).id, **vals
        )

    # ------------------------------------------------------------------
    # What people do
    # ------------------------------------------------------------------

    def receive(self, *demands, user=None):
        """:return: the receipt and the transfer that puts it away, both done"""
        receipt = self.make_receipt(
            *demands,
            target=self.warehouse.in_type_id.default_location_dest_id,
            user=user,
            move_vals={"location_final_id": self.stock_location.id},
            partner_id=self.vendor.id,
        )
        self.validate(receipt)
        put_away = receipt.move_ids.move_dest_ids.picking_id
        self.validate(put_away)
        return receipt, put_away

    def validate(self, transfer):
        """Press Validate, and nothing else; labels are offered for new numbers."""
        self.assertTrue(transfer, "the next step is missing")
        transfer = transfer.with_user(self.storekeeper)
        result = transfer.button_validate()
        if result is not True:
            self.assertEqual(result["res_model"], "lot.label.layout")
        self.assertEqual(transfer.state, "done")

    def produce(self, quantity=1):
        """:return: the transfer of the components, and the order, both done"""
        order = self.make_order(self.machine, quantity, user=self.worker, confirm=True)
        pick = order.picking_ids
        pick.action_assign()
        self.validate(pick)
        self.complete(order, quantity)
        self.assertEqual(order.state, "done")
        return pick, order

    def ship(self, product, quantity=1):
        """:return: the transfers that pick and ship, both done"""
        rules = self.env["stock.rule"]
        rules.run(
            [
                rules.Procurement(
                    product,
                    quantity,
                    product.uom_id,
                    self.customers,
                    "Demand",
                    "Demand",
                    self.company,
                    {
                        "warehouse_id": self.warehouse,
                        "partner_id": self.customer.id,
                    },
                )
            ]
        )
        picked = self.env["stock.move"].search(
            [
                ("product_id", "=", product.id),
                ("picking_type_id", "=", self.warehouse.pick_type_id.id),
            ],
            order="id desc",
            limit=1,
        )
        pick = picked.picking_id
        pick.action_assign()
        self.validate(pick)
        ship = picked.move_dest_ids.picking_id
        ship.partner_id = self.customer
        self.validate(ship)
        return pick, ship

    def take_back(self, delivery):
        back = self.make_return(delivery, 1)
        self.validate(back)
        return back

    # ------------------------------------------------------------------
    # What they see
    # ------------------------------------------------------------------

    def numbers(self, records):
        """:return: ``{name: quantity}`` of the lines of a transfer or an order"""
        moves = (
            records.move_raw_ids
            if records._name == "mrp.production"
            else records.move_ids
        )
        numbers = {}
        for line in moves.move_line_ids:
            name = line.lot_id.name
            numbers[name] = numbers.get(name, 0) + line.quantity_product_uom
        return numbers

    def unfold(self, record):
        """Unfold the traceability report, as a person does.

        :return: names of the numbers in it, and of the documents
        """
        lines = self.unfold_traceability(record.with_user(self.worker))
        names = {line["lot_name"] for line in lines}
        documents = {line["reference"] for line in lines}
        return names - {None, False, ""}, documents - {None, False, ""}

    def places(self, lot):
        """:return: ``{stock.location: quantity}``"""
        return {
            quant.location_id: quant.quantity
            for quant in lot.quant_ids
            if quant.quantity > 0
        }

    def kinds(self, lot):
        """:return: what happened to a number, oldest first"""
        lot.invalidate_recordset(["timeline"])
        return [entry["kind"] for entry in lot.with_user(self.worker).timeline]

    def documents_of_timeline(self, lot):
        texts = " ".join(
            piece["text"]
            for entry in lot.with_user(self.worker).timeline
            for piece in entry["pieces"]
        )
        pickings = self.env["stock.picking"].search([])
        orders = self.env["mrp.production"].search([])
        names = pickings.mapped("name") + orders.mapped("name")
        return {name for name in names if name in texts.split()}


@tagged("post_install", "-at_install")
class TestNumberTravels(TravelMixin, TransactionCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.receipt, self.put_away = self.receive((self.milk, 20), (self.motor, 2))
        self.issue, self.order = self.produce()
        self.pick, self.delivery = self.ship(self.machine)
        lots = self.env["stock.lot"].search(
            [("product_id", "in", (self.milk | self.motor | self.machine).ids)]
        )
        self.lots = {lot.name: lot for lot in lots}
        [self.milk_lot] = [lot for lot in lots if lot.product_id == self.milk]
        [self.serial] = [lot for lot in lots if lot.product_id == self.machine]
        self.motors = lots.filtered(lambda lot: lot.product_id == self.motor)

    # MM-8: received, put away, issued, produced, picked, shipped
    def test_number_is_on_every_movement(self):
        received = {"MILK-001": 20, "MTR-001": 1, "MTR-002": 1}
        self.assertEqual(self.numbers(self.receipt), received)
        self.assertEqual(self.numbers(self.put_away), received)
        used = {"MILK-001": 5, "MTR-001": 1}
        self.assertEqual(self.numbers(self.issue), used)
        self.assertEqual(self.numbers(self.order), used)
        self.assertEqual(self.order.lot_producing_ids.name, "MACH-001")
        self.assertEqual(self.numbers(self.pick), {"MACH-001": 1})
        self.assertEqual(self.numbers(self.delivery), {"MACH-001": 1})
        self.assertEqual(self.numbers(self.take_back(self.delivery)), {"MACH-001": 1})

    # MM-8: and it is where the ledger says
    def test_number_is_where_the_goods_are(self):
        self.assertEqual(self.places(self.serial), {self.customers: 1})
        self.assertEqual(self.serial.lifecycle_state, "shipped")
        self.assertEqual(self.milk_lot.product_qty, 15)
        self.assertEqual(
            self.motors.mapped("lifecycle_state"), ["consumed", "available"]
        )
        self.take_back(self.delivery)
        self.assertEqual(self.serial.lifecycle_state, "returned")

    # MM-8: another step of the way back, to the vendor
    def test_return_to_the_vendor(self):
        extra, _put_away = self.receive((self.motor, 1))
        [lot] = extra.move_line_ids.lot_id
        transfer = self.make_delivery(
            (self.motor, 1, lot), target=self.suppliers, user=self.env.user
        )
        self.validate(transfer)
        self.assertEqual(self.numbers(transfer), {"MTR-003": 1})
        self.assertEqual(lot.product_qty, 0)

    # MM-3: what it was made from
    def test_upwards(self):
        names, documents = self.unfold(self.serial)
        self.assertEqual(names, {"MACH-001", "MILK-001", "MTR-001"})
        for document in (
            self.receipt,
            self.put_away,
            self.issue,
            self.order,
            self.pick,
            self.delivery,
        ):
            self.assertIn(document.name, documents)

    # MM-3: where it was used
    def test_downwards(self):
        for lot in (self.milk_lot, self.lots["MTR-001"]):
            deliveries = lot.with_user(self.storekeeper)
            deliveries.invalidate_recordset()
            self.assertEqual(deliveries.delivery_ids, self.delivery)
            orders = self.find_orders(lot)
            self.assertEqual(orders, self.order)
        self.assertFalse(self.find_orders(self.lots["MTR-002"]))

    # MM-3: from the order as well
    def test_from_the_order(self):
        names, _documents = self.unfold(self.order)
        self.assertLessEqual({"MILK-001", "MTR-001"}, names)
        self.assertNotIn("MTR-002", names)

    # MM-4: all lots of an order
    def test_lots_of_an_order(self):
        self.assertEqual(self.order.traceability_lot_ids, self.serial)
        self.assertEqual(
            self.order.move_raw_ids.lot_ids, self.milk_lot | self.lots["MTR-001"]
        )

    # MM-4: all orders and places of a lot
    def test_orders_and_places_of_a_lot(self):
        _issue, second = self.produce()
        self.assertEqual(self.find_orders(self.milk_lot), self.order | second)
        self.assertEqual(
            self.places(self.milk_lot),
            {
                self.stock_location: 10,
                self.milk.with_company(self.company).property_stock_production: 10,
            },
        )

    # MM-8, MM-4: the timeline names every document
    def test_timeline(self):
        back = self.take_back(self.delivery)
        self.assertEqual(
            [k for k in self.kinds(self.serial) if k not in ("allocated", "released")],
            ["generated", "produced", "built_in", "moved", "shipped", "returned"],
        )
        self.assertLessEqual(
            {self.order.name, self.pick.name, self.delivery.name, back.name},
            self.documents_of_timeline(self.serial),
        )
        self.assertLessEqual(
            {self.receipt.name, self.put_away.name, self.issue.name, self.order.name},
            self.documents_of_timeline(self.lots["MTR-001"]),
        )

    def find_orders(self, lot):
        """:return: the orders that a worker sees behind the button of the lot"""
        lot = lot.with_user(self.worker)
        lot.invalidate_recordset()
        if not lot.manufacturing_order_count:
            return self.env["mrp.production"]
        action = lot.action_view_manufacturing_orders()
        return self.env["mrp.production"].search(action["domain"])


@tagged("post_install", "-at_install")
class TestNamedNumberTravels(TravelMixin, TransactionCase):
    """Named once on the demand, it goes through all steps (MM-9, MM-8)."""

    def setUp(self):
        super().setUp()
        self.old, self.new = [
            self.make_lot(self.milk, name, 50) for name in ("OLD", "NEW")
        ]
        self.motors = self.env["stock.lot"].concat(
            *(self.make_lot(self.motor, name, 1) for name in ("M1", "M2"))
        )

    # MM-9, MM-8: issued to an order, by way of the place before production
    def test_order(self):
        order = self.make_order(self.machine, 1, user=self.worker)
        milk, motor = order.move_raw_ids
        milk.demand_lot_ids = self.new
        motor.demand_lot_ids = self.motors[1]
        order.action_confirm()
        order.picking_ids.action_assign()
        self.validate(order.picking_ids)
        self.complete(order, 1)
        self.assertEqual(self.numbers(order), {"NEW": 5, "M2": 1})

    # MM-9, MM-8: a named receipt is put away under its name
    def test_receipt(self):
        lot = self.make_lot(self.milk, "VENDOR-7")
        receipt = self.make_receipt(
            (self.milk, 8, lot),
            target=self.warehouse.in_type_id.default_location_dest_id,
            user=self.env.user,
            confirm=False,
            move_vals={"location_final_id": self.stock_location.id},
        )
        self.validate(receipt)
        put_away = receipt.move_ids.move_dest_ids.picking_id
        self.validate(put_away)
        self.assertEqual(self.numbers(put_away), {"VENDOR-7": 8})
        self.assertEqual(self.places(lot), {self.stock_location: 8})
