"""What a validation leaves is what Odoo leaves, to the last column (SC-1 NO-3)."""

import os
from datetime import timedelta
from random import Random
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.lot_prealloc.models.bulk import stock_move
from odoo.addons.lot_prealloc.models.bulk.scopes import PLAIN
from odoo.addons.lot_prealloc.models.lots import stock_lot
from odoo.addons.lot_prealloc.tools.scope import get_open_scopes

from ..batch.split_case import SplitCase
from ..histories import play
from ..transfers.lot_range_case import LotRangeMixin
from .test_bulk import BothWays

SEEDS = os.environ.get("MOVING_SEEDS", "1,2,3,4")


class MovingCase(BothWays, LotRangeMixin, SplitCase):
    def setUp(self):
        super().setUp()
        # a few lines are many
        self.startPatcher(patch.object(stock_move, "VALUED_PORTION", 2))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = True
        cls.bin = cls.env["stock.location"].create(
            {"name": "Bin", "location_id": cls.shelf.id}
        )
        cls.boxes = cls.env["stock.package"].create(
            [{"name": name} for name in ("BOX-1", "BOX-2")]
        )
        cls.owner = cls.env["res.partner"].create({"name": "Owner O"})

    def make_dated_serials(self, count, **place):
        """:return: ``stock.lot`` in stock, each a day younger than the one before"""
        lots = self.env["stock.lot"].create(
            [
                {"name": f"S-{index:02}", "product_id": self.motor.id}
                for index in range(count)
            ]
        )
        for index, lot in enumerate(lots):
            self.stock(
                self.motor,
                1,
                lot,
                in_date=fields.Datetime.now() - timedelta(days=50 - index),
                **place,
            )
        return lots

    def name_lines(self, picking, prefix):
        for index, line in enumerate(picking.move_line_ids):
            if line.product_id.tracking != "none":
                line.lot_name = f"{prefix}-{index:02}"

    def move_lines(self, *lines):
        """Move at once what each line says, as it is and unreserved.

        :param lines: dicts for ``stock.move.line``
        """
        operation_type = self.warehouse.int_type_id
        # Odoo lets tracked goods without a number pass
        operation_type.write({"use_create_lots": False, "use_existing_lots": False})
        moves = self.env["stock.move"].create(
            [
                {
                    "product_id": vals["product_id"],
                    "location_id": vals["location_id"],
                    "location_dest_id": vals["location_dest_id"],
                    "product_uom_qty": vals["quantity"],
                    "picking_type_id": operation_type.id,
                    "origin": f"line {index}",
                    "move_line_ids": [Command.create({**vals, "picked": True})],
                }
                for index, vals in enumerate(lines)
            ]
        )
        moves._action_confirm(merge=False)
        moves.picked = True
        moves._action_done()


