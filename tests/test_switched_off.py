"""What the addon does in a company that does not preallocate (SC-1, NO-3)."""

import sys
from pathlib import Path

import odoo.orm
from odoo.tests import tagged

from .batch.split_case import SplitCase
from .transfers.lot_range_case import LotRangeMixin

ROOT = Path(odoo.orm.__file__).parents[1]
# What asks the database for somebody else: who that is stands above it.
MACHINERY = tuple(
    str(ROOT / name) for name in ("orm", "tools", "sql_db.py", "models", "fields")
)


def is_asked_by_us():
    """:return: whether a statement that is executed now is ours, not Odoo's"""
    frame = sys._getframe(2)
    called = ""
    while frame:
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        is_ours = "/lot_prealloc" in path
        # what only goes on to what Odoo does was asked by whoever called it
        is_passing = is_ours and name == called
        if not is_passing and not path.startswith(MACHINERY):
            return is_ours
        frame, called = frame.f_back, name
    return False


@tagged("post_install", "-at_install")
class TestStatements(LotRangeMixin, SplitCase):
    """The statements that we add are as many for sixty numbers as for twenty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False

    def setUp(self):
        super().setUp()
        self.asked = []
        cursor_class = type(self.env.cr)
        execute = cursor_class.execute

        def count_and_execute(cursor, *args, **kwargs):
            if is_asked_by_us():
                self.asked.append(args[0])
            return execute(cursor, *args, **kwargs)

        self.patch(cursor_class, "execute", count_and_execute)

    def count(self, action, *args):
        """:return: list of our statements"""
        self.env.flush_all()
        self.env.invalidate_all()
        self.asked = []
        action(*args)
        self.env.flush_all()
        return self.asked

    def assertNoneForEach(self, make, act):
        """
        :param make: function of a name and how many, which prepares what is acted on
        :param act: function of what ``make`` has returned
        """
        self.count(act, make("W", 3))
        few = self.count(act, make("F", 20))
        many = self.count(act, make("M", 60))
        self.assertLessEqual(len(many), len(few), many)

    def make_named_receipt(self, prefix, count):
        receipt = self.make_receipt((self.motor, count))
        for index, line in enumerate(receipt.move_line_ids):
            line.lot_name = f"{prefix}-{index:02}"
        return receipt

    def make_reserved_delivery(self, prefix, count):
        self.validate(self.make_named_receipt(prefix, count))
        return self.make_delivery((self.motor, count))

    def make_reserved_transfer(self, prefix, count):
        self.validate(self.make_named_receipt(prefix, count))
        return self.make_transfer(
            self.warehouse.int_type_id,
            (self.motor, count),
            source=self.stock_location,
            target=self.shelf,
            assign=True,
        )

    def make_orders(self, _prefix, count):
        return self.env["mrp.production"].create(
            [{"product_id": self.drone.id, "product_qty": 1} for _index in range(count)]
        )

    def make_reserved_orders(self, prefix, count):
        orders = self.make_orders(prefix, count)
        orders.action_confirm()
        orders.action_assign()
        for order in orders:
            order.action_generate_serial()
        return orders

    # SC-1
    def test_receipt(self):
        self.assertNoneForEach(self.make_named_receipt, self.validate)

    # SC-1
    def test_generate_serials(self):
        def generate(receipt):
            move = receipt.move_ids
            name = f"{receipt.id}-001"
            move._generate_serial_numbers(name, int(move.product_uom_qty))
            self.assertEqual(receipt.move_line_ids[0].lot_name, name)

        self.assertNoneForEach(
            lambda _prefix, count: self.make_receipt((self.motor, count)), generate
        )

    # SC-1
    def test_delivery(self):
        self.assertNoneForEach(self.make_reserved_delivery, self.validate)

    # SC-1
    def test_internal_transfer(self):
        self.assertNoneForEach(self.make_reserved_transfer, self.validate)

    # SC-1
    def test_unreserve(self):
        self.assertNoneForEach(
            self.make_reserved_delivery, lambda picking: picking.do_unreserve()
        )

    # SC-1
    def test_check_availability(self):
        def make_unreserved(prefix, count):
            delivery = self.make_reserved_delivery(prefix, count)
            delivery.do_unreserve()
            return delivery

        self.assertNoneForEach(make_unreserved, lambda picking: picking.action_assign())

    # SC-1
    def test_confirmation(self):
        self.assertNoneForEach(self.make_orders, lambda orders: orders.action_confirm())

    # SC-1 SC-2
    def test_mark_as_done(self):
        self.stock(self.screw, 400)
        self.make_bom(self.drone, [(self.screw, 1)])
        self.assertNoneForEach(
            self.make_reserved_orders,
            lambda orders: orders.with_context(
                skip_redirection=True
            ).button_mark_done(),
        )
