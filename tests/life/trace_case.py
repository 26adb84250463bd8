from odoo.tests import Form

from ..common import PreallocCase
from .lifecycle_oracle import LifeMixin
from .trace_oracle import Genealogy


class TraceMixin(LifeMixin):
    """Steel (kg) becomes plates (a lot), motors and bikes (serials)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steel = cls.make_product("Steel", "lot")
        cls.plate = cls.make_numbered("Plate", "lot", "P")
        cls.motor = cls.make_numbered("Motor", "serial", "MOT")
        cls.bike = cls.make_numbered("Bike", "serial", "BIKE")
        cls.make_bom(cls.plate, [(cls.steel, 2)])
        cls.make_bom(cls.motor, [(cls.plate, 1)])
        cls.make_bom(cls.bike, [(cls.motor, 1), (cls.plate, 2)])

    @classmethod
    def make_numbered(cls, name, tracking, prefix):
        number_format = cls.make_format(f"{prefix}-{{0000}}")
        return cls.make_product(name, tracking, lot_number_format_id=number_format.id)

    def make_steel(self, quantity=100):
        count = self.env["stock.lot"].search_count([("product_id", "=", self.steel.id)])
        steel = self.make_lot(self.steel, f"STEEL-{count + 1}")
        self.receive(steel, quantity)
        return steel

    def build(self, product, quantity=1, is_batch=True, **lots):
        """Make some, of these numbers where they are given.

        :param bool is_batch: one order for each serial
        :param lots: ``{name of a component's product: stock.lot}``
        :return: ``stock.lot``, the numbers made
        """
        self.later()
        order = self.make_order(product, quantity, user=self.worker, confirm=True)
        for move in order.move_raw_ids:
            chosen = lots.get(move.product_id.name.lower())
            if chosen:
                self.choose_for(move, chosen)
        order.action_assign()
        numbers = order.prealloc_lot_ids or order.lot_producing_ids
        if product.tracking == "serial" and quantity > 1 and is_batch:
            dialog = Form.from_action(order.env, order.action_batch_production())
            dialog.save().action_produce()
        else:
            if product.tracking == "serial":
                order.lot_producing_ids = numbers
            self.complete(order, quantity)
        return numbers.sorted("id")

    @staticmethod
    def choose_for(move, lots):
        part = move.product_uom_qty / len(lots)
        move._do_unreserve()
        move.lot_ids = lots
        for line in move.move_line_ids:
            line.quantity = part
        move.picked = False

    def unbuild(self, lot, quantity=1):
        self.later()
        order = lot.production_id
        self.env["mrp.unbuild"].with_user(self.worker).create(
            {
                "product_id": lot.product_id.id,
                "mo_id": order.id,
                "lot_id": lot.id,
                "product_qty": quantity,
            }
        ).action_validate()

    def build_again(self, bike, motor):
        """A bike that was taken apart is made again, with its number."""
        self.later()
        order = self.make_order(bike.product_id, 1, user=self.worker)
        order.with_context(lot_prealloc_paused=True).action_confirm()
        for move in order.move_raw_ids.filtered(
            lambda move: move.product_id == motor.product_id
        ):
            self.choose_for(move, motor)
        order.action_assign()
        order.lot_producing_ids = bike
        self.complete(order, 1)
        self.assertEqual(order.state, "done")

    def rework(self, lot, **lots):
        """The number is used and made again by an order of its own."""
        self.later()
        order = self.make_order(
            lot.product_id, 1, user=self.worker, bom_id=False, confirm=False
        )
        order.move_raw_ids = [
            (0, 0, {"product_id": part.product_id.id, "product_uom_qty": 1})
            for part in (lot, *lots.values())
        ]
        order.with_context(lot_prealloc_paused=True).action_confirm()
        for move, part in zip(order.move_raw_ids, (lot, *lots.values()), strict=True):
            self.choose_for(move, part)
        order.lot_producing_ids = lot
        self.complete(order, 1)
        self.assertEqual(order.state, "done")
        return order

    def repair(self, lot, add, remove=()):
        """As Odoo's repair orders do, which are of an addon of their own.

        :param add: ``stock.lot`` that are built in
        :param remove: ``stock.lot`` that are taken out
        :return: the move of what is repaired
        """
        self.later()
        parts = self.env["stock.move"].with_user(self.storekeeper)
        production = lot.product_id.property_stock_production
        for part in add:
            parts |= self.make_repair_move(part, self.stock_location, production)
        scrap = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        for part in remove:
            parts |= self.make_repair_move(part, production, scrap)
        links = [(6, 0, parts.move_line_ids.ids)]
        place = lot.location_id
        move = self.make_repair_move(lot, place, place, consume_line_ids=links)
        # what Odoo computes of the repair order
        (parts | move).reference = "RO/0001"
        (parts | move)._action_done(cancel_backorder=True)
        self.assertEqual(move.state, "done")
        return move

    def make_repair_move(self, lot, source, target, **of_line):
        ways = {"location_id": source.id, "location_dest_id": target.id}
        product = {"product_id": lot.product_id.id}
        line = {"lot_id": lot.id, "quantity": 1, **ways, **product, **of_line}
        return (
            self.env["stock.move"]
            .with_user(self.storekeeper)
            .create(
                {
                    "product_uom_qty": 1,
                    "picked": True,
                    "origin": "RO/0001",
                    "move_line_ids": [(0, 0, line)],
                    **ways,
                    **product,
                }
            )
        )

    def assert_trace(self, lots, user=None):
        """Both directions are what raw rows say."""
        genealogy = Genealogy(self.env)
        for lot in lots.with_user(user or self.worker):
            for direction in ("inside", "where"):
                told = sorted(
                    (
                        row["level"],
                        row["parent_lot_id"],
                        row["lot_id"] or 0,
                        row["production_id"],
                        round(row["quantity"], 3),
                        round(row["carried_quantity"], 3),
                    )
                    for row in lot.get_trace(direction)
                )
                self.assertEqual(
                    told, genealogy.trace(lot.id, direction), (lot.name, direction)
                )

    def names_of(self, rows):
        """:return: list of ``(level, name, quantity)``"""
        lots = self.env["stock.lot"]
        return [
            (row["level"], lots.browse(row["lot_id"]).name, round(row["quantity"], 3))
            for row in rows
        ]


class TraceCase(TraceMixin, PreallocCase):
    """``TraceMixin`` without a browser."""
