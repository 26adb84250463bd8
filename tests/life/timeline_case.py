"""What the tests of the timeline share: what people do, and what they see."""

from contextlib import contextmanager
from datetime import datetime

from odoo import Command
from odoo.tests import freeze_time

from ..common import PreallocMixin


class TimelineMixin(PreallocMixin):
    """Numbers that are moved on certain days, by certain people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product(
            "Timeline Widget",
            "serial",
            lot_number_format_id=cls.make_format("TIME-{0000}").id,
        )
        cls.cheese = cls.make_product("Timeline Cheese", "lot")
        cls.customer = cls.env["res.partner"].create({"name": "Customer A"})
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor V"})
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )

    @contextmanager
    def at(self, moment):
        """A transaction of that moment: Odoo's clock and PostgreSQL's."""
        before = self.env.cr._now
        self.env.flush_all()
        with freeze_time(moment):
            self.env.cr._now = datetime.fromisoformat(moment)
            try:
                yield
                self.env.flush_all()
            finally:
                self.env.cr._now = before

    # ------------------------------------------------------------------
    # What people do
    # ------------------------------------------------------------------

    def move(self, lot, kind="outgoing", quantity=1, **vals):
        """:return: a confirmed ``stock.picking`` of the lot's product"""
        demand = (lot.product_id, quantity)
        if kind == "outgoing":
            vals = {"partner_id": self.customer.id, **vals}
            return self.make_delivery(demand, **vals)
        if kind == "incoming":
            vals = {"partner_id": self.vendor.id, **vals}
            return self.make_receipt(demand, **vals)
        return self.make_transfer(
            self.warehouse.int_type_id, demand, target=self.shelf, **vals
        )

    def name_lot(self, picking, lot, quantity=1):
        """A person enters the number on a transfer that reserves nothing."""
        picking.move_ids.move_line_ids.unlink()
        move = picking.move_ids
        picking.write(
            {
                "move_line_ids": [
                    Command.create(
                        {
                            "move_id": move.id,
                            "product_id": move.product_id.id,
                            "lot_id": lot.id,
                            "quantity": quantity,
                            "location_id": move.location_id.id,
                            "location_dest_id": move.location_dest_id.id,
                        }
                    )
                ]
            }
        )

    def finish(self, picking, user=None):
        picking = picking.with_user(user or picking.env.user)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")

    def return_(self, picking, user=None):
        """:return: the return of a transfer, done"""
        back = self.make_return(picking, 1, user)
        self.finish(back)
        return back

    def make_produced(self, user=None):
        """:return: order and number, produced"""
        order = self.make_order(self.widget, 1, user=user or self.worker, confirm=True)
        lot = order.prealloc_lot_ids
        self.complete(order)
        return order, lot

    # ------------------------------------------------------------------
    # What they see
    # ------------------------------------------------------------------

    def timeline(self, lot, user=None):
        """:return: list of dicts, as the form of this user gets them"""
        lot = lot.with_user(user or self.storekeeper)
        lot.invalidate_recordset(["timeline"])
        return lot.timeline or []

    def sentence(self, entry):
        return "".join(piece["text"] for piece in entry["pieces"])

    def links(self, entry):
        return [
            self.env[piece["model"]].browse(piece["id"])
            for piece in entry["pieces"]
            if "model" in piece
        ]

    def assertTimeline(self, lot, expected, user=None):
        """:param expected: list of ``(date, sentence)``, oldest first"""
        self.assertEqual(
            [
                (entry["date"][:16], self.sentence(entry))
                for entry in self.timeline(lot, user)
            ],
            expected,
        )

    def make_reserved(self, lot=None):
        """:return: lot and the delivery that has reserved it"""
        lot = lot or self.make_lot(self.widget, "RES-1", quantity=1)
        with self.at("2026-02-01 08:00:00"):
            delivery = self.move(lot)
            delivery.action_assign()
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        return lot, delivery