@tagged("post_install", "-at_install")
class TestTransfersBothWays(MovingCase):
    # SC-1
    def test_receipt(self):
        self.env["stock.putaway.rule"].create(
            {
                "product_id": self.motor.id,
                "location_in_id": self.stock_location.id,
                "location_out_id": self.bin.id,
            }
        )
        self.stock(self.screw, 3)
        self.stock(self.screw, 4, package_id=self.boxes[0])
        receipt = self.make_receipt((self.motor, 5), (self.milk, 6), (self.screw, 7))
        self.name_lines(receipt, "R")
        motors = receipt.move_line_ids.filtered(lambda r: r.product_id == self.motor)
        motors[0].result_package_id = self.boxes[1]
        motors[1].owner_id = self.owner

        def way():
            self.validate(receipt)

        self.assertSameBothWays(way)

    # SC-1
    def test_receipt_of_dozens(self):
        receipt = self.make_receipt((self.milk, 3), (self.screw, 2))
        receipt.move_ids.product_uom = self.uom_dozen
        self.name_lines(receipt, "R")
        self.assertSameBothWays(lambda: self.validate(receipt))

    # SC-1: the same lot on several lines, more of it is here
    def test_receipt_of_a_lot(self):
        lot = self.make_lot(self.milk, "L", 4)
        receipt = self.make_receipt((self.milk, 6))
        receipt.move_line_ids.write({"quantity": 2, "lot_id": lot.id})
        receipt.move_line_ids.copy({"quantity": 4})
        self.assertSameBothWays(lambda: self.validate(receipt))

    # SC-1
    def test_lines_that_are_saved_together(self):
        def way():
            receipt = self.make_receipt((self.motor, 4))
            move = receipt.move_ids.with_user(self.storekeeper)
            move._generate_serial_numbers("GEN-01", 4)
            line, dropped = move.move_line_ids[:2]
            typed = {
                "picking_id": receipt.id,
                "product_id": self.motor.id,
                "quantity": 1,
                "location_id": receipt.location_id.id,
                "location_dest_id": receipt.location_dest_id.id,
            }
            move.write(
                {
                    "move_line_ids": [
                        Command.update(line.id, {"lot_name": "TYPED-1"}),
                        Command.delete(dropped.id),
                        Command.create({**typed, "lot_name": "TYPED-2"}),
                        Command.create({**typed, "lot_name": "TYPED-3"}),
                    ]
                }
            )
            self.validate(receipt)

        self.assertSameBothWays(way)

    def test_receipt_in_part(self):
        receipt = self.make_receipt((self.motor, 5), (self.screw, 7))
        self.name_lines(receipt, "R")
        for move in receipt.move_ids:
            move.move_line_ids[0].picked = True
        screws = receipt.move_ids.filtered(lambda r: r.product_id == self.screw)
        screws.move_line_ids.quantity = 2
        self.assertSameBothWays(lambda: self.validate(receipt))

    # SC-1
    def test_delivery(self):
        lots = self.make_dated_serials(6)
        self.stock(self.milk, 5, self.make_lot(self.milk, "L1"))
        self.stock(self.milk, 5, self.make_lot(self.milk, "L2"), owner_id=self.owner)
        self.stock(self.screw, 12, package_id=self.boxes[1])
        self.stock(self.screw, 2)
        delivery = self.make_delivery((self.motor, 4), (self.milk, 7), (self.screw, 13))
        self.assertEqual(
            lots[:4], delivery.move_line_ids.lot_id.filtered(lambda r: r in lots)
        )
        self.assertSameBothWays(lambda: self.validate(delivery))

    # SC-1: returns come back with their date
    def test_return(self):
        self.make_dated_serials(3)
        self.stock(self.milk, 5, self.make_lot(self.milk, "L1"))
        delivery = self.make_delivery((self.motor, 3), (self.milk, 5))
        self.validate(delivery)
        back = self.make_return(delivery)
        self.assertSameBothWays(lambda: self.validate(back))

    # SC-1
    def test_return_to_the_vendor(self):
        receipt = self.make_receipt((self.motor, 3), (self.screw, 5))
        self.name_lines(receipt, "R")
        self.validate(receipt)
        back = self.make_return(receipt)
        back.action_assign()
        self.assertSameBothWays(lambda: self.validate(back))

    # SC-1
    def test_internal_transfer(self):
        self.make_dated_serials(5)
        self.stock(self.milk, 5, self.make_lot(self.milk, "L1"))
        self.stock(self.screw, 9)
        self.stock(self.screw, 1, location=self.bin)
        transfer = self.make_transfer(
            self.warehouse.int_type_id,
            (self.motor, 5),
            (self.milk, 3),
            (self.screw, 8),
            source=self.stock_location,
            target=self.bin,
            assign=True,
        )
        transfer.move_line_ids[0].result_package_id = self.boxes[0]
        self.assertSameBothWays(lambda: self.validate(transfer))

    # SC-1: whole packages are moved
    def test_packages(self):
        self.make_dated_serials(3, package_id=self.boxes[0])
        self.stock(self.screw, 3, package_id=self.boxes[0])
        transfer = self.make_transfer(
            self.warehouse.int_type_id,
            (self.motor, 3),
            (self.screw, 3),
            source=self.stock_location,
            target=self.bin,
            assign=True,
        )
        transfer.move_line_ids.result_package_id = self.boxes[0]
        self.assertSameBothWays(lambda: self.validate(transfer))

    # SC-1: what somebody else has reserved is taken
    def test_reserved_by_others(self):
        self.make_dated_serials(6)
        other = self.make_delivery((self.motor, 3))
        delivery = self.make_delivery((self.motor, 3))
        lots = other.move_line_ids.lot_id
        for line, lot in zip(delivery.move_line_ids, lots, strict=True):
            line.lot_id = lot
        self.assertSameBothWays(lambda: self.validate(delivery))

    # SC-1: below zero
    def test_not_in_stock(self):
        lot = self.make_lot(self.milk, "L1", 2)
        none_left = self.make_lot(self.milk, "L2")
        self.stock(self.milk, 3)

        def way():
            place = {
                "location_id": self.stock_location.id,
                "location_dest_id": self.customers.id,
            }
            self.move_lines(
                {"product_id": self.milk.id, "lot_id": lot.id, "quantity": 4, **place},
                {"product_id": self.milk.id, "quantity": 2, **place},
                {
                    "product_id": self.milk.id,
                    "lot_id": none_left.id,
                    "quantity": 1,
                    **place,
                },
                {"product_id": self.screw.id, "quantity": 9, **place},
            )

        self.assertSameBothWays(way)

    # SC-1: what is reserved, given back and reserved again
    def test_reservation(self):
        self.make_dated_serials(5)
        self.stock(self.milk, 5, self.make_lot(self.milk, "L1"))
        self.stock(self.milk, 5, self.make_lot(self.milk, "L2"), owner_id=self.owner)
        self.stock(self.screw, 4, package_id=self.boxes[0])
        self.stock(self.screw, 4, location=self.bin)
        other = self.make_delivery((self.motor, 2), (self.milk, 3))
        delivery = self.make_delivery(
            (self.motor, 6), (self.milk, 6), (self.screw, 9), assign=False
        )

        def way():
            delivery.action_assign()
            other.do_unreserve()
            delivery.move_line_ids[1:3].unlink()
            delivery.action_assign()
            other.action_assign()

        self.assertSameBothWays(way)

    # SC-1
    def test_cancellation(self):
        self.make_dated_serials(3)
        self.stock(self.screw, 4)
        delivery = self.make_delivery((self.motor, 3), (self.screw, 4))
        self.assertSameBothWays(delivery.action_cancel)

    # SC-1: the values of what is received and delivered
    def test_valuation(self):
        category = self.env["product.category"].create(
            {
                "name": "Valued",
                "property_cost_method": "average",
                "property_valuation": "real_time",
            }
        )
        self.motor.categ_id = category
        self.motor.lot_valuated = True
        self.motor.standard_price = 7
        receipt = self.make_receipt((self.motor, 4))
        self.name_lines(receipt, "R")

        def way():
            self.validate(receipt)
            delivery = self.make_delivery((self.motor, 3), origin="valued")
            self.validate(delivery)

        self.assertSameBothWays(way)


