"""What is inside a number, and where it went."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .trace_case import TraceCase


@tagged("post_install", "-at_install")
class TestTrace(TraceCase):
    # RC-1
    def test_every_level_with_quantities(self):
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        motors = self.build(self.motor, 2)
        bikes = self.build(self.bike, 2)
        self.assertEqual(
            self.names_of(bikes[0].with_user(self.worker).get_trace("inside")),
            [
                (1, plates.name, 2),
                (1, motors[0].name, 1),
                (2, steel.name, 4),
                (2, plates.name, 1),
                (3, steel.name, 2),
            ],
        )
        where = steel.with_user(self.storekeeper).get_trace("where")
        self.assertEqual(
            self.names_of(where),
            [
                (1, plates.name, 10),
                (2, motors[0].name, 1),
                (2, motors[1].name, 1),
                (2, bikes[0].name, 1),
                (2, bikes[1].name, 1),
                (3, bikes[0].name, 1),
                (3, bikes[1].name, 1),
            ],
        )
        # of the steel: 2 kg for the motor's plate, 4 kg for the bike's own
        self.assertEqual(
            [row["carried_quantity"] for row in where], [20, 2, 2, 4, 4, 2, 2]
        )
        self.assert_trace(steel + plates + motors + bikes)

    # RC-1
    def test_orders_transfers_and_dates(self):
        steel = self.make_steel()
        plates = self.build(self.plate, 2, steel=steel)
        delivery = self.deliver(plates, 1)
        [row] = steel.get_trace("where")
        self.assertEqual(
            (row["production_id"], row["picking_id"], row["product_id"]),
            (plates.production_id.id, delivery.id, self.plate.id),
        )
        self.assertEqual(row["date"], plates.production_date)
        [row] = plates.get_trace("inside")
        receipt = steel.move_line_ids.picking_id.filtered(
            lambda picking: picking.picking_type_code == "incoming"
        )
        self.assertEqual((row["parent_lot_id"], row["lot_id"]), (plates.id, steel.id))
        self.assertEqual(row["picking_id"], receipt.id)

    # RC-1
    def test_several_numbers_of_one_order(self):
        """Odoo links each with each: lots are shared out, a serial may be in all."""
        self.build(self.plate, 12, steel=self.make_steel())
        motors = self.build(self.motor, 3)
        bikes = self.build(self.bike, 3, is_batch=False)
        inside = bikes[0].get_trace("inside")
        self.assertEqual(
            {(lot, q) for level, lot, q in self.names_of(inside) if level == 1},
            {(motor.name, 1) for motor in motors} | {(self.plate_lot().name, 2)},
        )
        self.assert_trace(motors + bikes)

    def plate_lot(self):
        return self.env["stock.lot"].search([("product_id", "=", self.plate.id)])

    # RC-1
    def test_taken_apart(self):
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        motors = self.build(self.motor, 1)
        bikes = self.build(self.bike, 1)
        self.unbuild(bikes)
        self.assertFalse(bikes.get_trace("inside"))
        self.assertFalse(motors.get_trace("where"))
        again = self.build(self.bike, 1)
        self.assertEqual(self.names_of(motors.get_trace("where")), [(1, again.name, 1)])
        # a part of a lot
        self.unbuild(plates, 2)
        [(_level, _name, left), *_more] = self.names_of(steel.get_trace("where"))
        self.assertEqual(left, 8)
        self.assert_trace(steel + plates + motors + bikes + again)

    # RC-1
    def test_rework_ends(self):
        plates = self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        self.rework(bike, motor=motors[1])
        self.assertEqual(
            {name for level, name, _q in self.names_of(bike.get_trace("inside"))},
            {*motors.mapped("name"), plates.name, "STEEL-1"},
        )
        self.assertEqual(
            self.names_of(motors[0].get_trace("where")), [(1, bike.name, 1)]
        )
        self.assert_trace(plates + motors + bike)

    # RC-1
    def test_repaired(self):
        """What a repair builds in is inside; what it takes out is not any more."""
        plates = self.build(self.plate, 10, steel=self.make_steel())
        motors = self.build(self.motor, 2)
        bike = self.build(self.bike, 1, motor=motors[0])
        self.repair(bike, add=motors[1], remove=motors[0])
        [row] = motors[1].with_user(self.storekeeper).get_trace("where")
        self.assertEqual(
            (row["lot_id"], row["production_id"], row["carried_quantity"]),
            (bike.id, False, 1),
        )
        self.assertEqual(
            {name for level, name, _q in self.names_of(bike.get_trace("inside"))},
            {motors[1].name, plates.name, "STEEL-1"},
        )
        self.assertFalse(motors[0].get_trace("where"))
        self.assert_trace(plates + motors + bike)
        # taken out, mended, and built in again
        self.count(motors[0], 0, motors[0].location_id)
        self.count(motors[0], 1)
        self.repair(bike, add=motors[0], remove=motors[1])
        self.assertEqual(
            self.names_of(motors[0].get_trace("where")), [(1, bike.name, 1)]
        )
        self.assertFalse(motors[1].get_trace("where"))
        self.assert_trace(plates + motors + bike)

    # RC-1
    def test_repaired_with_what_was_bought(self):
        """A number that nobody here has made, of a lot a part is repaired."""
        steel = self.make_steel(10)
        motor = self.make_lot(self.motor, "BOUGHT", 1)
        self.repair(steel, add=motor)
        plates = self.build(self.plate, 5, steel=steel)
        self.assertEqual(
            self.names_of(motor.get_trace("where")),
            [(1, steel.name, 1), (2, plates.name, 5)],
        )
        self.assert_trace(steel + plates + motor)

    # RC-1
    def test_made_and_bought(self):
        """What was used of a lot is a part of all of it, also of what was bought."""
        steel = self.make_steel()
        plates = self.build(self.plate, 4, steel=steel)
        self.receive(plates, 8)
        self.take_back(plates.move_line_ids.picking_id, 2)
        self.build(self.motor)
        self.assertEqual(
            [row["carried_quantity"] for row in steel.get_trace("where")], [8, 0.8]
        )
        self.assert_trace(steel + plates)

    # RC-1
    def test_made_without_a_number(self):
        pot = self.make_product("Pot")
        self.make_bom(pot, [(self.steel, 3)])
        steel = self.make_steel()
        order = self.make_order(pot, 4, user=self.worker, confirm=True)
        order.action_assign()
        self.complete(order)
        [row] = steel.get_trace("where")
        self.assertEqual(
            (row["lot_id"], row["product_id"], row["quantity"], row["production_id"]),
            (False, pot.id, 4, order.id),
        )

    # RC-1
    def test_odoo_shows_no_more(self):
        """Odoo's own report, unfolded, names the same numbers."""
        steel = self.make_steel()
        plates = self.build(self.plate, 10, steel=steel)
        motors = self.build(self.motor, 1)
        bikes = self.build(self.bike, 1)
        lines = self.unfold_traceability(bikes)
        lots = steel + plates + motors
        shown = {line["lot_name"] for line in lines} & set(lots.mapped("name"))
        self.assertEqual(
            {name for _level, name, _q in self.names_of(bikes.get_trace("inside"))},
            shown,
        )

    # RC-1
    def test_one_statement_however_deep(self):
        steel = self.make_steel()
        self.build(self.plate, 10, steel=steel)
        self.count_statements(steel)
        few = self.count_statements(steel)
        self.build(self.motor, 4)
        self.build(self.bike, 3)
        self.assertEqual(self.count_statements(steel), few)

    def count_statements(self, lot):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lot.get_trace("where")
        return self.env.cr.sql_log_count - before

    # RC-1
    def test_another_direction(self):
        with self.assertRaisesRegex(UserError, "not to “up”"):
            self.make_steel().get_trace("up")

    # RC-5
    def test_who_may_see(self):
        steel = self.make_steel()
        self.build(self.plate, 1, steel=steel)
        portal = new_test_user(self.env, "trace_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            steel.with_user(portal).get_trace("where")
        for user in (self.worker, self.storekeeper):
            self.assertEqual(len(steel.with_user(user).get_trace("where")), 1)

    # RC-5
    def test_companies_apart(self):
        """A lot of no company, used by another one."""
        steel = self.make_steel()
        steel.company_id = False
        self.build(self.plate, 1, steel=steel)
        other = self.make_company("Other")
        keeper = self.make_user(
            "trace_other",
            "stock.group_stock_user",
            company_id=other.id,
            company_ids=other.ids,
        )
        self.assertFalse(steel.with_user(keeper).get_trace("where"))
        self.assertTrue(steel.get_trace("where"))
