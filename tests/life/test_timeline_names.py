"""History is not rewritten: the timeline has the names and places of then (AB-17)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import PreallocCase
from .timeline_case import TimelineMixin


@tagged("post_install", "-at_install")
class TestTimelineNames(TimelineMixin, PreallocCase):
    def sentences(self, lot):
        self.env.invalidate_all()
        return {e["kind"]: self.sentence(e) for e in self.timeline(lot)}

    # AB-17: generated for an order that was divided since
    def test_divided_order(self):
        order = self.make_order(self.widget, 3, user=self.worker, confirm=True)
        lots = order.prealloc_lot_ids.sorted("id")
        before = order.name
        order.sudo()._split_productions({order: [1, 2]})
        self.env.flush_all()
        self.assertNotEqual(order.name, before)
        generated = self.timeline(lots[0], self.worker)[0]
        self.assertEqual(
            self.sentence(generated), f"Generated for {before} by {self.worker.name}"
        )
        # what it is called today opens
        self.assertEqual(self.links(generated), [order.sudo()])

    # AB-17: renamed after the goods were moved
    def test_renamed_documents(self):
        order, lot = self.make_produced()
        delivery = self.move(lot)
        delivery.action_assign()
        self.finish(delivery)
        before = self.sentences(lot)
        self.assertIn(order.name, before["produced"])
        self.assertIn(delivery.name, before["shipped"])
        order.sudo().name = "RENAMED-MO"
        delivery.sudo().name = "RENAMED-OUT"
        self.env.flush_all()
        self.assertEqual(self.sentences(lot), before)
        entries = {e["kind"]: e for e in self.timeline(lot, self.worker)}
        self.assertEqual(self.links(entries["produced"]), [order.sudo()])

    # AB-17: history is not written over RPC
    def test_nobody_writes_the_name(self):
        _order, lot = self.make_produced()
        line = lot.move_line_ids.with_user(self.planner)
        with self.assertRaises(AccessError):
            line.write({"done_reference": "FORGED"})

    # AB-17: released from a delivery that is renamed
    def test_renamed_after_a_release(self):
        lot, delivery = self.make_reserved()
        name = delivery.name
        delivery.do_unreserve()
        delivery.sudo().name = "RENAMED"
        sentences = self.sentences(lot)
        for kind in ("allocated", "released"):
            self.assertIn(name, sentences[kind])
            self.assertNotIn("RENAMED", sentences[kind])

    # AB-17: what has not happened yet has the name of today
    def test_open_reservation(self):
        lot, delivery = self.make_reserved()
        delivery.sudo().name = "RENAMED"
        self.assertIn("RENAMED", self.sentences(lot)["allocated"])

    # AB-17: what has left is not said to be where it was
    def test_place_of_what_has_left(self):
        lot, delivery = self.make_reserved()
        self.finish(delivery)
        self.return_(delivery)
        places = {e["kind"]: e["location"] for e in self.timeline(lot)}
        stock = self.stock_location.display_name
        self.assertEqual(places["allocated"], stock)
        self.assertEqual(places["shipped"], f"from {stock}")
        self.assertEqual(places["returned"], stock)

    # NO-4: databases from before have no names: today's are shown
    def test_moved_before_the_update(self):
        order, lot = self.make_produced()
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move_line SET done_reference = NULL")
        self.env.cr.execute("UPDATE stock_lot SET allocated_reference = NULL")
        self.assertIn(f"with {order.name} by", self.sentences(lot)["produced"])
        self.assertIn(order.name, self.sentences(lot)["generated"])

    # AB-17: noted in the UPDATE that is made anyway
    def test_one_update(self):
        lots = [self.make_lot(self.widget, f"L-{i}", quantity=1) for i in range(3)]
        delivery = self.make_delivery(
            (self.widget, 3), partner_id=self.customer.id, user=self.storekeeper
        )
        delivery.action_assign()
        self.finish(delivery)
        self.env.flush_all()
        lines = delivery.move_line_ids
        self.assertEqual(lines.lot_id.ids, [lot.id for lot in lots])
        self.assertEqual(set(lines.mapped("done_reference")), {delivery.name})
