"""Random histories of Batch Production against what must always be true (section 5).

A history is made from its seed alone. A failure names the seed and tells the history;
to run it alone: ``BATCH_SEEDS=17 make test ARGS=tests/batch/test_batch_random.py``.
"""

import os
from collections import Counter, defaultdict
from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PreallocCase
from ..histories import play

# Beyond the first ones (SEEDS=200 for so many): histories that have found something.
SEEDS = [int(seed) for seed in os.environ.get("BATCH_SEEDS", "").split()] or [
    *range(int(os.environ.get("SEEDS", "5"))),
    *(45, 62, 76),
]
OPEN_LINE = ("assigned", "partially_available", "waiting", "confirmed")


def rounded(quantities):
    """:return: dict without what is nothing, free of the noise of additions"""
    return {
        key: round(quantity, 5)
        for key, quantity in quantities.items()
        if abs(quantity) > 1e-5
    }


class History:
    """One order, its batches and what becomes of the orders they make.

    ``typed`` is what a person wrote, without the components that were left open:
    ``{finished number: {product: {number: quantity}}}``.
    """

    def __init__(self, case, seed):
        self.case = case
        self.env = case.env
        self.random = Random(seed)
        self.seed = seed
        self.typed = {}
        self.numbers_used = Counter()
        self.log = []
        self.make_stock()
        self.make_order()

    def say(self, *what):
        self.log.append(" ".join(map(str, what)))

    # ------------------------------------------------------------------
    # The starting point
    # ------------------------------------------------------------------

    def make_stock(self):
        case, rnd = self.case, self.random
        case.company.lot_prealloc_enabled = rnd.random() < 0.5
        self.units = rnd.randint(2, 9)
        self.per_unit = {
            product: rnd.choice(choices)
            for product, choices in (
                (case.screw, (1, 2, 3)),
                (case.frame, (1, 1, 2)),
                (case.glue, (0.5, 1, 2, 2.5)),
            )
            if rnd.random() < 0.8
        }
        self.frames = self.glues = self.env["stock.lot"]
        for product, quantity in self.per_unit.items():
            total = int(self.units * quantity * rnd.choice((0, 0.5, 1, 1, 1.5, 2)))
            if product == case.screw and total:
                case.put_in_stock(product, total, location=self.some_location())
            elif product == case.frame:
                for _index in range(total):
                    self.frames |= self.make_lot(product, 1)
            elif product == case.glue:
                while total > 0:
                    quantity = min(rnd.choice((0.5, 1, 2, 3.5, 6)), total)
                    self.glues |= self.make_lot(product, quantity)
                    total -= quantity
        self.say(f"{self.units} units of", self.describe(self.per_unit))
        self.initial = self.read_quants()

    def describe(self, quantities):
        return {product.name: quantity for product, quantity in quantities.items()}

    def some_location(self):
        return self.random.choice((self.case.stock_location, self.case.shelf))

    def make_lot(self, product, quantity):
        self.numbers_used[product] += 1
        name = f"{product.name}-{self.numbers_used[product]}"
        return self.case.make_lot(product, name, quantity, self.some_location())

    def make_order(self):
        case = self.case
        case.make_bom(case.drone, list(self.per_unit.items()))
        self.rival = None
        if self.random.random() < 0.4:
            self.rival = case.make_order(case.drone, 2, user=case.worker, confirm=True)
            self.rival.action_assign()
        self.order = case.make_order(
            case.drone, self.units, user=case.worker, confirm=True
        )
        if self.random.random() < 0.8:
            self.order.action_assign()
        self.say("reserved:", self.order.reservation_state)

    @property
    def orders(self):
        group = self.order.production_group_id
        return group.production_ids.sorted(lambda p: (p.backorder_sequence, p.id))

    # ------------------------------------------------------------------
    # What a person types
    # ------------------------------------------------------------------

    def make_wizard(self, order):
        return (
            self.env["mrp.production.serials"]
            .with_user(self.case.worker)
            .create({"production_id": order.id})
        )

    def make_names(self, wizard, count):
        """Finished numbers, generated or typed."""
        if self.random.random() < 0.5:
            wizard.last_lot_name = False
            wizard.lot_quantity = count
            wizard.action_generate_serial_numbers()
            names = wizard.serial_numbers.splitlines()
            self.case.assertEqual(len(names), count)
            return names
        first = len(self.typed)
        return [f"T{self.seed}-{index}" for index in range(first, first + count)]

    def make_line(self, name, moves, may_leave_open):
        """A line of the list, and what it says is remembered."""
        fields, pairing = [], {}
        for move in moves:
            numbers = self.make_field(move, may_leave_open)
            fields.append("|".join(numbers))
            if numbers:
                pairing[move.product_id] = self.read_field(numbers, move)
        self.typed[name] = pairing
        while fields and not fields[-1] and self.random.random() < 0.7:
            fields.pop()
        return ",".join([name, *fields])

    def make_field(self, move, may_leave_open):
        if may_leave_open and self.random.random() < 0.4:
            return []
        quantity = self.per_unit[move.product_id]
        if move.has_tracking == "serial":
            return [self.pick_frame() for _index in range(int(quantity))]
        if self.random.random() < 0.5:
            return [self.pick_glue()]
        one, other = self.pick_glue(), self.pick_glue()
        part = quantity / self.random.choice((2, 5))
        if one == other:
            return [f"{one};{quantity}"]
        rest = f"{other};{quantity - part}" if self.random.random() < 0.5 else other
        return [f"{one};{part}", rest]

    def read_field(self, numbers, move):
        rest = self.per_unit[move.product_id]
        if move.has_tracking == "serial":
            return dict.fromkeys(numbers, 1)
        pairing = {}
        for number in numbers:
            name, _separator, quantity = number.partition(";")
            pairing[name] = float(quantity) if quantity else rest
            rest -= pairing[name]
        return pairing

    def pick_frame(self):
        """In stock, reserved by whomever, or new; each once."""
        free = self.frames.filtered(lambda lot: not self.is_frame_gone(lot))
        if free and self.random.random() < 0.6:
            frame = self.random.choice(free)
            self.frames -= frame
            return frame.name
        self.numbers_used[self.case.frame] += 1
        return f"Frame-{self.numbers_used[self.case.frame]}"

    def is_frame_gone(self, lot):
        """Consumed, or chosen for a unit that is prepared already."""
        return self.env["stock.move.line"].search_count(
            [("lot_id", "=", lot.id), ("state", "=", "done")], limit=1
        )

    def pick_glue(self):
        if self.glues and self.random.random() < 0.7:
            return self.random.choice(self.glues).name
        self.numbers_used[self.case.glue] += 1
        return f"Glue-{self.numbers_used[self.case.glue]}"

    def decorate(self, lines):
        """Blanks around the lines and between them; a tab divides cells (UX-1)."""
        text = []
        for line in lines:
            if self.random.random() < 0.2:
                text.append("  ")
            text.append(self.random.choice(("", " ", "  ")) + line + " \t")
        return "\n".join(text)

    # ------------------------------------------------------------------
    # What happens
    # ------------------------------------------------------------------

    def batch(self, order):
        rnd = self.random
        button = rnd.choice(
            ("action_prepare_mo", "action_prepare_mo", "action_produce", "action_apply")
        )
        units = int(order.product_qty)
        count = units if rnd.random() < 0.5 else rnd.randint(1, units)
        moves = order.move_raw_ids.filtered(lambda m: m.has_tracking != "none")
        if button == "action_apply":
            moves = moves.browse()
        # Odoo refuses to complete what has no number; see test_batch_refusals
        is_complete = order.reservation_state == "assigned" or not moves
        may_leave_open = button == "action_prepare_mo" or is_complete
        wizard = self.make_wizard(order)
        names = self.make_names(wizard, count)
        lines = [self.make_line(name, moves, may_leave_open) for name in names]
        wizard.serial_numbers = self.decorate(lines)
        self.say(button, order.name, lines)
        before = order.production_group_id.production_ids
        action = self.press(wizard, button)
        if button != "action_apply":
            self.check_batch(order, before, names, button, action)
        else:
            self.case.assertEqual(order.lot_producing_ids.mapped("name"), names)
            self.case.assertEqual(order.qty_producing, count)

    def press(self, wizard, button):
        """Produce may find a component that its unit has lost to another one."""
        if button != "action_produce":
            return getattr(wizard, button)()
        try:
            with self.env.cr.savepoint():
                return wizard.action_produce()
        except UserError as error:
            self.say("refused:", str(error).splitlines()[0])
            action = wizard.action_prepare_mo()
            named = self.orders.filtered("lot_producing_ids")
            self.case.assertFalse(all(self.has_its_components(p) for p in named))
            return action

    def check_batch(self, order, before, names, button, action):
        """One order per number, in the order of the list, the rest in one order."""
        case = self.case
        case.assertEqual(action["res_model"], "mrp.production")
        case.assertEqual(action["res_id"], order.id)
        after = self.orders
        made = order | (after - before)
        with_number = made.filtered("lot_producing_ids")
        case.assertEqual(with_number.lot_producing_ids.mapped("name"), names)
        case.assertEqual([p.product_qty for p in with_number], [1] * len(names))
        case.assertLessEqual(len(made - with_number), 1)
        is_refused = self.log[-1].startswith("refused")
        is_done = button == "action_produce" and not is_refused
        case.assertEqual(
            set(with_number.mapped("state")), {"done"} if is_done else {"confirmed"}
        )
        if not is_done:
            case.assertFalse(any(with_number.mapped("qty_producing")))
            case.assertFalse(any(made.move_raw_ids.mapped("picked")))

    def has_its_components(self, order):
        return all(
            move.product_uom.compare(
                sum(move.move_line_ids.filtered("lot_id").mapped("quantity")),
                move.product_uom_qty,
            )
            >= 0
            for move in order.move_raw_ids
            if move.has_tracking != "none"
        )

    def live(self, order):
        """What happens later to an open order."""
        rnd = self.random
        event = rnd.choice(("complete", "complete", "cancel", "unreserve", "rest"))
        is_applied = len(order.lot_producing_ids) > 1 or order.qty_producing
        if event == "complete":
            if not order.lot_producing_ids and order.product_qty > 1:
                self.batch(order)
            elif self.has_its_components(order):
                self.say("complete", order.name)
                action = self.case.complete(order)
                # Odoo may have reserved for an order in hand what another one gave up.
                is_asked = is_applied and isinstance(action, dict)
                if not is_asked or action["res_model"] != "mrp.consumption.warning":
                    self.case.assertEqual(order.state, "done")
        elif event == "cancel":
            self.say("cancel", order.name)
            order.action_cancel()
            self.forget(order)
        elif event == "unreserve" and not is_applied:
            self.say("unreserve", order.name)
            order.do_unreserve()
            self.forget(order)
            if rnd.random() < 0.5:
                order.action_assign()

    def forget(self, order):
        """Its numbers are free again; nothing is expected of it any more."""
        for name in order.lot_producing_ids.mapped("name"):
            self.typed[name] = {}
        if order.state == "cancel":
            numbered = self.env["stock.lot"].search(
                [("product_id", "=", self.case.drone.id)]
            )
            existing = set(numbered.mapped("name"))
            self.typed = {
                name: pairing
                for name, pairing in self.typed.items()
                if name in existing
                and name not in order.lot_producing_ids.mapped("name")
            }

    def play(self):
        self.check()
        self.batch(self.order)
        self.check()
        for _round in range(2):
            for order in self.orders:
                if order.state not in ("done", "cancel"):
                    self.live(order)
                    self.check()

    # ------------------------------------------------------------------
    # What must be true
    # ------------------------------------------------------------------

    def check(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.check_units()
        self.check_numbers()
        self.check_pairing()
        self.check_reservations()
        self.check_quants()

    def check_units(self):
        self.case.assertEqual(sum(self.orders.mapped("product_qty")), self.units)

    def check_numbers(self):
        """Each number is on one order, held or produced."""
        orders = self.env["mrp.production"].search(
            [("product_id", "=", self.case.drone.id), ("state", "!=", "cancel")]
        )
        holders = Counter()
        for order in orders:
            numbers = order.lot_producing_ids + order.prealloc_lot_ids
            self.case.assertLessEqual(
                len(order.lot_producing_ids), order.product_qty, order.name
            )
            holders.update(numbers.mapped("name"))
        self.case.assertFalse({name for name, count in holders.items() if count > 1})
        self.case.assertFalse(
            [name for name in self.typed if holders[name] != 1], "numbers without order"
        )

    def check_pairing(self):
        """Each unit has the components its line names; a serial is in one unit."""
        whereabouts = defaultdict(set)
        lines = self.env["stock.move.line"].search(
            [("product_id", "=", self.case.frame.id), ("state", "!=", "cancel")]
        )
        for line in lines.filtered(lambda line: line.lot_id and line.quantity):
            order = line.move_id.raw_material_production_id
            whereabouts[line.lot_id.name].add(order.name)
        self.case.assertFalse(
            {name: orders for name, orders in whereabouts.items() if len(orders) > 1}
        )
        for order in self.orders.filtered("lot_producing_ids"):
            if len(order.lot_producing_ids) > 1 or order.state == "cancel":
                continue
            name = order.lot_producing_ids.name
            for product, expected in self.typed.get(name, {}).items():
                self.case.assertEqual(
                    self.read_components(order, product), rounded(expected), name
                )

    def read_components(self, order, product):
        """:return: ``{number: quantity}``, of the genealogy where there is one"""
        lines = order.move_raw_ids.move_line_ids
        if order.state == "done":
            finished = order.move_finished_ids.move_line_ids
            self.case.assertEqual(finished.lot_id, order.lot_producing_ids)
            self.case.assertEqual(finished.consume_line_ids, lines)
            lines = finished.consume_line_ids
        quantities = Counter()
        for line in lines.filtered(lambda line: line.product_id == product):
            quantities[line.lot_id.name] += line.quantity
        return rounded(quantities)

    def key(self, record, location=None):
        location = location or record.location_id
        return (record.product_id.name, location.id, record.lot_id.name)

    def check_reservations(self):
        """A quant reserves what open move lines take from it, and never less than 0."""
        quants = self.search("stock.quant", [("location_id.usage", "=", "internal")])
        reserved, wanted = Counter(), Counter()
        for quant in quants:
            self.case.assertGreaterEqual(quant.reserved_quantity, 0)
            reserved[self.key(quant)] += quant.reserved_quantity
        lines = self.search("stock.move.line", [("state", "in", OPEN_LINE)])
        for line in lines.filtered(lambda line: line.location_id.usage == "internal"):
            wanted[self.key(line)] += line.quantity_product_uom
        self.case.assertEqual(rounded(reserved), rounded(wanted))

    def search(self, model, domain):
        products = self.case.screw | self.case.frame | self.case.glue | self.case.drone
        return self.env[model].search([("product_id", "in", products.ids), *domain])

    def read_quants(self):
        quantities = Counter()
        for quant in self.search("stock.quant", []):
            quantities[self.key(quant)] += quant.quantity
        return quantities

    def check_quants(self):
        """Stock is what there was at first and what has moved since."""
        expected = Counter(self.initial)
        for line in self.search("stock.move.line", [("state", "=", "done")]):
            expected[self.key(line)] -= line.quantity_product_uom
            expected[self.key(line, line.location_dest_id)] += line.quantity_product_uom
        self.case.assertEqual(rounded(self.read_quants()), rounded(expected))
        serials = self.search("stock.quant", [("location_id.usage", "=", "internal")])
        for quant in serials.filtered(lambda q: q.product_id.tracking == "serial"):
            self.case.assertLessEqual(quant.quantity, 1, quant.lot_id.name)


class RandomCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drone = cls.make_product(
            "Drone", "serial", lot_number_format_id=cls.make_format("DR-{00000}").id
        )
        cls.screw = cls.make_product("Screw")
        cls.frame = cls.make_product("Frame", "serial")
        cls.glue = cls.make_product("Glue", "lot")
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )
        cls.warehouse.manu_type_id.use_create_components_lots = True


