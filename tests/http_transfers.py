"""Eight people at the doors of one warehouse: receipts and deliveries over HTTP.

As ``http_race.py``, which it extends; used by ``test_http_transfers.py`` and
``benchmarks/race.py``.
"""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .http_race import USERS, Race, Refused

STOREKEEPER_GROUPS = ("stock.group_stock_user",)
PICKING = "stock.picking"
VALIDATE, ASSIGN = "button_validate", "action_assign"
TYPE_QUANTITY = "type the quantity"  # no button
DELIVERIES = {
    "reserved deliveries": (VALIDATE,),
    "deliveries, Check Availability as well": (ASSIGN, VALIDATE),
    "deliveries, with a typed quantity": (TYPE_QUANTITY, VALIDATE),
}
# A message of a text to the customer is nothing to wait for.
CONTEXT = {"skip_sms": True}


@dataclass
class TransferResult:
    """What a race has left in the database."""

    rounds: int
    units: int
    seconds: dict = field(default_factory=Counter)
    # {what they did: [what people saw]}
    errors: dict = field(default_factory=dict)
    # {id: (what was done with it, state, names of the numbers moved)}
    transfers: dict = field(default_factory=dict)
    # [name of a number, usage of the location where it lies, quantity]
    quants: list = field(default_factory=list)
    # names of all lots of the product
    lots: list = field(default_factory=list)

    def get_moved(self, direction):
        """:return: names of the numbers that were received or delivered, each as often
        as it was
        """
        return [
            name
            for what, _state, names in self.transfers.values()
            if direction in what
            for name in names
        ]