@tagged("post_install", "-at_install")
class TestTransfersSwitchedOff(TestTransfersBothWays):
    """Nobody preallocates, and what is moved together leaves what Odoo leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False


class RandomMoves:
    """Lines at random, in one validation after the other."""

    def __init__(self, case, seed):
        self.case = case
        self.random = Random(seed)
        self.log = []

    def play(self):
        for _step in range(4):
            lines = [self.make_line() for _line in range(self.random.randint(1, 8))]
            self.log += [str(line) for line in lines] + ["done"]
            self.case.move_lines(*lines)

    def make_line(self):
        case, pick = self.case, self.random.choice
        product = pick([case.milk, case.screw])
        lot = pick([*case.lots, case.lots.browse()])
        locations = [case.stock_location, case.bin, case.customers, case.suppliers]
        source, target = self.random.sample(locations, 2)
        boxes = [case.env["stock.package"]] * 3 + [*case.boxes]
        package = case.env["stock.package"]
        if source.usage == "internal":
            package = pick(boxes).filtered(
                lambda box: not box.location_id or box.location_id == source
            )
        box = package.browse()
        if target.usage == "internal":
            box = pick(boxes).filtered(
                lambda box: not box.location_id or box.location_id == target
            )
        return {
            "product_id": product.id,
            "lot_id": lot.id if product == case.milk else False,
            "quantity": pick([1, 2, 2.5, 7]),
            "location_id": source.id,
            "location_dest_id": target.id,
            "package_id": package.id,
            "result_package_id": box.id,
            "owner_id": pick([False, False, False, case.owner.id]),
        }


@tagged("post_install", "-at_install")
class TestRandomMovesBothWays(MovingCase):
    """Any lines at once, whatever is there: chained, below zero, without a number."""

    # SC-1 NO-3
    def test_random(self):
        self.lots = self.env["stock.lot"].concat(
            *(self.make_lot(self.milk, f"L{index}", index) for index in range(3))
        )
        self.stock(self.screw, 5)
        self.stock(self.milk, 2)
        for seed in map(int, SEEDS.split(",")):

            def way(seed=seed):
                play(RandomMoves(self, seed), seed, "MOVING_SEEDS")

            with self.subTest(seed=seed):
                self.assertSameBothWays(way)


@tagged("post_install", "-at_install")
class TestRandomMovesSwitchedOff(TestRandomMovesBothWays):
    """The same, where nobody preallocates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False