@tagged("post_install", "-at_install")
class TestRandomBatches(RandomCase):
    """Histories made from a seed."""

    seconds = 5 * len(SEEDS)

    def test_histories(self):
        # OD-3 OD-4 OD-6 OD-7
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.env.invalidate_all()
                play(History(self, seed), seed, "BATCH_SEEDS")
                savepoint.rollback()


@tagged("post_install", "-at_install")
class TestNamedLots(RandomCase):
    """What random histories have found, told by itself."""

    def prepare(self, order, *lines):
        wizard = (
            self.env["mrp.production.serials"]
            .with_user(self.worker)
            .create({"production_id": order.id, "serial_numbers": "\n".join(lines)})
        )
        wizard.action_prepare_mo()
        return order.production_group_id.production_ids.sorted("backorder_sequence")

    def test_lot_that_is_not_in_stock(self):
        # OD-7: completing one unit takes nothing away from the others
        self.make_lot(self.glue, "Other", 10)
        self.make_bom(self.drone, [(self.glue, 1)])
        order = self.make_order(self.drone, 3, user=self.worker, confirm=True)
        order.action_assign()
        orders = self.prepare(order, "A,Late", "B,Late", "C,Late")
        for production in orders:
            self.complete(production)
            self.assertEqual(
                orders.move_raw_ids.move_line_ids.mapped("lot_id.name"), ["Late"]
            )
        self.assertEqual(set(orders.mapped("state")), {"done"})
