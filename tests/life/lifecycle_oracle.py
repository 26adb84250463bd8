"""What a number's life must be, told from the ledger alone, and the ways to live it.

``derive`` reads the tables and replays what happened, line by line: slow and plain.
``LifeMixin`` compares it with what the addon has stored, and holds what people do with
a number: receive, deliver, return, scrap, count.
"""

from collections import defaultdict
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import Form
from odoo.tools import SQL

STATES = ("available", "allocated", "returned", "shipped", "consumed", "scrapped")
# what a lot knows besides: fields that are not stored
COMPUTED = {state: f"{state}_quantity" for state in STATES if state != "returned"}


def rounded(quantities):
    """:return: dict of what there is, free of the noise of additions"""
    return {
        key: round(quantity, 4)
        for key, quantity in quantities.items()
        if abs(quantity or 0) > 1e-4
    }


class Ledger:
    """Everything that the database knows about the movements of some lots."""

    def __init__(self, env, lot_ids):
        env.flush_all()
        self.env = env
        self.lot_ids = list(lot_ids)
        lots = env["stock.lot"].browse(self.lot_ids)
        self.serial_ids = set(
            lots.filtered(lambda lot: lot.product_id.tracking == "serial").ids
        )
        self.locations = {
            row["id"]: row
            for row in self.read("SELECT id, usage, company_id FROM stock_location")
        }
        self.quants = self.read_by_lot(
            "SELECT lot_id, location_id, quantity FROM stock_quant WHERE lot_id IN %s"
        )
        lines = self.read_by_lot(
            "SELECT line.lot_id, line.id, line.date, line.state, line.location_id,"
            " line.location_dest_id, line.quantity_product_uom AS quantity,"
            " line.is_made_available, line.company_id, line.move_id,"
            " move.production_id, move.unbuild_id"
            " FROM stock_move_line line"
            " LEFT JOIN stock_move move ON move.id = line.move_id"
            " WHERE line.lot_id IN %s AND line.quantity_product_uom != 0"
            " ORDER BY line.date, line.id"
        )
        self.done, self.open = defaultdict(list), defaultdict(list)
        for lot_id, rows in lines.items():
            for row in rows:
                if row["state"] == "done":
                    self.done[lot_id].append(row)
                elif row["state"] != "cancel":
                    self.open[lot_id].append(row)
        self.moves = {
            row["id"]: row
            for row in self.read(
                "SELECT id, state, location_dest_id, location_final_id FROM stock_move"
            )
        }
        self.next_moves = defaultdict(list)
        for row in self.read("SELECT * FROM stock_move_move_rel"):
            self.next_moves[row["move_orig_id"]].append(row["move_dest_id"])
        self.holders, self.former_holders = self.read_holders()
        self.expected_ids = self.read_expected()
        self.given_up_ids = {
            row["lot_id"]
            for row in self.read(
                "SELECT id AS lot_id FROM stock_lot"
                " WHERE allocated_production_id IS NOT NULL UNION"
                " SELECT lot_id FROM stock_lot_event WHERE kind = 'given_up'"
            )
        }

    def read(self, query, *parameters):
        self.env.cr.execute(query, parameters)
        return self.env.cr.dictfetchall()

    def read_by_lot(self, query):
        rows = defaultdict(list)
        for row in self.read(query, tuple(self.lot_ids) or (0,)):
            rows[row["lot_id"]].append(row)
        return rows

    def read_holders(self):
        """:return: ``{lot id: ids of the open orders that hold or produce it}``, and
        the same of closed orders
        """
        orders = self.env["mrp.production"]
        opened, closed = defaultdict(set), defaultdict(set)
        for name in ("prealloc_lot_ids", "lot_producing_ids"):
            field = orders._fields[name]
            for order_id, lot_id, state in self.env.execute_query(
                SQL(
                    "SELECT rel.%(order)s, rel.%(lot)s, production.state"
                    " FROM %(table)s rel"
                    " JOIN mrp_production production ON production.id = rel.%(order)s"
                    " WHERE rel.%(lot)s IN %(lots)s",
                    order=SQL.identifier(field.column1),
                    lot=SQL.identifier(field.column2),
                    table=SQL.identifier(field.relation),
                    lots=tuple(self.lot_ids) or (0,),
                )
            ):
                holders = closed if state in ("done", "cancel") else opened
                holders[lot_id].add(order_id)
        return opened, closed

    def read_expected(self):
        """:return: ids of the lots that open moves from outside of stock name"""
        lines = self.read(
            "SELECT lot_id, location_id FROM stock_move_line"
            " WHERE state NOT IN ('done', 'cancel') AND lot_id IS NOT NULL"
            " UNION ALL SELECT demand.lot_id, move.location_id"
            " FROM stock_move_demand_lot_rel demand"
            " JOIN stock_move move ON move.id = demand.move_id"
            " WHERE move.state NOT IN ('done', 'cancel')"
        )
        return {row["lot_id"] for row in lines if not self.is_stock(row["location_id"])}

    def usage(self, location_id):
        return self.locations[location_id]["usage"]

    def is_stock(self, location_id):
        location = self.locations[location_id]
        return location["usage"] == "internal" or (
            location["usage"] == "transit" and bool(location["company_id"])
        )

    def leaves_stock(self, move_id, seen=()):
        """Whether what the move takes ends outside, now or through the next moves.

        A next move that is done has taken something else.
        """
        move = self.moves.get(move_id)
        if not move or move_id in seen or move["state"] in ("done", "cancel"):
            return False
        ends = [move["location_dest_id"], move["location_final_id"]]
        return any(end and not self.is_stock(end) for end in ends) or any(
            self.leaves_stock(next_id, (*seen, move_id))
            for next_id in self.next_moves[move_id]
        )


