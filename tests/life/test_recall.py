"""A recall: what is affected, in every state, kept as found and looked up anew."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .recall_case import RecallCase


@tagged("post_install", "-at_install")
class TestRecall(RecallCase):
    # RC-2
    def test_every_state(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        names = self.bikes.mapped("name")
        held = self.order.prealloc_lot_ids
        lines = [line for line in self.told(recall) if line[0] != "consumed"]
        self.assertEqual(
            lines,
            sorted(
                [
                    ("shipped", names[0], 1),
                    ("shipped", names[1], 1),
                    ("shipped", names[2], 1),
                    ("returned", names[3], 1),
                    ("stock", names[4], 1),
                    ("scrapped", names[5], 1),
                    ("production", held.name, 1),
                    ("stock", self.motors[6].name, 1),
                    ("stock", self.plates.name, 21),
                    ("stock", self.steel_lot.name, 20),
                ]
            ),
        )
        consumed = recall.line_ids.filtered(lambda line: line.state == "consumed")
        self.assertEqual(
            {(line.number, line.production_id) for line in consumed},
            {(self.steel_lot.name, self.plates.production_id)}
            | {(motor.name, bike.production_id) for motor, bike in self.pairs()}
            | {
                (self.plates.name, lot.production_id)
                for lot in self.motors | self.bikes
            },
        )
        self.assertEqual(
            sum(
                consumed.filtered(lambda li: li.lot_id == self.plates).mapped(
                    "quantity"
                )
            ),
            19,
        )

    def pairs(self):
        for bike in self.bikes:
            used = bike.production_id.move_raw_ids.move_line_ids.lot_id
            yield used & self.motors, bike

    # RC-2
    def test_documents_and_headline(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        shipped = recall.line_ids.filtered(lambda line: line.state == "shipped")
        deliveries = {line.lot_id: line.picking_id.partner_id for line in shipped}
        self.assertEqual(
            deliveries,
            {
                self.bikes[0]: self.nordwind,
                self.bikes[1]: self.nordwind,
                self.bikes[2]: self.zephyr,
            },
        )
        self.assertEqual(shipped.mapped("partner_id"), self.nordwind | self.zephyr)
        [back] = recall.line_ids.filtered(lambda line: line.state == "returned")
        self.assertEqual(back.partner_id, self.zephyr)
        self.assertEqual(back.picking_id.picking_type_code, "incoming")
        self.assertEqual(back.location_id, self.stock_location)
        [held] = recall.production_line_ids
        self.assertEqual(held.production_id, self.order)
        self.assertEqual(
            (
                recall.affected_count,
                recall.shipped_count,
                recall.customer_count,
                recall.stock_count,
                recall.returned_count,
                recall.production_count,
                recall.consumed_count,
                recall.scrapped_count,
            ),
            (16, 3, 2, 4, 1, 1, 8, 1),
        )
        self.assertIn(
            "16 affected numbers found: 3 shipped to 2 customers",
            recall.message_ids[0].body,
        )

    # RC-2
    def test_no_number_held(self):
        """Where an order holds none, the component is told with its order."""
        steel = self.make_steel()
        pot = self.make_product("Pot")
        self.make_bom(pot, [(self.steel, 3)])
        order = self.make_order(pot, 4, user=self.worker, confirm=True)
        order.action_assign()
        recall = self.make_recall(steel)
        self.assertEqual(
            self.told(recall),
            [("production", "STEEL-1", 12), ("stock", "STEEL-1", 100)],
        )
        self.assertEqual(recall.production_line_ids.production_id, order)

    # RC-2
    def test_a_held_number_itself(self):
        order = self.make_order(self.bike, 2, user=self.worker, confirm=True)
        number = order.prealloc_lot_ids[0]
        recall = self.make_recall(number)
        self.assertEqual(self.told(recall), [("production", number.name, 1)])

    # RC-2
    def test_newest_deliveries_of_a_lot(self):
        """Of a lot, what came back is taken from the newest deliveries' sum."""
        steel = self.make_steel(100)
        first = self.deliver(steel, 10, partner_id=self.nordwind.id)
        second = self.deliver(steel, 20, partner_id=self.zephyr.id)
        self.take_back(second, 5)
        recall = self.make_recall(steel)
        self.assertEqual(
            sorted(
                (line.picking_id.id, line.quantity)
                for line in recall.line_ids
                if line.state == "shipped"
            ),
            [(first.id, 5), (second.id, 20)],
        )
        self.assertEqual(
            self.told(recall, state="returned"), [("returned", "STEEL-1", 5)]
        )
        self.assertEqual(self.told(recall, state="stock"), [("stock", "STEEL-1", 70)])

    # RC-2
    def test_a_component_and_a_product(self):
        """What several of the numbers lead to is there once."""
        self.make_bikes()
        recall = self.make_recall(self.steel_lot | self.bikes[0])
        lines = self.told(recall)
        self.assertEqual(lines, self.told(self.make_recall(self.steel_lot)))
        self.assertEqual(len(recall.balance_ids), 2)

    # RC-2
    def test_looked_up_anew(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        before = self.told(recall)
        found = recall.found_date
        self.later()
        recall.action_find()
        self.assertIn("nothing has changed", recall.changes)
        self.deliver(self.bikes[4], partner_id=self.nordwind.id)
        self.scrap(self.plates, 2)
        self.later()
        recall.action_find()
        changed = {
            (line.state, line.number, line.quantity, line.quantity_now, line.change)
            for line in recall.line_ids
            if line.change
        }
        bike, plate = self.bikes[4].name, self.plates.name
        self.assertEqual(
            changed,
            {
                ("stock", bike, 1, 0, "gone"),
                ("shipped", bike, 1, 1, "new"),
                ("stock", plate, 21, 19, "changed"),
                ("scrapped", plate, 2, 2, "new"),
            },
        )
        self.assertIn("2 new, 1 gone, 1 with another quantity", recall.changes)
        # as found
        kept = recall.line_ids.filtered(lambda line: line.change != "new")
        self.assertEqual(
            sorted((line.state, line.number, round(line.quantity, 3)) for line in kept),
            before,
        )
        self.assertEqual(recall.found_date, found)
        self.assertEqual(recall.shipped_count, 3)
        row = recall.customer_ids.filtered(lambda row: row.partner_id == self.nordwind)
        self.assertEqual(row.quantity, 3)
        # a third time: compared with what was found first
        self.take_back(self.bikes[4].last_delivery_id)
        self.make_available(self.bikes[4])
        self.later()
        recall.action_find()
        self.assertEqual(
            {(line.number, line.change) for line in recall.line_ids if line.change},
            {(plate, "changed"), (plate, "new")},
        )
        self.assertEqual(row.quantity, 2)

    # RC-2
    def test_a_new_customer(self):
        self.make_bikes()
        recall = self.make_recall(self.steel_lot)
        self.deliver(self.bikes[4], partner_id=self.customer.id)
        recall.action_find()
        self.assertEqual(
            recall.customer_ids.partner_id, self.nordwind | self.zephyr | self.customer
        )
        self.take_back(self.bikes[4].last_delivery_id)
        recall.action_find()
        self.assertEqual(recall.customer_ids.partner_id, self.nordwind | self.zephyr)

    # RC-2
    def test_states_and_time(self):
        recall = self.make_recall(self.make_steel(), find=False, is_mock=True)
        self.assertEqual(recall.state, "answering")
        self.assertRegex(recall.name, r"^RECALL/\d{4}/\d{4}$")
        with self.assertRaisesRegex(UserError, "Press Find first"):
            recall.action_answer()
        self.later(minutes=1)
        recall.action_find()
        with self.assertRaisesRegex(UserError, "as answered first"):
            recall.action_close()
        self.later(minutes=3)
        recall.action_answer()
        self.assertEqual(
            (recall.state, recall.answer_time), ("answered", "Answered in 4 min")
        )
        with self.assertRaisesRegex(UserError, "answered already"):
            recall.action_answer()
        recall.action_close()
        for button in ("action_find", "action_answer", "action_close"):
            with self.assertRaises(UserError):
                getattr(recall, button)()
        recall.action_reopen()
        self.later()
        recall.action_find()
        self.assertEqual(recall.answer_time, "Answered in 4 min")

    # RC-2
    def test_kept(self):
        steel, other = self.make_steel(), self.make_steel()
        recall = self.make_recall(steel)
        with self.assertRaisesRegex(UserError, "Start another recall"):
            recall.lot_ids = other
        with self.assertRaisesRegex(UserError, "is a record"):
            recall.unlink()
        recall.reason = "cracked, and rusty"
        self.make_recall(steel, find=False).unlink()
        with self.assertRaisesRegex(UserError, "Choose the lot"):
            self.make_recall(self.env["stock.lot"])

    # RC-2
    def test_taken_apart(self):
        """Who has what it was in once is not told: it was given back before."""
        self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        self.unbuild(bike)
        self.build_again(bike, motors[1])
        self.deliver(bike, partner_id=self.nordwind.id)
        recall = self.make_recall(motors[0])
        self.assertEqual(self.told(recall), [("stock", motors[0].name, 1)])
        self.assertFalse(recall.customer_ids)
        self.assertEqual(
            self.make_recall(motors[1]).customer_ids.partner_id, self.nordwind
        )

    # RC-2
    def test_numbers_given_back(self):
        """What an order gives up can go; what was found is told still."""
        steel = self.make_steel()
        order = self.make_order(self.plate, 1, user=self.worker, confirm=True)
        order.action_assign()
        number = order.prealloc_lot_ids.name
        recall = self.make_recall(steel)
        order.action_cancel()
        self.assertFalse(self.env["stock.lot"].search([("name", "=", number)]))
        self.assertIn(("production", number, 1), self.told(recall))
        recall.action_find()
        self.assertIn(("production", number, 1), self.told(recall, change="gone"))

    # RC-2
    def test_the_only_number_is_deleted(self):
        """What was found is told still, and goes its way until it is closed."""
        lot = self.make_lot(self.steel, "GONE")
        recall = self.make_recall(lot)
        lot.unlink()
        recall.action_answer()
        recall.reason = "cracked, and deleted"
        recall.action_close()
        self.assertEqual(recall.state, "closed")
        with self.assertRaisesRegex(UserError, "Choose the lot"):
            self.make_recall(self.make_steel(), find=False).lot_ids = False

    # RC-2
    def test_started_from_numbers(self):
        steel = self.make_steel()
        more = self.make_steel()
        action = (steel | more).with_user(self.inventory_manager).action_recall()
        with Form.from_action(self.env(user=self.inventory_manager), action) as form:
            form.reason = "rust"
        recall = form.record
        self.assertEqual(recall.lot_ids, steel | more)
        self.assertEqual(recall.user_id, self.inventory_manager)

    # RC-2
    def test_statements_do_not_grow(self):
        self.steel_lot = self.make_steel(500)
        self.build(self.plate, 120, steel=self.steel_lot)
        few = self.build(self.motor, 5)
        self.ship(few)
        self.count_statements()
        few = self.count_statements()
        # lines are inserted by the hundred
        more = self.build(self.motor, 40)
        self.ship(more)
        self.assertLessEqual(self.count_statements(), few)

    def ship(self, lots):
        delivery = self.make_delivery(
            (lots.product_id, len(lots)),
            lots={lot: 1 for lot in lots},
            partner_id=self.nordwind.id,
        )
        self.validate(delivery)

    def count_statements(self):
        recall = self.make_recall(self.steel_lot, find=False)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        recall.action_find()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestRecallBalance(RecallCase):
    def balance(self, lot):
        [row] = self.make_recall(lot).balance_ids
        return tuple(
            row[f"{name}_quantity"]
            for name in (
                "origin",
                "shipped",
                "stock",
                "consumed",
                "scrapped",
                "returned",
            )
        ) + (row.difference,)

    # RC-2
    def test_accounted_for(self):
        self.make_bikes()
        self.assertEqual(self.balance(self.steel_lot), (100, 0, 20, 80, 0, 0, 0))
        self.assertEqual(self.balance(self.plates), (40, 0, 21, 19, 0, 0, 0))
        for bike, place in zip(self.bikes, (1, 1, 1, 5, 2, 4), strict=True):
            expected = [1, 0, 0, 0, 0, 0, 0]
            expected[place] = 1
            self.assertEqual(self.balance(bike), tuple(expected), bike.name)

    # RC-2
    def test_shipped_and_returned(self):
        steel = self.make_steel()
        delivery = self.deliver(steel, 30)
        self.take_back(delivery, 10)
        self.scrap(steel, 5)
        self.assertEqual(self.balance(steel), (100, 20, 65, 0, 5, 10, 0))
        self.make_available(steel)
        self.assertEqual(self.balance(steel), (100, 20, 75, 0, 5, 0, 0))

    # RC-2
    def test_back_to_the_vendor(self):
        steel = self.make_steel()
        receipt = steel.move_line_ids.picking_id
        self.take_back(receipt, 30)
        self.assertEqual(self.balance(steel), (100, 30, 70, 0, 0, 0, 0))

    # RC-2
    def test_counted(self):
        """What is lost or found by counting is the difference."""
        steel = self.make_steel()
        self.count(steel, 93)
        self.assertEqual(self.balance(steel), (100, 0, 93, 0, 0, 0, 7))
        self.count(steel, 102)
        self.assertEqual(self.balance(steel), (100, 0, 102, 0, 0, 0, -2))
        # a first count brings it in
        found = self.make_lot(self.steel, "FOUND")
        self.count(found, 30)
        self.scrap(found, 1)
        self.assertEqual(self.balance(found), (30, 0, 29, 0, 1, 0, 0))

    # RC-2
    def test_unexplained(self):
        """Stock that no movement tells of."""
        lot = self.make_lot(self.steel, "NOWHERE", 8)
        self.assertEqual(self.balance(lot), (0, 0, 8, 0, 0, 0, -8))

    # RC-2
    def test_taken_apart(self):
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        self.unbuild(plates, 3)
        self.assertEqual(self.balance(plates), (10, 0, 7, 3, 0, 0, 0))
        self.assertEqual(self.balance(steel), (100, 0, 86, 14, 0, 0, 0))
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        self.unbuild(bike)
        self.assertEqual(self.balance(motors[0]), (1, 0, 1, 0, 0, 0, 0))
        self.assertEqual(self.balance(bike), (1, 0, 0, 1, 0, 0, 0))

    # RC-2
    def test_reworked(self):
        self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        self.rework(bike, motor=motors[1])
        self.assertEqual(self.balance(bike)[-1], 0)
        self.assertEqual(self.balance(motors[1]), (1, 0, 0, 1, 0, 0, 0))
