"""The grid of Batch Production in a browser, by a plain Manufacturing user."""

from odoo.tests import HttpCase, tagged

from ..pictures import PictureMixin
from .tour_case import OrderTourMixin


class GridTourCase(OrderTourMixin, PictureMixin, HttpCase):
    """Bikes of a motor with a serial and a cell of a lot each."""

    browser_size = "1366,768"

    def setUp(self):
        super().setUp()
        # a format for each test: counters are not rolled back
        number_format = self.make_format("BIKE-2026-{000000}")
        self.bike = self.make_product(
            "Bike", "serial", lot_number_format_id=number_format.id
        )
        self.motor = self.make_product("Motor", "serial")
        self.cell = self.make_product("Cell", "lot")
        self.screw = self.make_product("Screw")
        self.put_in_stock(self.screw, 100)
        for name in ("CELL-A", "CELL-B"):
            self.make_lot(self.cell, name, 100)

    def make_motors(self, count):
        for counter in range(21, 21 + count):
            self.make_lot(self.motor, f"EM-{counter:04}", 1)

    def make_bikes(self, quantity, components=True, reserve=True):
        """:return: a confirmed order of bikes"""
        lines = [(self.motor, 1), (self.cell, 1)] if components else [(self.screw, 1)]
        self.make_bom(self.bike, lines)
        order = self.make_order(self.bike, quantity, user=self.worker, confirm=True)
        if reserve:
            order.action_assign()
        return order


@tagged("post_install", "-at_install")
class TestGridTours(GridTourCase):
    # UX-1: a scanner does not wait
    def test_three_scans_are_three_rows(self):
        self.company.lot_prealloc_trigger = "done"
        orders = self.tour("batch_grid_scans", self.make_bikes(3, components=False))
        self.assertEqual(
            orders.mapped("lot_producing_ids.name"), ["SCAN-1", "SCAN-2", "SCAN-3"]
        )
        self.assertEqual(set(orders.mapped("state")), {"done"})

    # UX-1: cells, and no tab in a name
    def test_block_of_a_spreadsheet(self):
        self.make_motors(3)
        orders = self.tour("batch_grid_spreadsheet", self.make_bikes(3))
        self.assertEqual(
            [
                (
                    order.lot_producing_ids.name,
                    sorted(order.move_raw_ids.move_line_ids.lot_id.mapped("name")),
                )
                for order in orders
            ],
            [
                ("BIKE-2026-000009", ["CELL-A", "EM-0021"]),
                ("BIKE-2026-000010", ["CELL-A", "EM-0022"]),
                ("BIKE-2026-000011", ["CELL-B", "EM-0023"]),
            ],
        )
        lines = self.unfold_traceability(orders[0].lot_producing_ids)
        self.assertLessEqual(
            {"EM-0021", "CELL-A"}, {line["lot_name"] for line in lines}
        )

    # UX-2: each on its row, before and after the refusal; a click goes to the next
    def test_mistakes_on_their_rows(self):
        self.make_motors(5)
        orders = self.tour("batch_grid_mistakes", self.make_bikes(5))
        self.assertEqual(set(orders.mapped("state")), {"done"})
        motors = orders.move_raw_ids.filtered(lambda m: m.product_id == self.motor)
        self.assertEqual(
            [move.lot_ids.name for move in motors.sorted("production_id")],
            [f"EM-{n:04}" for n in (21, 22, 24, 25, 23)],
        )

    # UX-1: reserved first, then in stock
    def test_choices(self):
        self.make_motors(1)
        order = self.make_bikes(2)
        self.make_lot(self.motor, "EM-0022", 1)
        self.tour("batch_grid_choices", order)

    # UX-1, BX-7: a quantity for each lot, in its own column
    def test_lots(self):
        cheese = self.make_product("Cheese", "lot")
        self.make_bom(cheese, [(self.screw, 1)])
        order = self.make_order(cheese, 100, user=self.worker, confirm=True)
        orders = self.tour("batch_grid_lots", order)
        self.assertEqual(
            [(part.lot_producing_ids.name, part.product_qty) for part in orders],
            [("CHZ-A", 40), ("CHZ-B", 59.5), ("CHZ-C", 0.5)],
        )

    # UX-1, UX-14: nothing needs a mouse
    def test_keys(self):
        self.make_motors(60)
        self.tour("batch_grid_keys", self.make_bikes(60))


@tagged("post_install", "-at_install")
class TestPhoneTours(GridTourCase):
    browser_size = "390x844"

    # UX-14
    def test_one_unit_at_a_time(self):
        self.company.lot_prealloc_trigger = "done"
        self.make_motors(3)
        self.tour("batch_grid_phone", self.make_bikes(3))


@tagged("post_install", "-at_install")
class TestSpeedTours(GridTourCase):
    """UX-1: nobody waits. The tours measure it, and say so in the log."""

    def make_many(self, quantity):
        """:return: an order without numbers; those of its motors are new"""
        self.company.lot_prealloc_trigger = "done"
        self.warehouse.manu_type_id.use_create_components_lots = True
        self.make_bom(self.bike, [(self.motor, 1)])
        return self.make_order(self.bike, quantity, user=self.worker, confirm=True)

    def test_hundred_rows(self):
        self.tour("batch_grid_hundred", self.make_many(100))

    def test_two_thousand_rows(self):
        self.tour("batch_grid_large", self.make_many(2000))
