"""Eight storekeepers receive and deliver one product at once, over HTTP.

A real server with four processes, real logins, and what a web client sends. What the
same people go through on stock Odoo is in ``benchmarks/race.py``.
"""

from collections import Counter

from odoo.tests import tagged
from odoo.tools import config

from . import http_transfers
from .database_case import DatabaseCase
from .http_race import USERS, odoo_server

ROUNDS = 1
UNITS = 3


@tagged("post_install", "-at_install")
class TestHttpTransfers(DatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        address = cls.enterClassContext(
            odoo_server(cls.dbname, ",".join(config["addons_path"]), config["data_dir"])
        )
        race = http_transfers.TransferRace(address, cls.dbname)
        cls.result = race.run(ROUNDS, UNITS)

    def test_no_error(self):
        # SC-1 LN-5
        self.assertEqual({what: e for what, e in self.result.errors.items() if e}, {})

    def test_everything_is_done_once(self):
        # SC-1: whoever presses what another one has pressed, changes nothing
        self.assertEqual(
            Counter(
                (what, state, len(names))
                for what, state, names in self.result.transfers.values()
            ),
            {
                ("receipts", "done", UNITS): USERS * ROUNDS,
                ("the same receipt", "done", UNITS): ROUNDS,
                ("a receipt before", "done", 2 * UNITS * USERS): ROUNDS,
                **{
                    (what, "done", UNITS): USERS * ROUNDS
                    for what in http_transfers.DELIVERIES
                },
                ("the same delivery", "done", UNITS): ROUNDS,
            },
        )

    def test_no_number_twice_and_none_lost(self):
        # SC-1 LN-5: received once, delivered once, and all of them are with customers
        wanted = UNITS * ROUNDS * (3 * USERS + 1)
        lots = sorted(self.result.lots)
        self.assertEqual(len(set(lots)), wanted)
        self.assertEqual(sorted(self.result.get_moved("receipt")), lots)
        self.assertEqual(sorted(self.result.get_moved("deliver")), lots)
        # A quant that somebody else has locked is not waited for: Odoo makes another
        # one beside it, and merges them when it looks next. What counts is their sum.
        where = Counter()
        for name, usage, quantity in self.result.quants:
            where[name, usage] += quantity
        self.assertEqual(
            {place: quantity for place, quantity in where.items() if quantity},
            {
                (name, usage): quantity
                for name in lots
                for usage, quantity in (("customer", 1), ("supplier", -1))
            },
        )
