"""A long batch whose orders Odoo would ask about has nobody to answer (SC-4)."""

from odoo.tests import tagged

from .test_batch_steps import ACTIVITY_TYPE, StepsCase


@tagged("post_install", "-at_install")
class TestConsumptionQuestion(StepsCase):
    """Odoo asks where what is consumed is not what the bill of materials says."""

    def start_with(self, consumption):
        bom = self.make_bom(self.plain, [(self.screw, 4)], consumption=consumption)
        order = self.confirmed(self.plain, 5)
        batch = self.start(order)
        self.work_off(1)
        bom.bom_line_ids.product_qty = 5
        self.work_off()
        return bom, order, batch

    def assertStopped(self, order, batch):
        self.assertEqual((batch.state, batch.done_count), ("stopped", 2))
        rest = batch.order_ids.production_id
        for text in ("Line 3", self.number(3), "Screw 4.00 instead of 5.00 Units"):
            self.assertIn(text, batch.reason)
            self.assertIn(text, rest.message_ids[:1].body)
        activities = rest.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref(ACTIVITY_TYPE)
        )
        self.assertEqual(activities.user_id, self.worker)
        # what is done stays, nothing is half done
        parts = self.parts_of(order)
        self.assertEqual(parts.mapped("product_qty"), [1, 1, 3])
        self.assertEqual(parts.mapped("state"), ["done", "done", "confirmed"])
        self.assertEqual(parts[-1], rest)
        self.assertEqual(self.names(rest.prealloc_lot_ids), self.numbers(3, 3))
        self.assertFalse(rest.qty_producing or rest.lot_producing_ids)
        self.assertFalse(any(rest.move_raw_ids.mapped("picked")))
        self.assertEqual(self.screw.qty_available, 1000 - 8)

    def assertGoesOn(self, order, batch):
        batch.with_user(self.worker).action_resume()
        self.work_off()
        self.assertEqual(batch.state, "done")
        self.assertParts(order, self.numbers(5), ["done"] * 5)
        self.assertFalse(self.parts_of(order).activity_ids)

    # SC-4: a question in the middle stops it before that unit, and says why
    def test_warning(self):
        self.check_bom_is_put_right("warning")

    # SC-4: where only a manager may answer
    def test_strict(self):
        self.check_bom_is_put_right("strict")

    def check_bom_is_put_right(self, consumption):
        bom, order, batch = self.start_with(consumption)
        self.assertStopped(order, batch)
        bom.bom_line_ids.product_qty = 4
        self.assertGoesOn(order, batch)
        self.assertEqual(self.screw.qty_available, 1000 - 20)

    # SC-4: or the order follows the bill of materials
    def test_order_is_put_right(self):
        _bom, order, batch = self.start_with("strict")
        rest = batch.order_ids.production_id
        rest.with_user(self.worker).move_raw_ids.product_uom_qty = 15
        self.assertGoesOn(order, batch)
        self.assertEqual(self.screw.qty_available, 1000 - 8 - 15)

    # SC-4: where any consumption will do, nothing is asked
    def test_flexible(self):
        _bom, order, batch = self.start_with("flexible")
        self.assertEqual(batch.state, "done")
        self.assertParts(order, self.numbers(5), ["done"] * 5)
