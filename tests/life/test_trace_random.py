"""Random histories of a factory against a genealogy told from raw rows (RC-1).

``TRACE_SEEDS=17 make test ARGS=tests/life/test_trace_random.py`` plays one alone.
"""

import os
from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..histories import play
from .trace_case import TraceCase

# SEEDS=200 for so many.
SEEDS = [int(seed) for seed in os.environ.get("TRACE_SEEDS", "").split()] or [
    *range(int(os.environ.get("SEEDS", "5"))),
]
STEPS = 14


class TraceHistory:
    """What a factory does with its numbers."""

    def __init__(self, case, seed):
        self.case = case
        self.env = case.env
        self.random = Random(seed)
        self.log = []

    def some(self, product):
        lots = self.env["stock.lot"].search([("product_id", "=", product.id)])
        here = lots.filtered(lambda lot: lot.lifecycle_state == "available")
        return self.random.choice(here.sorted("id")) if here else here

    def receive(self):
        lot = self.case.make_steel(self.random.randint(10, 60))
        self.log.append(f"received {lot.name}")

    def build(self):
        product = self.random.choice(
            (self.case.plate, self.case.motor, self.case.motor, self.case.bike)
        )
        quantity = self.random.randint(1, 3 if product.tracking == "serial" else 8)
        is_batch = self.random.random() < 0.6
        self.log.append(f"build {quantity} {product.name}, one by one: {is_batch}")
        self.case.build(product, quantity, is_batch)

    def unbuild(self):
        lot = self.some(
            self.random.choice((self.case.plate, self.case.motor, self.case.bike))
        )
        if lot.production_id:
            self.log.append(f"unbuild {lot.name}")
            self.case.unbuild(lot)

    def rework(self):
        bike, motor = self.some(self.case.bike), self.some(self.case.motor)
        if bike and motor:
            self.log.append(f"rework {bike.name} with {motor.name}")
            self.case.rework(bike, motor=motor)

    def scrap(self):
        lot = self.some(self.random.choice((self.case.plate, self.case.motor)))
        if lot:
            self.log.append(f"scrap {lot.name}")
            self.case.scrap(lot)

    def ship(self):
        lot = self.some(self.random.choice((self.case.bike, self.case.plate)))
        if lot:
            self.log.append(f"ship {lot.name}")
            delivery = self.case.deliver(lot)
            if self.random.random() < 0.4:
                self.case.take_back(delivery)

    EVENTS = {receive: 1, build: 8, unbuild: 2, rework: 1, scrap: 1, ship: 2}

    def play(self):
        self.receive()
        self.play_events()
        self.case.assert_trace(
            self.env["stock.lot"].search([("product_id", "in", self.case.made_ids)])
        )

    def play_events(self):
        for event in self.random.choices(
            list(self.EVENTS), weights=list(self.EVENTS.values()), k=STEPS
        ):
            try:
                with self.env.cr.savepoint():
                    event(self)
            except UserError as error:
                self.env.invalidate_all()
                self.log.append(f"  refused: {str(error).splitlines()[0]}")


@tagged("post_install", "-at_install")
class TestRandomTraces(TraceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made_ids = (cls.steel + cls.plate + cls.motor + cls.bike).ids

    def test_histories(self):
        # RC-1
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.env.invalidate_all()
                play(TraceHistory(self, seed), seed, "TRACE_SEEDS")
                savepoint.rollback()