class Life:
    """The state of one lot and how much of it is where."""

    def __init__(self, ledger, lot_id):
        self.ledger = ledger
        self.lot_id = lot_id
        self.done = ledger.done[lot_id]
        self.on_hand = max(0, self.sum_quants())
        self.allocated = min(self.on_hand, self.sum_reservations())
        # What is reserved of a lot was available first.
        returned = min(self.replay_returns(), self.on_hand - self.allocated)
        self.quantities = rounded(
            {
                "available": self.on_hand - self.allocated - returned,
                "allocated": self.allocated,
                "returned": returned,
                "shipped": self.balance(self.shipped_place),
                "consumed": self.balance(self.consumed_place),
                "scrapped": self.balance(self.scrapped_place),
            }
        )
        self.state = self.find_state()
        self.find_origin()

    def find_state(self):
        for state in STATES:
            if self.quantities.get(state, 0) > 0:
                return state
        if self.done:
            return "scrapped"
        if self.ledger.holders[self.lot_id]:
            return "preallocated"
        if self.lot_id in self.ledger.expected_ids:
            return "expected"
        if (
            self.ledger.former_holders[self.lot_id]
            or self.lot_id in self.ledger.given_up_ids
        ):
            return "void"
        return "expected"

    def find_origin(self):
        """The order that first produced it, or those that hold it, and the date."""
        receipts = [line for line in self.done if line["production_id"]]
        self.production_date = receipts[0]["date"] if receipts else None
        self.production_ids = (
            {receipts[0]["production_id"]}
            if receipts
            else self.ledger.holders[self.lot_id] or {None}
        )

    def sum_quants(self):
        return sum(
            quant["quantity"] or 0
            for quant in self.ledger.quants[self.lot_id]
            if self.ledger.is_stock(quant["location_id"])
        )

    def sum_reservations(self):
        return sum(
            line["quantity"]
            for line in self.ledger.open[self.lot_id]
            if self.ledger.is_stock(line["location_id"])
            and self.ledger.leaves_stock(line["move_id"])
        )

    def net(self, line):
        """:return: what the line adds to the stock"""
        is_stock = self.ledger.is_stock
        return line["quantity"] * (
            is_stock(line["location_dest_id"]) - is_stock(line["location_id"])
        )

    def replay_returns(self):
        """What came back from customers, as far as it has not gone again."""
        # What no line tells of was there from the beginning.
        on_hand = self.sum_quants() - sum(self.net(line) for line in self.done)
        came_back = 0
        for line in self.done:
            on_hand += self.net(line)
            is_return = self.source_usage(line) == "customer" and self.ledger.is_stock(
                line["location_dest_id"]
            )
            if is_return and not line["is_made_available"]:
                came_back += line["quantity"]
            came_back = min(came_back, max(0, on_hand))
        return came_back

    def source_usage(self, line):
        """:return: where it comes from; a serial that is with a customer, from there"""
        usage = self.ledger.usage(line["location_id"])
        position = self.done.index(line)
        earlier, later = self.done[:position], self.done[position + 1 :]
        if (
            earlier
            and self.lot_id in self.ledger.serial_ids
            and usage in ("supplier", "inventory")
            and self.ledger.is_stock(line["location_dest_id"])
            and self.ledger.usage(earlier[-1]["location_dest_id"]) == "customer"
            and earlier[-1]["company_id"] == line["company_id"]
            # not delivered before it was here
            and max(0, self.sum_quants()) > sum(self.net(other) for other in later)
        ):
            return "customer"
        return usage

    def shipped_place(self, location_id, line):
        if location_id == line["location_id"] and self.source_usage(line) == "customer":
            return "customer"
        location = self.ledger.locations[location_id]
        if location["usage"] in ("customer", "supplier"):
            return location["usage"]
        if location["usage"] == "transit" and not location["company_id"]:
            return "transit"
        return None

    def consumed_place(self, location_id, line):
        """What is produced gives nothing back that orders have consumed: it is new. It
        may give back what was taken apart.
        """
        if self.ledger.usage(location_id) != "production":
            return None
        if location_id == line["location_id"]:
            return "unbuild" if line["production_id"] else "production"
        return "unbuild" if line["unbuild_id"] else "production"

    def scrapped_place(self, location_id, line):
        if location_id == line["location_id"] and self.source_usage(line) == "customer":
            return None
        return location_id if self.ledger.usage(location_id) == "inventory" else None

    def balance(self, find_place):
        """:return: what went to the places and did not come back from there"""
        balances = defaultdict(float)
        for line in self.done:
            source = find_place(line["location_id"], line)
            target = find_place(line["location_dest_id"], line)
            if source == target:
                continue
            if source is not None:
                balances[source] = max(0, balances[source] - line["quantity"])
            if target is not None:
                balances[target] += line["quantity"]
        return sum(balances.values())


