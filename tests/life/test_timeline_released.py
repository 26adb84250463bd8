"""The timeline of a number: allocated and released (AB-13, AB-17)."""

from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from .timeline_case import TimelineMixin


@tagged("post_install", "-at_install")
class TestTimelineReleased(TimelineMixin, PreallocCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        # what a test prepares is older than what it tells of
        self.env.cr._now = datetime(2026, 1, 1)

    def assertReleased(self, lot, document, user=None):
        user = user or self.inventory_manager
        self.assertTimeline(
            lot,
            [
                *self.get_beginning(lot),
                (
                    "2026-02-01 08:00",
                    f"Allocated to {document} for Customer A by "
                    f"{self.storekeeper.name}",
                ),
                ("2026-02-02 09:00", f"Released from {document} by {user.name}"),
            ],
        )

    def get_beginning(self, lot):
        """Made by hand, at the moment of this test's transaction."""
        date = fields.Datetime.to_string(lot.create_date)[:16]
        return [(date, f"Created by {self.env.user.name}")]

    # AB-13, AB-17
    def test_released_by_unreserve(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).do_unreserve()
        self.assertReleased(lot, delivery.name)
        event = lot.event_ids[-1]
        self.assertRecordValues(
            event,
            [
                {
                    "kind": "released",
                    "picking_id": delivery.id,
                    "partner_id": self.customer.id,
                    "location_id": self.stock_location.id,
                    "company_id": self.company.id,
                }
            ],
        )

    # AB-13, AB-17
    def test_released_by_cancel(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).action_cancel()
        self.assertReleased(lot, delivery.name)

    # AB-13, AB-17: the document is gone, its name is not
    def test_released_by_deletion(self):
        lot, delivery = self.make_reserved()
        name = delivery.name
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).action_cancel()
            delivery.with_user(self.inventory_manager).unlink()
        self.assertReleased(lot, name)
        self.assertFalse(self.links(self.timeline(lot)[-1]))

    # AB-13, AB-17
    def test_released_by_deleting_the_line(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            move = delivery.with_user(self.inventory_manager).move_ids
            with Form(move, "stock.view_stock_move_operations") as form:
                form.move_line_ids.remove(0)
        self.assertReleased(lot, delivery.name)

    # AB-13, AB-17
    def test_released_by_quantity_zero(self):
        lot, delivery = self.make_reserved()
        with self.at("2026-02-02 09:00:00"):
            delivery.with_user(self.inventory_manager).move_line_ids.quantity = 0
        self.assertReleased(lot, delivery.name)
        delivery.do_unreserve()
        self.assertReleased(lot, delivery.name)

    # AB-16, AB-17: a person chooses another number, and the first one again
    def test_other_number_on_the_line(self):
        lot, delivery = self.make_reserved()
        other = self.make_lot(self.widget, "RES-2", quantity=1)
        line = delivery.with_user(self.inventory_manager).move_line_ids
        with self.at("2026-02-02 09:00:00"):
            line.lot_id = other
        self.assertReleased(lot, delivery.name)
        user = self.inventory_manager.name
        allocated = f"Allocated to {delivery.name} for Customer A by {user}"
        released = f"Released from {delivery.name} by {user}"
        self.assertTimeline(
            other, [*self.get_beginning(other), ("2026-02-02 09:00", allocated)]
        )
        with self.at("2026-02-03 09:00:00"):
            line.lot_id = lot
        self.assertTimeline(
            other,
            [
                *self.get_beginning(other),
                ("2026-02-02 09:00", allocated),
                ("2026-02-03 09:00", released),
            ],
        )
        with self.at("2026-02-04 09:00:00"):
            line.unlink()
        self.assertEqual(
            [(e["date"][:10], e["kind"]) for e in self.timeline(lot)[1:]],
            [
                ("2026-02-01", "allocated"),
                ("2026-02-02", "released"),
                ("2026-02-03", "allocated"),
                ("2026-02-04", "released"),
            ],
        )

    # AB-13, AB-17: reserved by the first step of a delivery
    def test_steps_of_a_delivery(self):
        self.warehouse.delivery_steps = "pick_ship"
        lot = self.make_lot(self.widget, "STEP-1", quantity=1)
        rule = self.env["stock.rule"]
        procurement = rule.Procurement(
            self.widget,
            1,
            self.uom_unit,
            self.customers,
            "Steps",
            "Steps",
            self.company,
            {"warehouse_id": self.warehouse, "partner_id": self.customer.id},
        )
        with self.at("2026-02-01 08:00:00"):
            rule.run([procurement])
        moves = self.env["stock.move"].search([("product_id", "=", self.widget.id)])
        pick = moves.picking_id
        with self.at("2026-02-02 08:00:00"):
            pick.do_unreserve()
        with self.at("2026-02-03 08:00:00"):
            pick.action_assign()
            self.finish(pick)
        ship = pick.move_ids.move_dest_ids.picking_id
        with self.at("2026-02-04 08:00:00"):
            ship.action_assign()
            self.finish(ship)
        self.assertEqual(
            [
                (entry["kind"], pick.name in self.sentence(entry))
                for entry in self.timeline(lot)[1:]
            ],
            [
                ("allocated", True),
                ("released", True),
                ("allocated", True),
                ("moved", True),
                ("allocated", False),
                ("shipped", False),
            ],
        )
        self.assertIn("for Customer A", self.sentence(self.timeline(lot)[1]))

    # AB-17: what is no delivery leaves no events
    def test_other_reservations_are_not_remembered(self):
        lot = self.make_lot(self.widget, "INT-1", quantity=1)
        transfer = self.move(lot, "internal")
        transfer.action_assign()
        self.assertEqual(transfer.move_line_ids.lot_id, lot)
        transfer.do_unreserve()
        frame = self.make_product("Timeline Frame", "serial")
        self.make_bom(frame, [(self.widget, 1)])
        order = self.make_order(frame, 1, user=self.worker, confirm=True)
        order.action_assign()
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id, lot)
        order.do_unreserve()
        self.assertFalse(lot.event_ids)
        self.assertEqual([e["kind"] for e in self.timeline(lot)], ["created"])

    # AB-17: an order for a delivery that waits for it
    def test_reserved_at_completion_comes_after_production(self):
        delivery = self.move(self.make_lot(self.widget, "NONE-1"))
        order = self.make_order(self.widget, 1, user=self.worker, confirm=True)
        order.move_finished_ids.move_dest_ids = delivery.move_ids
        lot = order.prealloc_lot_ids
        self.complete(order)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        # the same transaction, whose start is the date of the new line
        self.assertEqual(
            [entry["kind"] for entry in self.timeline(lot)],
            ["generated", "produced", "allocated"],
        )

    # AB-17: who did it is not who wrote on it later
    def test_user_is_not_who_wrote_later(self):
        with self.at("2026-01-05 08:00:00"):
            order, lot = self.make_produced()
        line = lot.move_line_ids

        def assert_user(name):
            self.assertEqual(
                self.sentence(self.timeline(lot)[-1]),
                f"Produced with {order.name} by {name}",
            )

        def write_later(record, vals):
            with self.at("2026-01-06 08:00:00"):
                record.with_user(self.planner).write(vals)

        write_later(line, {"is_entire_pack": False})
        write_later(line.move_id, {"sequence": 12})
        assert_user(self.worker.name)
        with self.assertRaises(AccessError):
            write_later(line, {"done_by_id": self.planner.id})
        # done before the addon was there
        line.sudo().done_by_id = False
        write_later(line, {"is_entire_pack": True})
        assert_user("an unknown user")

    # AB-17: done before the addon was there
    def test_user_of_an_old_line(self):
        with self.at("2026-01-05 08:00:00"):
            _order, lot = self.make_produced()
            lot.move_line_ids.sudo().done_by_id = False
        with self.at("2026-01-06 08:00:00"):
            lot.move_line_ids.with_user(self.planner).write({"is_entire_pack": False})
        self.assertIn(self.worker.name, self.sentence(self.timeline(lot)[-1]))

    # AB-17: numbers from before the addon
    def test_old_lot(self):
        order, lot = self.make_produced()
        delivery = self.move(lot)
        delivery.action_assign()
        self.finish(delivery)
        lot.event_ids.unlink()
        lot.sudo().allocated_production_id = False
        self.assertEqual(
            [entry["kind"] for entry in self.timeline(lot)],
            ["created", "produced", "allocated", "shipped"],
        )
