"""A recall of steel: what became of the bikes that it is in."""

from odoo.tests import new_test_user

from ..common import PreallocCase
from .trace_case import TraceMixin


class RecallMixin(TraceMixin):
    """What the tests of recalls share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.nordwind = partners.create(
            {"name": "Nordwind", "email": "nordwind@example.com"}
        )
        cls.zephyr = partners.create({"name": "Zephyr", "email": "zephyr@example.com"})

    @classmethod
    def make_portal(cls):
        return new_test_user(cls.env, "recall_portal", groups="base.group_portal")

    def make_recall(self, lots, user=None, find=True, **vals):
        """:return: a recall of an inventory manager, found"""
        self.later()
        recall = (
            self.env["lot.recall"]
            .with_user(user or self.inventory_manager)
            .create({"lot_ids": lots.ids, "reason": "cracked", **vals})
        )
        if find:
            self.later(minutes=4)
            recall.action_find()
        return recall

    def told(self, recall, **same):
        """:return: sorted list of ``(state, number, quantity)`` of lines"""
        return sorted(
            (line.state, line.number, round(line.quantity, 3))
            for line in recall.sudo().line_ids
            if all(line[name] == value for name, value in same.items())
        )

    def make_bikes(self):
        """Six bikes of one lot of steel: two are with Nordwind, one with Zephyr, one
        came back, one is here, one is scrapped, one will be made.
        """
        self.steel_lot = self.make_steel()
        self.plates = self.build(self.plate, 40, steel=self.steel_lot)
        self.motors = self.build(self.motor, 7)
        self.bikes = self.build(self.bike, 6)
        self.deliver(self.bikes[0], partner_id=self.nordwind.id)
        self.deliver(self.bikes[1], partner_id=self.nordwind.id)
        self.deliver(self.bikes[2], partner_id=self.zephyr.id)
        self.take_back(self.deliver(self.bikes[3], partner_id=self.zephyr.id))
        self.scrap(self.bikes[5])
        self.order = self.make_order(self.bike, 1, user=self.worker, confirm=True)
        self.order.action_assign()


class RecallCase(RecallMixin, PreallocCase):
    """``RecallMixin`` without a browser."""