@tagged("post_install", "-at_install")
class TestStatements(MovingCase):
    """No statement for each number."""

    def count_statements(self, picking):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        picking.button_validate()
        self.env.flush_all()
        self.assertEqual(picking.state, "done")
        return self.env.cr.sql_log_count - start

    def assertNoStatementPerNumber(self, make_picking):
        """:param make_picking: function of a name and how many; it is ready"""
        # what is read once for all is in the caches then
        self.count_statements(make_picking("W", 3))
        few = self.count_statements(make_picking("F", 20))
        many = self.count_statements(make_picking("M", 60))
        self.assertLessEqual(many, few + 3)

    def make_named_receipt(self, prefix, count):
        receipt = self.make_receipt((self.motor, count))
        self.name_lines(receipt, prefix)
        return receipt

    # SC-1
    def test_receipt(self):
        self.assertNoStatementPerNumber(self.make_named_receipt)

    # SC-1 SC-6: of many thousands the cache keeps little, and nothing is read for each
    def test_receipt_of_many(self):
        with patch.object(stock_lot, "PORTION", 20):
            self.count_statements(self.make_named_receipt("W", 40))
            few = self.count_statements(self.make_named_receipt("F", 40))
            many = self.count_statements(self.make_named_receipt("M", 120))
        self.assertLess(many - few, 120 - 40)

    # SC-1 LN-5
    def test_generated_numbers(self):
        self.motor.lot_auto_generate = True
        self.assertNoStatementPerNumber(
            lambda _prefix, count: self.make_receipt((self.motor, count))
        )

    # SC-1
    def test_delivery(self):
        def make_picking(prefix, count):
            self.validate(self.make_named_receipt(prefix, count))
            return self.make_delivery((self.motor, count))

        self.assertNoStatementPerNumber(make_picking)

    # SC-1
    def test_internal_transfer(self):
        def make_picking(prefix, count):
            self.validate(self.make_named_receipt(prefix, count))
            return self.make_transfer(
                self.warehouse.int_type_id,
                (self.motor, count),
                source=self.stock_location,
                target=self.shelf,
                assign=True,
            )

        self.assertNoStatementPerNumber(make_picking)


@tagged("post_install", "-at_install")
class TestSwitch(MovingCase):
    """Whose stock is moved together."""

    def find_scopes(self, picking):
        """:return: set of the scopes that are open while it is validated"""
        scopes = set()
        original = self.registry["stock.quant"]._update_available_quantity

        def extension(quants, *args, **kwargs):
            scopes.update(get_open_scopes(quants.env))
            return original(quants, *args, **kwargs)

        self.patch(
            self.registry["stock.quant"], "_update_available_quantity", extension
        )
        self.validate(picking)
        return scopes

    # SC-1: whoever's stock it is
    def test_many_lines(self):
        for self.company.lot_prealloc_enabled in (True, False):
            receipt = self.make_receipt((self.screw, 2), (self.wire, 1))
            self.assertIn("moving", self.find_scopes(receipt))

    # NO-3: there is nothing to do together
    def test_one_line(self):
        receipt = self.make_receipt((self.screw, 2))
        self.assertNotIn("moving", self.find_scopes(receipt))

    # NO-3
    def test_plain(self):
        self.env["ir.config_parameter"].sudo().set_param(PLAIN, "1")
        receipt = self.make_receipt((self.screw, 2), (self.wire, 1))
        self.assertNotIn("moving", self.find_scopes(receipt))
