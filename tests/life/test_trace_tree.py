"""The tabs Inside and Where It Went, the headline, and lines of the timeline."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin
from .trace_case import TraceCase, TraceMixin


@tagged("post_install", "-at_install")
class TestTraceLevels(TraceCase):
    # RC-1
    def test_a_level_at_a_time(self):
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        self.build(self.motor, 2)
        level = steel.with_user(self.worker).get_trace_level("where")
        [row] = level["rows"]
        self.assertEqual(level["count"], 1)
        self.assertEqual(
            (row["lot"]["text"], row["quantity"], row["carried"], row["is_leading"]),
            (plates.name, "10.00 Units", "20.00 Units used", True),
        )
        self.assertEqual(row["order"]["text"], plates.production_id.name)
        level = plates.with_user(self.worker).get_trace_level("where")
        self.assertEqual([row["is_leading"] for row in level["rows"]], [False] * 2)

    # RC-1
    def test_in_production(self):
        """What is reserved for an open order will be inside."""
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        motors = self.build(self.motor, 1)
        order = self.make_order(self.bike, 1, user=self.worker, confirm=True)
        order.action_assign()
        bike = order.prealloc_lot_ids
        [row] = motors.with_user(self.storekeeper).get_trace_level("where")["rows"]
        self.assertEqual(
            (row["id"], row["state"], row["is_open"]), (bike.id, "preallocated", True)
        )
        inside = bike.with_user(self.worker).get_trace_level("inside")["rows"]
        self.assertEqual({row["id"] for row in inside}, {*motors.ids, *plates.ids})
        self.assertEqual(
            {row["id"] for row in order.get_trace_level("inside")["rows"]},
            {*motors.ids, *plates.ids},
        )
        [row] = steel.with_user(self.worker).get_trace_level("where")["rows"]
        self.assertTrue(row["is_leading"])
        self.assertEqual(
            motors.with_user(self.worker).get_trace_headline(),
            "In 1 × Bike: 1 in production",
        )

    # RC-1
    def test_repaired(self):
        """A repair is told by its name, on the screens and in the timeline."""
        self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        move = self.repair(bike, add=motors[1])
        [row] = motors[1].with_user(self.worker).get_trace_level("where")["rows"]
        self.assertEqual((row["id"], row["order"]["text"]), (bike.id, "RO/0001"))
        inside = bike.with_user(self.worker).get_trace_level("inside")["rows"]
        self.assertEqual(
            {row["id"]: row["order"]["text"] for row in inside}[motors[1].id],
            move.reference,
        )
        self.assertIn(f"Built in: Motor {motors[1].name}", self.told(bike))
        self.assertIn(f"Built into {bike.name}", self.told(motors[1]))
        self.assertEqual(
            motors[1].with_user(self.worker).get_trace_headline(),
            "In 1 × Bike: 1 in stock",
        )

    # RC-1
    def test_headline(self):
        self.build(self.plate, 40, steel=self.make_steel())
        motors = self.build(self.motor, 7)
        bikes = self.build(self.bike, 6)
        order = self.make_order(self.bike, 1, user=self.worker, confirm=True)
        order.action_assign()
        for index, bike in enumerate(bikes[:5]):
            name = ("Nordwind", "Zephyr")[index % 2]
            partner = self.env["res.partner"].search([("name", "=", name)])
            self.deliver(
                bike, partner_id=(partner or partner.create({"name": name})).id
            )
        plates = self.env["stock.lot"].search([("product_id", "=", self.plate.id)])
        self.assertIn(
            "In 7 × Bike: 5 shipped to 2 customers, 1 in stock, 1 in production",
            plates.with_user(self.worker).get_trace_headline(),
        )
        self.assertEqual(
            motors[0].with_user(self.worker).get_trace_headline(),
            "In 1 × Bike: 1 shipped to Nordwind",
        )
        self.assertFalse(bikes[5].with_user(self.worker).get_trace_headline())

    # RC-1
    def test_headline_of_what_was_taken_apart(self):
        """It says what the tab below it says."""
        self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        self.unbuild(bike)
        self.build_again(bike, motors[1])
        self.deliver(bike)
        told = [m.with_user(self.worker).get_trace_headline() for m in motors]
        self.assertFalse(told[0])
        self.assertIn("In 1 × Bike: 1 shipped", told[1])

    # RC-1
    def test_headline_of_what_has_no_numbers(self):
        steel = self.make_steel()
        pot = self.make_product("Pot")
        self.make_bom(pot, [(self.steel, 3)])
        order = self.make_order(pot, 4, user=self.worker, confirm=True)
        order.action_assign()
        self.complete(order)
        self.assertEqual(
            steel.with_user(self.worker).get_trace_headline(),
            "In 4 Units × Pot: 4 Units without numbers",
        )

    # RC-1 RC-3
    def test_on_hold(self):
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        plates.with_user(self.inventory_manager).action_hold("ship", "cracked")
        [row] = steel.with_user(self.worker).get_trace_level("where")["rows"]
        self.assertEqual(row["hold"], plates.hold_notice)
        self.assertIn("cracked", row["hold"])

    # RC-1
    def test_timeline(self):
        plates = self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 1)
        bikes = self.build(self.bike, 1)
        self.assertIn(
            f"Built in: Plate {plates.name}, Motor {motors.name}", self.told(bikes)
        )
        self.assertIn(f"Built into {bikes.name}", self.told(motors))

    def told(self, lot):
        return [
            "".join(piece["text"] for piece in entry["pieces"])
            for entry in lot.with_user(self.worker).timeline
        ]

    # RC-1
    def test_statements_do_not_grow(self):
        """A level of forty costs what one of three costs."""
        steel = self.make_steel(200)
        plates = self.build(self.plate, 90, steel=steel)
        self.build(self.motor, 3)
        few = self.count_statements(plates)
        self.build(self.motor, 37)
        self.assertLessEqual(self.count_statements(plates), few)

    def count_statements(self, lot):
        lot = lot.with_user(self.worker)
        lot.get_trace_level("where")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lot.get_trace_level("where")
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestTraceTours(TraceMixin, PreallocMixin, HttpCase):
    # RC-1
    def test_trace(self):
        """A plain worker unfolds what a lot went into, and follows a link."""
        steel = self.make_steel(200)
        plates = self.build(self.plate, 60, steel=steel)
        self.build(self.motor, 45)
        self.build(self.bike, 1)
        self.start_tour(f"/odoo/lots/{plates.id}", "lot_trace", login=self.worker.login)

    # RC-3
    def test_tags_on_hold(self):
        """Where an order shows its numbers as tags, they say why they are red."""
        order = self.make_order(self.plate, 5, user=self.worker, confirm=True)
        order.prealloc_lot_ids.with_user(self.inventory_manager).action_hold(
            "ship", "cracked"
        )
        self.start_tour(
            f"/odoo/manufacturing/{order.id}",
            "order_tags_on_hold",
            login=self.worker.login,
        )


@tagged("post_install", "-at_install")
class TestTraceOnAPhone(PictureMixin, TraceMixin, PreallocMixin, HttpCase):
    browser_size = "390,844"
    touch_enabled = True

    # RC-1 RC-3 UX-14
    def test_trace(self):
        """Cards, indented as deep as they are."""
        plates = self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 1)
        self.build(self.bike, 1)
        motors.with_user(self.inventory_manager).action_hold("ship", "cracked")
        self.start_tour(
            f"/odoo/lots/{plates.id}", "lot_trace_on_a_phone", login=self.worker.login
        )
