"""Random histories of numbers against the ledger (AB-12 to AB-16, AB-21).

After every step what is stored is what ``lifecycle_oracle`` derives, and no automatic
reservation has taken a returned number, a younger one before an older one, or one that
is made for another sales order before a better one. No number that an open order holds
is in stock, whoever reached for it. A history is made from its seed
alone. A failure names the seed and tells the history; to run it alone:
``LIFE_SEEDS=17 make test ARGS=tests/life/test_lifecycle_random.py``.
"""

import os
from collections import defaultdict
from random import Random

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..common import PreallocCase
from ..histories import play
from .lifecycle_doors import DoorsMixin
from .lifecycle_oracle import LifeMixin, derive, rounded

# SEEDS=200 for so many.
SEEDS = [int(seed) for seed in os.environ.get("LIFE_SEEDS", "").split()] or [
    *range(int(os.environ.get("SEEDS", "5"))),
]
STEPS = int(os.environ.get("LIFE_STEPS", "14"))
# What a person has not chosen: it may not touch what customers returned.
AUTOMATIC = ("new_delivery", "sell", "new_order", "assign", "assign_order", "schedule")


class History:
    """A factory with pumps (serials) and oil (a lot), of which engines are made."""

    def __init__(self, case, seed):
        self.case = case
        self.env = case.env
        self.random = Random(seed)
        self.counter = 0
        self.log = []
        self.say(f"deliveries: {case.warehouse.delivery_steps}")

    def say(self, *what):
        self.log.append(" ".join(map(str, what)))

    @property
    def lots(self):
        return self.env["stock.lot"].search(
            [("product_id", "in", self.case.products.ids)], order="id"
        )

    def some(self, records):
        """:return: one of them, or none"""
        return records[self.random.randrange(len(records))] if records else records

    def some_product(self):
        return self.random.choice((self.case.pump, self.case.oil))

    def some_quantity(self, product, most=6):
        if product.tracking == "serial":
            return self.random.randint(1, 3)
        return self.random.choice((0.1, 0.2, 0.3, 1, 1.5, 2, 3, most))

    def pickings(self, *domain):
        return self.env["stock.picking"].search(
            [("move_ids.product_id", "in", self.case.products.ids), *domain],
            order="id",
        )

    @property
    def open_pickings(self):
        return self.pickings(("state", "not in", ("done", "cancel")))

    def orders(self, *domain):
        return self.env["mrp.production"].search(
            [("product_id", "in", self.case.products.ids), *domain], order="id"
        )

    @property
    def open_orders(self):
        return self.orders(("state", "not in", ("done", "cancel")))

    def user_of(self, records):
        """Whoever works with them; an inventory manager may take part."""
        user = {
            "mrp.production": self.case.worker,
            "stock.picking": self.case.storekeeper,
        }[records._name]
        if records._name == "stock.picking" and self.random.random() < 0.2:
            user = self.case.inventory_manager
        return records.with_user(user)

    # ------------------------------------------------------------------
    # What happens
    # ------------------------------------------------------------------

    def produce(self):
        product = self.some_product()
        order = self.case.make_order(
            product, self.some_quantity(product), user=self.case.worker, confirm=True
        )
        self.say(f"{order.name} for {order.product_qty} {product.name}")
        if self.random.random() < 0.7:
            self.complete(order)

    def complete(self, order=None):
        order = self.user_of(order or self.some(self.open_orders))
        if not order:
            return
        quantity = None
        is_serial = order.product_tracking == "serial"
        if is_serial and order.product_qty > 1:
            if self.random.random() < 0.5:
                self.say("batch of", order.name)
                dialog = Form.from_action(order.env, order.action_batch_production())
                dialog.save().action_produce()
                return
            quantity = self.random.randint(1, int(order.product_qty))
            numbers = order.lot_producing_ids + order.prealloc_lot_ids
            order.lot_producing_ids = numbers.sorted("id")[:quantity]
        elif order.product_qty > 1 and self.random.random() < 0.5:
            quantity = 1
        self.say("complete", quantity or "all", "of", order.name)
        self.case.complete(order, quantity, backorder=self.random.random() < 0.7)

    def new_order(self):
        """An order that consumes; Odoo may reserve for it by itself."""
        wanted = {self.case.pump: 1, self.case.oil: 0.5}
        expected = {
            product: self.expect_best(product, quantity)
            for product, quantity in wanted.items()
        }
        order = self.case.make_order(
            self.case.engine, 1, user=self.case.worker, confirm=True
        )
        order.action_assign()
        lines = order.move_raw_ids.move_line_ids
        self.say(order.name, "consumes", self.named(lines))
        for product, quantities in expected.items():
            own = lines.filtered(
                lambda line, product=product: line.product_id == product
            )
            if quantities is not None:
                self.case.assertEqual(self.named(own), quantities)

    def assign_order(self):
        order = self.user_of(self.some(self.open_orders))
        order.action_assign()
        self.say("reserve for", order.mapped("name"))

    def stop_order(self):
        order = self.user_of(self.some(self.open_orders))
        if not order:
            return
        what = self.random.choice(("do_unreserve", "action_cancel"))
        self.say(what, order.name)
        getattr(order, what)()

    def unbuild(self):
        order = self.some(self.orders(("state", "=", "done")))
        lot = self.some(order.lot_producing_ids)
        if not lot:
            return
        self.say("unbuild", lot.name, "of", order.name)
        self.env["mrp.unbuild"].with_user(self.case.worker).create(
            {
                "product_id": order.product_id.id,
                "mo_id": order.id,
                "lot_id": lot.id,
                "product_qty": 1,
            }
        ).action_validate()

    def receive(self):
        product = self.some_product()
        self.counter += 1
        lot = self.case.make_lot(product, f"R-{self.counter}")
        quantity = 1 if product.tracking == "serial" else self.some_quantity(product)
        self.say("receive", quantity, "of", lot.name)
        if self.random.random() < 0.3:
            self.case.put_in_stock(product, quantity, lot, self.some_place())
        else:
            self.case.receive(lot, quantity)

    def expect(self):
        """A receipt that stays open for now, or is cancelled."""
        product = self.some_product()
        self.counter += 1
        lot = self.case.make_lot(product, f"X-{self.counter}")
        receipt = self.case.make_transfer(
            self.case.warehouse.in_type_id, (product, 1), source=self.case.suppliers
        )
        self.say("expect", lot.name, "with", receipt.name)
        if self.random.random() < 0.5:
            receipt.move_ids.demand_lot_ids = lot
        else:
            self.case.choose(receipt, {lot: 1})
        if self.random.random() < 0.3:
            self.say("cancel", receipt.name)
            receipt.action_cancel()

    def print_labels(self):
        """What is printed stays when its order gives it up."""
        order = self.some(self.open_orders)
        self.say("print labels of", order.mapped("name"))
        self.env["ir.actions.report"]._mark_labels_printed(
            "stock.report_lot_label", order.prealloc_lot_ids.ids
        )

    def some_place(self):
        return self.random.choice((self.case.stock_location, self.case.shelf))

    def new_delivery(self):
        product = self.some_product()
        quantity = self.some_quantity(product)
        expected = self.expect_best(product, quantity)
        before = self.pickings()
        if self.case.warehouse.delivery_steps == "ship_only":
            self.case.make_delivery((product, quantity))
        else:
            self.case.procure(product, quantity)
        self.check_delivery(before, expected, product, quantity)

    def sell(self):
        """A sales order; or another line of one, as its numbers may be here."""
        product = self.some_product()
        quantity = self.some_quantity(product)
        orders = self.sales.filtered(lambda order: order.state == "sale")
        if orders and self.random.random() < 0.5:
            order = self.some(orders)
        else:
            order = self.env["sale.order"].create({"partner_id": self.case.customer.id})
            order.action_confirm()
        expected = self.expect_best(product, quantity, order)
        before = self.pickings()
        order.order_line = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity})
        ]
        self.say("sold as", order.name)
        self.check_delivery(before, expected, product, quantity)

    @property
    def sales(self):
        return self.env["sale.order"].search(
            [("partner_id", "=", self.case.customer.id)], order="id"
        )

    def stamp(self):
        """Numbers that were made for a sales order (AB-20)."""
        lots = self.lots.filtered(lambda lot: lot.lifecycle_state == "available")
        order = self.some(self.sales.filtered(lambda order: order.state == "sale"))
        if order and lots:
            lot = self.some(lots)
            self.say("reserve", lot.name, "for", order.name)
            lot.sale_order_id = order

    def cancel_sale(self):
        order = self.some(self.sales.filtered(lambda order: order.state == "sale"))
        if order:
            self.say("cancel", order.name)
            order._action_cancel()

    def check_delivery(self, before, expected, product, quantity):
        """What is reserved for a new delivery is the best there is."""
        delivery = self.pickings() - before
        reserved = self.case.names_reserved(delivery)
        self.say(delivery.mapped("name"), "wants", quantity, product.name, reserved)
        # A sales order adds to a delivery that is open.
        if expected is not None and delivery:
            self.case.assertEqual(reserved, expected, "not the oldest available")

    def expect_best(self, product, quantity, sale=None):
        """What is made for the sales order, then the oldest that is available and
        nobody's, then what is made for others; never what was returned.

        :return: ``{name: quantity}``, or None where Odoo's arithmetic is special
        """
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", self.case.stock_location.id),
            ]
        )
        if any(quant.quantity < quant.reserved_quantity for quant in quants):
            return None
        limits = {
            lot: life.quantities.get("available", 0)
            if life.quantities.get("returned")
            else float("inf")
            for lot, life in derive(quants.lot_id).items()
        }

        def rank(quant):
            owner = self.case.has_sales and quant.lot_id.sale_order_id
            return (not owner and 1) or (0 if owner == sale else 2)

        taken = defaultdict(float)
        for quant in quants.sorted(lambda q: (rank(q), q.in_date, q.id)):
            free = quant.quantity - quant.reserved_quantity
            part = min(free, limits[quant.lot_id], quantity)
            if part > 1e-6:
                taken[quant.lot_id.name] += part
                limits[quant.lot_id] -= part
                quantity -= part
        return rounded(taken)

    def choose(self):
        """A person says which numbers, returned ones as well."""
        picking = self.user_of(
            self.some(self.open_pickings.filtered(lambda p: len(p.move_ids) == 1))
        )
        if not picking or picking.location_id.usage != "internal":
            return
        move = picking.move_ids
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", move.product_id.id),
                ("location_id", "=", move.location_id.id),
                ("quantity", ">", 0),
            ]
        )
        lots = quants.lot_id.sorted("id")
        lot = self.some(lots)
        if not lot:
            return
        is_serial = move.product_id.tracking == "serial"
        quantity = 1 if is_serial else min(move.product_uom_qty, 2)
        self.say("choose", quantity, "of", lot.name, "for", picking.name)
        self.case.choose(picking, {lot: quantity})

    def assign(self):
        picking = self.user_of(self.some(self.open_pickings))
        if picking:
            picking.action_assign()
            self.say("reserve", picking.name, self.named(picking.move_line_ids))

    def schedule(self):
        self.say("scheduler")
        self.env["stock.rule"].run_scheduler()

    def named(self, lines):
        quantities = defaultdict(float)
        for line in lines:
            quantities[line.lot_id.name] += line.quantity
        return rounded(quantities)

    def stop(self):
        picking = self.user_of(self.some(self.open_pickings))
        if not picking:
            return
        what = self.random.choice(("do_unreserve", "action_cancel", "unlink lines"))
        self.say(what, picking.name)
        if what == "unlink lines":
            self.some(picking.move_line_ids).unlink()
        else:
            getattr(picking, what)()

    def validate(self):
        """All, or a part; the rest later or never."""
        pickings = self.open_pickings.filtered("move_line_ids")
        picking = self.user_of(self.some(pickings))
        if not picking:
            return
        if len(picking.move_line_ids) > 1 and self.random.random() < 0.3:
            picking.move_line_ids[-1].unlink()
        elif self.random.random() < 0.2 and picking.move_line_ids[0].quantity > 1:
            picking.move_line_ids[0].quantity = 1
        self.say("validate", picking.name, self.named(picking.move_line_ids))
        self.case.validate(picking, backorder=self.random.random() < 0.6)

    def take_back(self):
        delivered = self.pickings(
            ("state", "=", "done"), ("location_dest_id.usage", "=", "customer")
        )
        delivery = self.some(delivered)
        line = self.some(delivery.move_line_ids)
        if not line:
            return
        quantity = min(line.quantity, self.random.choice((1, 2)))
        self.say("return", quantity, "of", line.lot_id.name, "from", delivery.name)
        back = self.case.make_return(delivery, quantity, {line.lot_id: quantity})
        if self.random.random() < 0.8:
            self.case.validate(back)

    def make_available(self):
        lots = self.lots.filtered("returned_quantity")
        lot = self.some(lots)
        if lot:
            self.say("make available", lot.name)
            self.case.make_available(lot)

    def some_stock(self):
        return self.some(
            self.env["stock.quant"].search(
                [
                    ("product_id", "in", self.case.products.ids),
                    ("location_id", "child_of", self.case.stock_location.id),
                    ("quantity", ">", 0),
                ],
                order="id",
            )
        )

    def scrap(self):
        quant = self.some_stock()
        if quant:
            quantity = min(quant.quantity, 1)
            self.say("scrap", quantity, "of", quant.lot_id.name)
            self.case.scrap(quant.lot_id, quantity, location_id=quant.location_id.id)

    def count(self):
        lot = self.some(self.lots)
        if not lot:
            return
        is_serial = lot.product_id.tracking == "serial"
        quantity = self.random.choice((0, 1) if is_serial else (0, 1, 2.5, 4))
        place = self.some_place()
        self.say("count", quantity, "of", lot.name, "in", place.name)
        self.case.count(lot, quantity, place)

    def move(self):
        quant = self.some_stock()
        if not quant:
            return
        target = self.case.shelf + self.case.stock_location - quant.location_id
        transfer = self.case.move_to(
            quant.lot_id, target[0], min(quant.quantity, 2), quant.location_id
        )
        self.say(transfer.name, "moves", self.named(transfer.move_line_ids))
        if self.random.random() < 0.5:
            self.case.choose(transfer, {quant.lot_id: min(quant.quantity, 2)})
        if transfer.move_line_ids and self.random.random() < 0.6:
            self.case.validate(transfer)

    def correct(self):
        """Somebody edits what is done."""
        done = self.pickings(("state", "=", "done"))
        line = self.some(done.move_line_ids)
        if not line:
            return
        if line.product_id.tracking == "serial":
            others = self.lots.filtered(lambda lot: lot.product_id == line.product_id)
            vals = {"lot_id": self.some(others).id}
        else:
            vals = {"quantity": max(0.5, line.quantity - 1)}
        self.say("correct", line.lot_id.name, "of", line.picking_id.name, vals)
        line.with_user(self.case.inventory_manager).write(vals)

    def try_doors(self):
        """Somebody reaches for a number that an open order holds (PF-6)."""
        orders = self.open_orders
        held = orders.prealloc_lot_ids | orders.lot_producing_ids
        lot = self.some(held.filtered("is_preallocated").sorted("id"))
        if not lot:
            return
        door = self.random.choice(
            ("receive", "type", "count", "scrap", "consume", "produce", "delete")
        )
        self.say("reach for", lot.name, "by", door)
        with self.case.assertRaises(UserError):
            getattr(self.case, f"reach_by_{door}")(lot)

    EVENTS = {
        produce: 4,
        complete: 3,
        new_order: 2,
        assign_order: 1,
        stop_order: 1,
        unbuild: 1,
        receive: 2,
        new_delivery: 5,
        choose: 2,
        assign: 2,
        schedule: 1,
        stop: 2,
        validate: 5,
        take_back: 4,
        make_available: 1,
        scrap: 1,
        count: 1,
        move: 2,
        correct: 1,
        expect: 2,
        print_labels: 2,
        try_doors: 3,
    }
    EVENTS_OF_SALES = {sell: 4, stamp: 3, cancel_sale: 1}

    # ------------------------------------------------------------------
    # What must be true
    # ------------------------------------------------------------------

    def play(self):
        for event in (History.produce, History.receive):
            self.step(event)
        events = self.EVENTS | (self.EVENTS_OF_SALES if self.case.has_sales else {})
        for event in self.random.choices(
            list(events), weights=list(events.values()), k=STEPS
        ):
            self.step(event)

    def step(self, event):
        self.case.later(seconds=self.random.randint(1, 5000))
        before = self.read_returned()
        chained = self.read_chained()
        try:
            with self.env.cr.savepoint():
                event(self)
        except UserError as error:
            self.env.invalidate_all()
            self.say("  refused:", str(error).splitlines()[0])
        self.case.assert_ledger(self.lots)
        self.case.assert_held(self.lots)
        if event.__name__ in AUTOMATIC:
            self.check_returned_stays(before, chained)

    def read_returned(self):
        return {
            lot: life.quantities.get("returned", 0)
            for lot, life in derive(self.lots).items()
        }

    def read_chained(self):
        """:return: ``{lot: what moves have reserved of what was brought for them}``"""
        quantities = defaultdict(float)
        for line in self.open_pickings.move_line_ids.filtered("move_id.move_orig_ids"):
            quantities[line.lot_id] += line.quantity_product_uom
        return quantities

    def check_returned_stays(self, before, chained_before):
        """Nothing that was returned is reserved, but what somebody had picked."""
        chained = self.read_chained()
        for lot, returned in self.read_returned().items():
            taken = before.get(lot, 0) - returned
            picked = chained[lot] - chained_before[lot]
            self.case.assertLessEqual(
                taken, max(0, picked) + 1e-4, f"{lot.name} was returned"
            )


@tagged("post_install", "-at_install")
class TestRandomLives(DoorsMixin, LifeMixin, PreallocCase):
    """Histories made from a seed."""

    seconds = 5 * len(SEEDS)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_product(
            "Pump", "serial", lot_number_format_id=cls.make_format("P-{000}").id
        )
        cls.oil = cls.make_product(
            "Oil", "lot", lot_number_format_id=cls.make_format("O-{000}").id
        )
        cls.engine = cls.make_product(
            "Engine", "serial", lot_number_format_id=cls.make_format("E-{000}").id
        )
        cls.products = cls.pump + cls.oil + cls.engine
        cls.has_sales = "sale_order_id" in cls.env["stock.lot"]._fields
        cls.make_bom(cls.engine, [(cls.pump, 1), (cls.oil, 0.5)])

    def test_histories(self):
        # AB-12 AB-13 AB-14 AB-15 AB-16 AB-21 PF-6
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.env.invalidate_all()
                self.warehouse.delivery_steps = ("ship_only", "pick_ship")[seed % 2]
                play(History(self, seed), seed, "LIFE_SEEDS")
                savepoint.rollback()
