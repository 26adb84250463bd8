"""PF-6: no door lets a number in that an open order holds, whichever field has it."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestHeldDoors(PreallocCase):
    # PF-6

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product(
            "Pump", "serial", lot_number_format_id=cls.make_format("D-{00}").id
        )
        cls.oil = cls.make_product(
            "Oil", "lot", lot_number_format_id=cls.make_format("O-{00}").id
        )
        cls.order = cls.make_order(cls.product, 2, user=cls.worker, confirm=True)
        cls.pool = cls.order.prealloc_lot_ids.sorted("id")
        # one in the pool, one that has left it and is not produced yet
        cls.producing = cls.order.prealloc_lot_ids.sorted("id")[0]
        cls.order.lot_producing_ids = cls.producing
        cls.pool = cls.order.prealloc_lot_ids
        cls.oil_order = cls.make_order(cls.oil, 5, user=cls.worker, confirm=True)
        cls.oil_lot = cls.oil_order.prealloc_lot_ids
        cls.oil_order.action_generate_serial()
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.assertEqual(len(self.pool), 1)
        self.assertEqual(self.oil_order.lot_producing_ids, self.oil_lot)

    @property
    def held(self):
        """:return: pairs of a held number and the order that holds it"""
        return [
            (self.pool, self.order),
            (self.producing, self.order),
            (self.oil_lot, self.oil_order),
        ]

    def each(self):
        for lot, order in self.held:
            with self.subTest(number=lot.name):
                yield lot, order

    def refused(self, lot, order):
        return self.assertRaisesRegex(
            UserError, f"(?s){lot.name}.*held by {order.name}"
        )

    def draft_transfer(self, lot, source, target, **vals):
        """:param vals: values of its demand"""
        if source == self.suppliers:
            operation_type = self.warehouse.in_type_id
        elif target == self.customers:
            operation_type = self.warehouse.out_type_id
        else:
            operation_type = self.warehouse.int_type_id
        return self.make_transfer(
            operation_type,
            (lot.product_id, 1),
            source=source,
            target=target,
            confirm=False,
            move_vals=vals,
        )

    def line_vals(self, picking, **vals):
        move = picking.move_ids
        return {
            "picking_id": picking.id,
            "move_id": move.id,
            "product_id": move.product_id.id,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
            "quantity": 1,
            **vals,
        }

    # ------------------------------------------------------------------
    # Receipts, deliveries, transfers
    # ------------------------------------------------------------------

    def test_typed_on_a_receipt(self):
        for lot, order in self.each():
            receipt = self.draft_transfer(lot, self.suppliers, self.stock_location)
            receipt.action_confirm()
            line = receipt.move_line_ids
            with self.refused(lot, order):
                line.lot_name = lot.name
            with self.refused(lot, order):
                line.create(self.line_vals(receipt, lot_name=lot.name))
            with self.refused(lot, order):
                line.lot_id = lot
            with self.refused(lot, order):
                # a record for its id, as Odoo's own code may write it
                line.write({"lot_id": lot})
            with self.refused(lot, order):
                line.create(self.line_vals(receipt, lot_id=lot))
            with self.refused(lot, order):
                receipt.move_ids.lot_ids = lot
            with self.refused(lot, order):
                receipt.move_ids.write(
                    {
                        "move_line_ids": [
                            Command.clear(),
                            Command.create(self.line_vals(receipt, lot_name=lot.name)),
                        ]
                    }
                )

    def test_typed_among_others(self):
        for lot, order in self.each():
            receipt = self.draft_transfer(lot, self.suppliers, self.stock_location)
            receipt.action_confirm()
            line = receipt.move_line_ids
            other = Command.create(self.line_vals(receipt, lot_name="OTHER"))
            for name in ({"lot_name": lot.name}, {"lot_id": lot.id}):
                for command in (
                    Command.create(self.line_vals(receipt, **name)),
                    Command.update(line.id, name),
                ):
                    for commands in ([other, command], [command, other]):
                        with self.refused(lot, order):
                            receipt.move_ids.write({"move_line_ids": commands})

    def test_typed_on_a_receipt_before_the_order_took_it(self):
        receipt = self.draft_transfer(self.pool, self.suppliers, self.stock_location)
        receipt.action_confirm()
        receipt.move_line_ids.lot_name = "LATER"
        lot = self.make_lot(self.product, "LATER")
        other = self.make_order(self.product, 1, user=self.worker, confirm=True)
        other.lot_producing_ids = lot
        receipt.move_ids.picked = True
        with self.refused(lot, other):
            receipt.button_validate()

    def test_named_on_a_demand(self):
        for lot, order in self.each():
            for source, target in (
                (self.suppliers, self.stock_location),
                (self.stock_location, self.customers),
            ):
                with self.refused(lot, order):
                    self.draft_transfer(lot, source, target, demand_lot_ids=lot.ids)

    def test_delivered_or_transferred(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock_location.id}
        )
        for lot, order in self.each():
            for target in (self.customers, shelf):
                transfer = self.draft_transfer(lot, self.stock_location, target)
                transfer.action_confirm()
                with self.refused(lot, order):
                    transfer.move_line_ids.create(
                        self.line_vals(transfer, lot_id=lot.id)
                    )
                # of a lot it is said that there is nothing, which is true
                refused = "held by|nothing of O-01 is available"
                with self.assertRaisesRegex(UserError, refused):
                    transfer.move_ids.lot_ids = lot

    def test_added_to_a_receipt_that_is_done(self):
        other = self.make_lot(self.product, "OTHER")
        receipt = self.draft_transfer(other, self.suppliers, self.stock_location)
        receipt.action_confirm()
        receipt.move_line_ids.lot_id = other
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")
        for name, value in (("lot_id", self.pool.id), ("lot_name", self.pool.name)):
            with self.refused(self.pool, self.order):
                receipt.move_line_ids.create(self.line_vals(receipt, **{name: value}))
        with self.refused(self.pool, self.order):
            receipt.move_line_ids.lot_id = self.pool

    # ------------------------------------------------------------------
    # Counts, scrap, consumption
    # ------------------------------------------------------------------

    def test_counted(self):
        for lot, order in self.each():
            quants = (
                self.env["stock.quant"]
                .with_user(self.inventory_manager)
                .with_context(inventory_mode=True)
            )
            vals = {
                "product_id": lot.product_id.id,
                "location_id": self.stock_location.id,
            }
            for name in ("inventory_quantity", "inventory_quantity_auto_apply"):
                with self.refused(lot, order):
                    quants.create({**vals, "lot_id": lot.id, name: 1})
                with self.refused(lot, order):
                    quants.with_context(default_lot_id=lot.id).create({**vals, name: 1})

    def test_imported(self):
        quants = (
            self.env["stock.quant"]
            .with_user(self.inventory_manager)
            .with_context(inventory_mode=True, import_file=True)
        )
        result = quants.load(
            ["product_id", "location_id", "lot_id", "inventory_quantity"],
            [["Pump", self.stock_location.complete_name, self.pool.name, "1"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn(self.order.name, result["messages"][0]["message"])

    def test_scrapped(self):
        for lot, order in self.each():
            scrap = (
                self.env["stock.scrap"]
                .with_user(self.storekeeper)
                .create({"product_id": lot.product_id.id, "lot_id": lot.id})
            )
            with self.refused(lot, order):
                scrap.do_scrap()

    def test_consumed(self):
        engine = self.make_product("Engine")
        self.make_bom(engine, [(self.product, 1), (self.oil, 1)])
        consumer = self.make_order(engine, 1, user=self.worker, confirm=True)
        for lot, order in self.each():
            move = consumer.move_raw_ids.filtered(
                lambda move, lot=lot: move.product_id == lot.product_id
            )
            with self.refused(lot, order):
                move.lot_ids = lot
            with self.refused(lot, order):
                move.move_line_ids = [
                    Command.create(
                        {
                            "product_id": lot.product_id.id,
                            "location_id": self.stock_location.id,
                            "location_dest_id": move.location_dest_id.id,
                            "lot_id": lot.id,
                            "quantity": 1,
                        }
                    )
                ]

    def test_named_as_a_component_in_batch_production(self):
        engine = self.make_product("Engine", "serial")
        self.make_bom(engine, [(self.product, 1)])
        consumer = self.make_order(engine, 1, user=self.worker, confirm=True)
        action = consumer.action_batch_production()
        wizard = Form.from_action(consumer.env, action).save()
        wizard.serial_numbers = f"E-1,{self.pool.name}"
        with self.assertRaisesRegex(
            UserError, f"Line 1: {self.pool.name} is held by {self.order.name}"
        ):
            wizard.action_prepare_mo()

    def test_by_product(self):
        engine = self.make_product("Engine")
        self.make_bom(engine, byproducts=[(self.product, 1)])
        other = self.make_order(engine, 1, user=self.worker, confirm=True)
        move = other.move_byproduct_ids
        self.assertTrue(move)
        with self.refused(self.pool, self.order):
            move.lot_ids = self.pool

    # ------------------------------------------------------------------
    # Other orders
    # ------------------------------------------------------------------

    def test_named_by_another_order(self):
        for lot, order in self.each():
            other = self.make_order(lot.product_id, 1, user=self.worker, confirm=True)
            with self.refused(lot, order):
                other.lot_producing_ids = lot
            with self.refused(lot, order):
                other.write({"lot_producing_ids": [Command.link(lot.id)]})
            with self.refused(lot, order):
                self.make_order(
                    lot.product_id,
                    1,
                    user=self.worker,
                    lot_producing_ids=[Command.set(lot.ids)],
                )
            with self.refused(lot, order):
                finished = other.move_finished_ids
                self.env["stock.move.line"].with_user(self.worker).create(
                    {
                        "move_id": finished.id,
                        "product_id": lot.product_id.id,
                        "location_id": finished.location_id.id,
                        "location_dest_id": finished.location_dest_id.id,
                        "lot_id": lot.id,
                        "quantity": 1,
                    }
                )
        self.assertNotIn(self.pool, other.lot_producing_ids)

    def test_the_order_itself(self):
        numbers = self.producing + self.pool
        self.order.lot_producing_ids = numbers
        self.complete(self.order, 2)
        self.assertEqual(self.order.state, "done")
        self.assertFalse(numbers.filtered("is_preallocated"))
        self.complete(self.oil_order)
        self.assertEqual(self.oil_order.state, "done")

    def test_a_lot_of_which_a_part_is_made_is_stock(self):
        # PF-8
        self.complete(self.oil_order, 2)
        rest = self.backorders_of(self.oil_order)
        self.assertEqual(rest.prealloc_lot_ids, self.oil_lot)
        self.assertFalse(self.oil_lot.is_preallocated)
        delivery = self.draft_transfer(
            self.oil_lot, self.stock_location, self.customers
        )
        delivery.action_confirm()
        delivery.action_assign()
        self.assertEqual(delivery.move_line_ids.lot_id, self.oil_lot)
        delivery.move_ids.picked = True
        delivery.button_validate()
        self.assertEqual(delivery.state, "done")
        self.complete(rest)
        self.assertEqual(rest.lot_producing_ids, self.oil_lot)

    def test_a_lot_chosen_again(self):
        # AB-10
        self.complete(self.oil_order)
        again = self.make_order(self.oil, 1, user=self.worker, confirm=True)
        again.lot_producing_ids = self.oil_lot
        self.complete(again)
        self.assertEqual(again.state, "done")
        self.assertFalse(again.met_lot_ids)

    # ------------------------------------------------------------------
    # Looking for numbers
    # ------------------------------------------------------------------

    def test_not_offered(self):
        for lot, _order in self.each():
            for user in (self.worker, self.storekeeper):
                lot_model = self.env["stock.lot"].with_user(user)
                self.assertFalse(lot_model.name_search(lot.name))
                self.assertEqual(
                    lot_model.search(
                        [("name", "=", lot.name), ("is_preallocated", "=", True)]
                    ),
                    lot,
                )

    def test_searching_agrees_with_the_field(self):
        self.make_lot(self.product, "FREE")
        self.make_lot(self.product, "IN", 1)
        self.complete(self.oil_order, 2)
        lots = self.env["stock.lot"].search(
            [("product_id", "in", (self.product + self.oil).ids)]
        )
        held = lots.filtered("is_preallocated")
        self.assertEqual(held, self.producing + self.pool)
        domain = [("id", "in", lots.ids)]
        self.assertEqual(lots.search([*domain, ("is_preallocated", "=", True)]), held)
        self.assertEqual(
            lots.search([*domain, ("is_preallocated", "=", False)]), lots - held
        )

    def test_made_again_on_a_form(self):
        with self.assertRaisesRegex(
            UserError, f"(?s)unique.*{self.pool.name}.*{self.order.name}"
        ):
            self.env["stock.lot"].with_user(self.storekeeper).create(
                {"name": self.pool.name, "product_id": self.product.id}
            )

    # ------------------------------------------------------------------
    # Off, and price
    # ------------------------------------------------------------------

    def test_off_is_odoo(self):
        self.order.action_cancel()
        self.company.lot_prealloc_enabled = False
        lot = self.make_lot(self.product, "NATIVE")
        order = self.make_order(self.product, 1, user=self.worker, confirm=True)
        order.lot_producing_ids = lot
        self.assertFalse(lot.is_preallocated)
        lot_model = self.env["stock.lot"].with_user(self.storekeeper)
        self.assertTrue(lot_model.name_search("NATIVE"))
        receipt = self.draft_transfer(lot, self.suppliers, self.stock_location)
        receipt.action_confirm()
        receipt.move_line_ids.lot_id = lot
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(lot.product_qty, 1)

    def test_off_with_numbers_that_an_order_holds(self):
        self.company.lot_prealloc_enabled = False
        receipt = self.draft_transfer(self.pool, self.suppliers, self.stock_location)
        receipt.action_confirm()
        with self.refused(self.pool, self.order):
            receipt.move_line_ids.lot_id = self.pool

    def test_constant_number_of_statements(self):
        lots = self.env["stock.lot"].create(
            [{"name": f"X-{i}", "product_id": self.product.id} for i in range(60)]
        )
        lines = self.env["stock.move.line"]
        receipt = self.draft_transfer(self.pool, self.suppliers, self.stock_location)
        receipt.action_confirm()
        receipt.move_line_ids.unlink()
        lines = lines.create(
            [self.line_vals(receipt, lot_id=lot.id) for lot in lots]
            + [self.line_vals(receipt, lot_name=f"Y-{i}") for i in range(60)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        namings = [line._get_naming() for line in lines]
        with self.assertQueryCount(2):
            lines._check_numbers_not_held(namings)