class TransferRace(Race):
    """A warehouse on a running server: one product, and eight people."""

    def __init__(self, address, dbname, groups=STOREKEEPER_GROUPS):
        super().__init__(address, dbname, groups)
        [warehouse] = self.admin.call(
            "stock.warehouse",
            "search_read",
            [],
            ["in_type_id", "out_type_id", "lot_stock_id"],
            limit=1,
        )
        self.types = {
            "receipt": warehouse["in_type_id"][0],
            "delivery": warehouse["out_type_id"][0],
        }
        self.stock_id = warehouse["lot_stock_id"][0]
        self.vendors_id, self.customers_id = (
            self.admin.call("ir.model.data", "check_object_reference", "stock", name)[1]
            for name in ("stock_location_suppliers", "stock_location_customers")
        )
        self.typed = 0

    def _make_product(self):
        values = {"name": "Race", "is_storable": True, "tracking": "serial"}
        if self.is_ours:
            number_format = self._create("lot.number.format", pattern="R-{000000}")
            values |= {
                "lot_number_format_id": number_format,
                "lot_auto_generate": True,
            }
        return self._create("product.product", **values)

    # ------------------------------------------------------------------
    # Running
    # ------------------------------------------------------------------

    def run(self, rounds, units):
        """Each round each of these is done by all people at once.

        :return: :class:`TransferResult`
        """
        result = TransferResult(rounds, units)
        self.start = threading.Barrier(USERS)
        with ThreadPoolExecutor(USERS) as self.pool:
            for _round in range(rounds):
                self._run_round(result, units)
        self._read(result)
        return result

    def _run_round(self, result, units):
        self._press_at_once(result, "receipts", self._make("receipt", units, USERS))
        self._press_at_once(
            result, "the same receipt", self._make("receipt", units, 1) * USERS
        )
        [more] = self._make("receipt", 2 * units * USERS, 1)
        self.admin.press(PICKING, VALIDATE, more, **CONTEXT)
        result.transfers[more] = "a receipt before"
        for what, steps in DELIVERIES.items():
            deliveries = self._make("delivery", units, USERS)
            if len(steps) > 1:
                self.admin.call(PICKING, "do_unreserve", deliveries)
            self._press_at_once(result, what, deliveries, steps)
        one = self._make("delivery", units, 1)
        self._press_at_once(result, "the same delivery", one * USERS)

    def _make(self, kind, units, count):
        """:return: ids of confirmed transfers; deliveries have what they need"""
        places = (self.vendors_id, self.stock_id, self.customers_id)
        source, target = places[:2] if kind == "receipt" else places[1:]
        where = {"location_id": source, "location_dest_id": target}
        demand = {"product_id": self.product_id, "product_uom_qty": units}
        pickings = self.admin.call(
            PICKING,
            "create",
            [
                {
                    **where,
                    "picking_type_id": self.types[kind],
                    "move_ids": [[0, 0, {**demand, **where}]],
                }
                for _index in range(count)
            ],
        )
        self.admin.call(PICKING, "action_confirm", pickings)
        if kind == "receipt" and not self.is_ours:
            self._type_numbers(pickings, where, units)
        return pickings

    def _type_numbers(self, pickings, where, units):
        """With stock Odoo somebody has typed them, different ones on each receipt."""
        for picking in self.admin.call(PICKING, "read", pickings, ["move_ids"]):
            [move] = picking["move_ids"]
            numbers = range(self.typed, self.typed + units)
            self.typed += units
            line = {**where, "product_id": self.product_id, "quantity": 1}
            line["picking_id"] = picking["id"]
            self.admin.call(
                "stock.move",
                "write",
                [move],
                {
                    "move_line_ids": [
                        [5, 0, 0],
                        *([0, 0, {**line, "lot_name": f"S-{n:06}"}] for n in numbers),
                    ]
                },
            )

    def _press_at_once(self, result, what, pickings, steps=(VALIDATE,)):
        """Each person does the same with one of the transfers, all of them at once."""
        result.transfers |= dict.fromkeys(pickings, what)
        started = time.monotonic()
        futures = [
            self.pool.submit(self._work_on, person, picking, steps, result.units)
            for person, picking in zip(self.people, pickings, strict=True)
        ]
        errors = [error for future in futures for error in future.result()]
        result.seconds[what] += time.monotonic() - started
        result.errors.setdefault(what, []).extend(errors)

    def _work_on(self, person, picking, steps, units):
        """:return: list of what the person sees as errors"""
        errors = []
        for step in steps:
            self.start.wait(120)
            try:
                if step == TYPE_QUANTITY:
                    self._type_quantity(person, picking, units)
                else:
                    person.press(PICKING, step, picking, **CONTEXT)
            except Refused as error:
                errors.append(str(error))
        return errors

    def _type_quantity(self, person, picking, units):
        """As the form is saved: Odoo chooses the serials."""
        [read] = person.call(PICKING, "read", [picking], ["move_ids"])
        moves = [[1, move, {"quantity": units}] for move in read["move_ids"]]
        person.call(
            PICKING, "web_save", [picking], {"move_ids": moves}, specification={}
        )

    # ------------------------------------------------------------------
    # What is left
    # ------------------------------------------------------------------

    def _read(self, result):
        of_product = [["product_id", "=", self.product_id]]
        read = self.admin.call
        result.lots = [
            lot["name"]
            for lot in read("stock.lot", "search_read", of_product, ["name"])
        ]
        states = {
            picking["id"]: picking["state"]
            for picking in read(PICKING, "read", list(result.transfers), ["state"])
        }
        lines = read(
            "stock.move.line",
            "search_read",
            [*of_product, ["state", "=", "done"]],
            ["picking_id", "lot_id", "quantity"],
        )
        names = {picking: [] for picking in states}
        for line in lines:
            names[line["picking_id"][0]] += [line["lot_id"][1]] * int(line["quantity"])
        result.transfers = {
            picking: (what, states[picking], names[picking])
            for picking, what in result.transfers.items()
        }
        usages = {
            location["id"]: location["usage"]
            for location in read("stock.location", "search_read", [], ["usage"])
        }
        result.quants = [
            [quant["lot_id"][1], usages[quant["location_id"][0]], quant["quantity"]]
            for quant in read(
                "stock.quant",
                "search_read",
                [*of_product, ["quantity", "!=", 0]],
                ["lot_id", "location_id", "quantity"],
            )
        ]
