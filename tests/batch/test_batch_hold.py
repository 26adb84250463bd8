"""Batch Production builds in no number that is on hold (RC-3)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .batch_case import BUTTONS, BatchCase


@tagged("post_install", "-at_install")
class TestBatchHold(BatchCase):
    """RC-3"""

    def setUp(self):
        super().setUp()
        self.frames = self.make_frames("F1", "F2", "F3")
        self.paint_lot = self.make_lot(self.paint, "P1", 100)

    def hold(self, lots, processes="consume"):
        lots.with_user(self.inventory_manager).action_hold(processes, "cracked")

    def test_named_component(self):
        order = self.confirmed(self.widget, 2)
        self.hold(self.frames[1])
        self.assertListRefused(
            order,
            ["S1,F1,P1", "S2,F2,P1"],
            "Line 2",
            "F2 is on hold for consumption",
            "cracked",
            buttons=BUTTONS[:2],
        )
        self.produce(order, "S1,F1,P1", "S2,F3,P1")
        self.assertGenealogy({"S1": "F1 P1", "S2": "F3 P1"})

    def test_choices(self):
        order = self.confirmed(self.widget, 2)
        self.hold(self.frames[0])
        dialog = self.env["mrp.production.serials"].with_user(self.worker)
        names = [c["name"] for c in dialog.get_component_choices(order.ids, 0)]
        self.assertEqual(names, ["F2", "F3"])

    def test_reserved_for_one_of_several(self):
        """What is not named comes from what is reserved: nothing that is on hold."""
        order = self.confirmed(self.widget, 2, reserve=True)
        self.hold(self.frames[0])
        order.action_assign()
        self.produce(order, "S1", "S2")
        used = {lot for lots in self.components_of(order) for lot in lots}
        self.assertNotIn("F1", used)

    def components_of(self, order):
        for part in self.parts_of(order):
            yield part.move_raw_ids.move_line_ids.lot_id.mapped("name")

    # RC-3: Mark as Done on a list of orders
    def test_orders_of_a_list(self):
        orders = self.confirmed(self.widget, 1, reserve=True)
        orders |= self.confirmed(self.widget, 1, reserve=True)
        lot = orders[1].move_raw_ids.move_line_ids.lot_id.filtered(
            lambda lot: lot.product_id == self.frame
        )
        # past the doors before: as if it were put on hold at this moment
        lot.sudo().write({"hold_processes": "consume", "hold_reason": "cracked"})
        with self.assertRaisesRegex(UserError, f"(?s){lot.name}.*cracked"):
            orders.button_mark_done()
