"""Random histories: a recall against a genealogy told from raw rows, and the ledger.

``TRACE_SEEDS=17 make test ARGS=tests/life/test_recall_random.py`` plays one alone.
"""

from collections import defaultdict

from odoo.tests import tagged

from ..histories import play
from .lifecycle_oracle import derive
from .recall_case import RecallCase
from .test_trace_random import SEEDS, TraceHistory
from .trace_oracle import Genealogy

# What the states of a number are together on lines.
GROUPS = {"available": "stock", "allocated": "stock"}


class RecallHistory(TraceHistory):
    """A history, and at its end a recall of the first steel."""

    def play_end(self):
        self.case.assert_recall(
            self.env["stock.lot"].search(
                [("product_id", "=", self.case.steel.id)], order="id", limit=1
            )
        )

    def count(self):
        lot = self.some(self.case.plate)
        if lot:
            self.log.append(f"count {lot.name}")
            self.case.count(lot, self.random.randint(0, 5))

    EVENTS = {**TraceHistory.EVENTS, TraceHistory.ship: 5, count: 1}

    def play(self):
        self.receive()
        self.play_events()
        self.play_end()


@tagged("post_install", "-at_install")
class TestRandomRecalls(RecallCase):
    def assert_recall(self, steel):
        recall = self.make_recall(steel)
        self.assert_numbers(recall, steel)
        self.assert_quantities(recall)
        self.assert_balance(recall, steel)
        recall.action_find()
        self.assertFalse(any(recall.line_ids.mapped("change")))

    def assert_numbers(self, recall, steel):
        """Those that the genealogy leads to, and no others."""
        steps = Genealogy(self.env).links_from(steel.id)
        found = set(
            recall.line_ids.filtered(lambda line: line.state != "production").lot_id.ids
        )
        lots = self.env["stock.lot"].browse({steel.id, *steps})
        self.assertEqual(found, {lot.id for lot in lots if derive(lot)[lot].quantities})

    def assert_quantities(self, recall):
        """Of each number, as much in each state as the ledger says."""
        told = defaultdict(float)
        for line in recall.line_ids:
            if line.state != "production":
                told[line.lot_id, line.state] += line.quantity
        expected = defaultdict(float)
        for lot, life in derive(recall.line_ids.lot_id).items():
            for state, quantity in life.quantities.items():
                expected[lot, GROUPS.get(state, state)] += quantity
        self.assertEqual(
            {key: round(value, 3) for key, value in told.items()},
            {
                key: round(value, 3)
                for key, value in expected.items()
                if key[0] in recall.line_ids.lot_id and abs(value) > 1e-6
            },
        )

    def assert_balance(self, recall, steel):
        """What moved is accounted for; steel is never counted in these histories."""
        [row] = recall.balance_ids
        received = sum(
            line.quantity_product_uom
            for line in steel.move_line_ids
            if line.state == "done" and line.location_id.usage == "supplier"
        )
        self.assertEqual((row.origin_quantity, row.difference), (received, 0))

    def test_histories(self):
        # RC-2
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.env.invalidate_all()
                play(RecallHistory(self, seed), seed, "TRACE_SEEDS")
                savepoint.rollback()
