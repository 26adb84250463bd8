"""One walker follows the chains of moves, for whoever wants to know where they lead."""

from odoo import Command
from odoo.tests import tagged

from odoo.addons.lot_prealloc.models.lots.stock_move import DOWNSTREAM, UPSTREAM

from ..common import PreallocCase


@tagged("post_install", "-at_install")
class TestMoveChain(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Pump", "lot")

    def make_moves(self, count):
        return self.env["stock.move"].create(
            [
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 1,
                    "location_id": self.stock_location.id,
                    "location_dest_id": self.stock_location.id,
                }
                for _index in range(count)
            ]
        )

    def link(self, *moves):
        for before, after in zip(moves, moves[1:], strict=False):
            before.move_dest_ids = [Command.link(after.id)]

    def walk(self, moves, direction=DOWNSTREAM, but=()):
        """:return: ``{number of a move: numbers of those that lead to it}``"""
        reached = moves._walk_chain(direction, lambda _move, after: after not in but)
        index = {move.id: self.moves.ids.index(move.id) for move in self.moves}
        return {
            index[move.id]: {index[start_id] for start_id in start_ids}
            for move, start_ids in reached.items()
        }

    def test_chains_that_meet(self):
        self.moves = one, two, three, four, five = self.make_moves(5)
        self.link(one, three, four, five)
        self.link(two, four)
        self.assertEqual(
            self.walk(one + two),
            {0: {0}, 1: {1}, 2: {0}, 3: {0, 1}, 4: {0, 1}},
        )
        self.assertEqual(
            self.walk(five, UPSTREAM), {4: {4}, 3: {4}, 2: {4}, 1: {4}, 0: {4}}
        )
        # one on the way to another leads to itself as well
        self.assertEqual(self.walk(three + one)[2], {2, 0})
        self.assertEqual(self.walk(one + two, but=four), {0: {0}, 1: {1}, 2: {0}})
        self.assertEqual(self.walk(one.browse()), {})

    def test_a_circle_ends(self):
        self.moves = one, two, three = self.make_moves(3)
        self.link(one, two, three, one)
        self.assertEqual(self.walk(one), {0: {0}, 1: {0}, 2: {0}})
        self.assertEqual(self.walk(one + three), {n: {0, 2} for n in range(3)})

    # AB-13: a step is a delivery where its chain ends outside
    def test_deliveries(self):
        self.moves = one, two, three, four = self.make_moves(4)
        self.link(one, two, three)
        three.location_dest_id = self.customers
        self.assertEqual(self.moves._filter_deliveries(), one + two + three)
        self.assertFalse(four._filter_deliveries())
        three.state = "cancel"
        self.assertFalse((one + two)._filter_deliveries())

    # AB-13: what is reserved before a step is told when the step changes
    def test_numbers_upstream(self):
        self.moves = one, two, three = self.make_moves(3)
        self.link(one, two, three)
        lots = self.env["stock.lot"]
        for index, move in enumerate(self.moves):
            lot = self.make_lot(self.product, f"UP-{index}")
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "product_id": self.product.id,
                    "lot_id": lot.id,
                    "quantity": 1,
                }
            )
            lots += lot
        self.assertEqual(three._get_numbers_upstream(), lots)
        self.assertEqual(two._get_numbers_upstream(), lots[:2])
        two.state = "done"
        self.assertEqual(three._get_numbers_upstream(), lots[2])
