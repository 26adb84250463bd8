"""Eight plain Manufacturing users press the same buttons at once, over HTTP.

A real server with four processes, real logins, and what a web client sends. What the
same people go through on stock Odoo is in ``benchmarks/race.py``.
"""

from collections import Counter

from odoo.tests import tagged
from odoo.tools import config

from .database_case import DatabaseCase
from .http_race import OUR_BUTTONS, OUR_TRIGGERS, USERS, Race, odoo_server

ROUNDS = 3  # everybody presses each button once
UNITS = 5


@tagged("post_install", "-at_install")
class TestHttpRace(DatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        address = cls.enterClassContext(
            odoo_server(cls.dbname, ",".join(config["addons_path"]), config["data_dir"])
        )
        race = Race(address, cls.dbname)
        cls.result = race.run(ROUNDS, UNITS, OUR_BUTTONS, OUR_TRIGGERS)

    def test_no_error(self):
        # AB-8 10
        self.assertEqual(self.result.errors, [])

    def test_no_number_twice(self):
        # AB-8 OD-2
        self.assertEqual(self.result.doubles, [])

    def test_no_number_lost(self):
        # AB-8 OD-2: drawn once, and used; the counter has no hole
        self.assertEqual(self.result.wanted, ROUNDS * USERS * UNITS)
        self.assertEqual(len(self.result.numbers), self.result.wanted)
        self.assertEqual(self.result.unused, [])
        self.assertEqual(
            sorted(self.result.lots),
            [f"R-{index:06d}" for index in range(1, self.result.wanted + 1)],
        )

    def test_orders(self):
        # OD-3 OD-4 OD-6: what each button has to leave
        pressed = Counter(
            OUR_BUTTONS[(person + number) % len(OUR_BUTTONS)]
            for number in range(ROUNDS)
            for person in range(USERS)
        )
        left = Counter(
            (state, quantity, len(names))
            for state, quantity, names in self.result.orders
        )
        self.assertEqual(
            left,
            {
                ("to_close", UNITS, UNITS): pressed["action_apply"],
                ("confirmed", 1, 1): pressed["action_prepare_mo"] * UNITS,
                ("done", 1, 1): pressed["action_produce"] * UNITS,
            },
        )