def derive(lots):
    """:return: ``{lot: Life}``"""
    ledger = Ledger(lots.env, lots.ids)
    return {lot: Life(ledger, lot.id) for lot in lots}


def read_stored(lots):
    """:return: ``{lot id: row of stock_lot}``, past the cache"""
    lots.env.flush_all()
    lots.env.cr.execute(
        "SELECT id, name, lifecycle_state, returned_quantity, production_id,"
        " production_date, further_states FROM stock_lot WHERE id IN %s",
        [tuple(lots.ids) or (0,)],
    )
    return {row["id"]: row for row in lots.env.cr.dictfetchall()}


class LifeMixin:
    """What people do with numbers, and the comparison with the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = cls.startClassPatcher(freeze_time("2030-03-01 08:00:00"))
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.production_location = cls.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )

    def later(self, **delta):
        """Time passes: a minute, or what is given."""
        self.clock.tick(timedelta(**(delta or {"minutes": 1})))

    # ------------------------------------------------------------------
    # What must be true
    # ------------------------------------------------------------------

    def assert_ledger(self, lots):
        """What is stored and what is shown is what the ledger says (AB-12)."""
        lots = lots.sudo()
        stored = read_stored(lots)
        lots.env.invalidate_all()
        for lot, life in derive(lots).items():
            row = stored[lot.id]
            told = f"{lot.name}: {life.quantities}"
            self.assertTrue(row["lifecycle_state"], f"{told}: without a state")
            self.assertEqual(row["lifecycle_state"], life.state, told)
            self.assertEqual(lot.lifecycle_state, life.state, told)
            self.assertAlmostEqual(
                row["returned_quantity"] or 0,
                life.quantities.get("returned", 0),
                4,
                told,
            )
            states = [s for s in STATES if life.quantities.get(s, 0) > 0]
            self.assertEqual(row["further_states"], ",".join(states[1:]) or None, told)
            shown = rounded({state: lot[name] for state, name in COMPUTED.items()})
            expected = {
                state: quantity
                for state, quantity in life.quantities.items()
                if state in COMPUTED
            }
            self.assertEqual(shown, expected, lot.name)
            self.assertIn(row["production_id"], life.production_ids, told)
            self.assertEqual(row["production_date"], life.production_date, told)

    def assert_life(self, lot, state, **quantities):
        """The number is in this state, and the ledger and the addon agree.

        :param quantities: where given, all there is of it, per state
        """
        life = derive(lot.sudo())[lot.sudo()]
        self.assertEqual(life.state, state, life.quantities)
        if quantities:
            self.assertEqual(life.quantities, rounded(quantities))
        self.assert_ledger(lot)

    # ------------------------------------------------------------------
    # What a person does
    # ------------------------------------------------------------------

    def make_transfer(self, *args, **vals):
        self.later()
        return super().make_transfer(*args, **vals)

    def validate(self, picking, backorder=True):
        """Press Validate, and answer the question about a backorder.

        :return: the backorder, if there is one
        """
        self.later()
        action = picking.button_validate()
        if isinstance(action, dict):
            self.assertEqual(action["res_model"], "stock.backorder.confirmation")
            question = Form.from_action(picking.env, action).save()
            question.process() if backorder else question.process_cancel_backorder()
        self.assertEqual(picking.state, "done")
        return picking.backorder_ids

    def choose(self, picking, quantities):
        """Replace the lines of a transfer by others.

        :param quantities: ``{lot: quantity}``
        """
        [move] = picking.move_ids
        move.move_line_ids.unlink()
        picking.env["stock.move.line"].create(
            [
                {
                    "move_id": move.id,
                    "picking_id": picking.id,
                    "product_id": move.product_id.id,
                    "product_uom_id": move.product_id.uom_id.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
                for lot, quantity in quantities.items()
            ]
        )
        return picking

    def receive(self, lot, quantity=1, target=None, **vals):
        """:return: a validated receipt"""
        picking = self.make_receipt(
            (lot.product_id, quantity),
            target=target or self.warehouse.in_type_id.default_location_dest_id,
            partner_id=self.vendor.id,
            **vals,
        )
        self.choose(picking, {lot: quantity})
        self.validate(picking)
        return picking

    def make_delivery(self, *demands, lots=None, **vals):
        """:param lots: ``{lot: quantity}``, chosen by hand
        :return: a confirmed delivery, reserved where it can be
        """
        picking = super().make_delivery(
            *demands, **{"partner_id": self.customer.id, **vals}
        )
        if lots:
            self.choose(picking, lots)
        return picking

    def deliver(self, lot, quantity=1, **vals):
        """:return: a validated delivery of the lot"""
        picking = self.make_delivery(
            (lot.product_id, quantity), lots={lot: quantity}, **vals
        )
        self.validate(picking)
        return picking

    def procure(self, product, quantity, location=None, warehouse=None):
        """Ask for goods as a sales order does.

        :return: the transfers that come of it
        """
        self.later()
        warehouse = warehouse or self.warehouse
        reference = self.env["stock.reference"].create({"name": f"R{self.clock()}"})
        rules = self.env["stock.rule"]
        rules.run(
            [
                rules.Procurement(
                    product,
                    quantity,
                    product.uom_id,
                    location or self.customers,
                    product.name,
                    "Procured",
                    warehouse.company_id,
                    {
                        "warehouse_id": warehouse,
                        "reference_ids": reference,
                        "partner_id": self.customer.id,
                        "date_planned": fields.Datetime.now(),
                        "company_id": warehouse.company_id,
                    },
                )
            ]
        )
        return self.pickings_of(product).filtered(lambda p: p.origin == "Procured")

    def pickings_of(self, product):
        return (
            self.env["stock.picking"]
            .search([("move_ids.product_id", "=", product.id)])
            .sorted("id")
        )

    def open_pickings_of(self, product):
        return self.pickings_of(product).filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )

    def open_return(self, *args, **kwargs):
        self.later()
        return super().open_return(*args, **kwargs)

    def make_return(self, picking, quantity=None, lots=None, user=None):
        """:return: the transfer that brings it back, not validated"""
        back = super().make_return(picking, quantity, user)
        if lots:
            self.choose(back, lots)
        return back

    def take_back(self, picking, quantity=None, lots=None):
        """:return: the validated return of a transfer"""
        back = self.make_return(picking, quantity, lots)
        self.validate(back)
        return back

    def send_and_return(self, lot, quantity=1, returned=None):
        """Deliver it and take it back.

        :return: the return
        """
        return self.take_back(self.deliver(lot, quantity), returned)

    def make_available(self, lots, user=None):
        self.later()
        lots.with_user(user or self.inventory_manager).action_make_available()

    def count(self, lot, quantity, location=None, **key):
        """An inventory adjustment: so much of the lot is there.

        :param key: ``package_id``, ``owner_id``
        """
        self.later()
        quants = self.env["stock.quant"].with_user(self.inventory_manager)
        quants.with_context(inventory_mode=True).create(
            {
                "product_id": lot.product_id.id,
                "location_id": (location or self.stock_location).id,
                "lot_id": lot.id,
                "inventory_quantity": quantity,
                **key,
            }
        ).action_apply_inventory()

    def scrap(self, lot, quantity=1, picking=None, **vals):
        self.later()
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.storekeeper)
            .create(
                {
                    "product_id": lot.product_id.id,
                    "lot_id": lot.id,
                    "scrap_qty": quantity,
                    "location_id": self.stock_location.id,
                    **({"picking_id": picking.id} if picking else {}),
                    **vals,
                }
            )
        )
        self.assertIs(scrap.action_validate(), True)
        return scrap

    def move_to(self, lot, target, quantity=1, source=None):
        """:return: a confirmed internal transfer"""
        return self.make_transfer(
            self.warehouse.int_type_id,
            (lot.product_id, quantity),
            source=source or self.stock_location,
            target=target,
        )

    def names_reserved(self, *pickings):
        """:return: ``{name: quantity}`` of what they have reserved or moved"""
        lines = self.env["stock.move.line"].concat(
            *(picking.sudo().move_line_ids for picking in pickings)
        )
        quantities = defaultdict(float)
        for line in lines:
            quantities[line.lot_id.name] += line.quantity_product_uom
        return rounded(quantities)
