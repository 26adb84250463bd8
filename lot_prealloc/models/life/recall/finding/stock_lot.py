from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import float_round

from .balance_query import get_balance_query
from .place_query import READS, get_stock_query, get_ways_query

# States whose quantity was brought there by movements.
MOVED = ("shipped", "consumed", "scrapped")
DIGITS = 6


class Found(NamedTuple):
    """A number at one place, in one document: what a line of a recall says."""

    lot_id: int
    state: str
    partner_id: int | None = None
    picking_id: int | None = None
    production_id: int | None = None
    location_id: int | None = None


class StockLot(models.Model):
    """Where affected numbers are (RC-2): a constant number of statements."""

    _inherit = "stock.lot"

    def _find_affected(self, company):
        """Find what these numbers have gone into, and where all of it is.

        :param company: ``res.company``, whose goods and documents count
        :return: ``{Found: (quantity, date or None)}``
        """
        lots = self.with_context(allowed_company_ids=company.ids)
        reached = lots._get_reached("where")
        lives = reached._read_lifecycles()
        ways = reached._read_ways(company)
        found = {}
        for lot_id, life in lives.items():
            for state in MOVED:
                amount = float(life[f"{state}_quantity"] or 0)
                _cover(found, lot_id, state, amount, ways[lot_id, state])
        reached._find_in_stock(company, lives, ways, found)
        reached._find_in_production(company, lives, found)
        return found

    def _read_ways(self, company):
        """:return: ``{(lot id, state): list of dicts}``, the newest first"""
        for model, names in READS.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(get_ways_query(self.ids, company.id))
        ways = defaultdict(list)
        for row in self.env.cr.dictfetchall():
            ways[row["lot_id"], row["state"]].append(row)
        return ways

    def _find_in_stock(self, company, lives, ways, found):
        """What is here; what came back from customers, apart."""
        self.env.cr.execute(get_stock_query(self.ids, company.id))
        places = defaultdict(list)
        for lot_id, location_id, quantity in self.env.cr.fetchall():
            places[lot_id].append((location_id, quantity))
        for lot_id, at in places.items():
            returns = ways[lot_id, "returned"]
            returned = float(lives[lot_id]["returned_quantity"] or 0)
            returned -= sum(
                float(way["quantity"]) for way in returns if not way["is_ours"]
            )
            last = returns[0] if returns and returns[0]["is_ours"] else {}
            # What came back lies rather where it came to.
            came_to = [way["location_id"] for way in returns]
            at.sort(key=lambda place, came_to=came_to: place[0] not in came_to)
            for location_id, quantity in at:
                back = max(min(returned, quantity), 0)
                returned = float_round(returned - back, DIGITS)
                _add(
                    found,
                    Found(
                        lot_id,
                        "returned",
                        last.get("partner_id"),
                        last.get("picking_id"),
                        None,
                        location_id,
                    ),
                    back,
                    last.get("date"),
                )
                stock = Found(lot_id, "stock", location_id=location_id)
                _add(found, stock, quantity - back)

    def _find_in_production(self, company, lives, found):
        """What open orders will make of these, or hold themselves.

        Where an order holds no number, the one that it uses is told.
        """
        steps = self._get_open_uses()
        held = {
            lot_id: life["production_id"]
            for lot_id, life in lives.items()
            if life["lifecycle_state"] == "preallocated"
        }
        order_ids = {step["production_id"] for step in steps} | set(held.values())
        # sudo: whose orders they are, and how much they make
        orders = self.env["mrp.production"].sudo().browse(order_ids)
        ours = {order.id: order for order in orders if order.company_id == company}
        for step in steps:
            order_id = step["production_id"]
            if order_id not in ours:
                continue
            if step["lot_id"]:
                key = Found(step["lot_id"], "production", production_id=order_id)
                found[key] = step["made_quantity"], None
            else:
                key = Found(step["parent_id"], "production", production_id=order_id)
                _add(found, key, step["carried_quantity"])
        for lot_id, order_id in held.items():
            if order_id in ours:
                order = ours[order_id]
                is_serial = order.product_tracking == "serial"
                key = Found(lot_id, "production", production_id=order_id)
                found[key] = 1 if is_serial else order.product_uom_qty, None

    # ------------------------------------------------------------------
    # The balance
    # ------------------------------------------------------------------

    def _read_balances(self, company, found):
        """Whether all of these numbers is accounted for.

        :param company: ``res.company``, whose movements count
        :param dict found: what :meth:`_find_affected` has found of it
        :return: list of dicts, the quantities of a ``lot.recall.balance``
        """
        here = defaultdict(float)
        for key, (quantity, _date) in found.items():
            here[key.lot_id, key.state] += quantity
        self.env["stock.move"].flush_model(["is_inventory"])
        self.env.cr.execute(get_balance_query(self.ids, company.id))
        rows = {row.pop("lot_id"): row for row in self.env.cr.dictfetchall()}
        return [self._get_balance(lot, here, rows) for lot in self]

    @api.model
    def _get_balance(self, lot, here, rows):
        balance = {
            "origin_quantity": 0,
            "shipped_quantity": 0,
            "consumed_quantity": 0,
            "scrapped_quantity": 0,
            **rows.get(lot.id, {}),
            "stock_quantity": here[lot.id, "stock"],
            "returned_quantity": here[lot.id, "returned"],
        }
        difference = 2 * balance["origin_quantity"] - sum(balance.values())
        return {
            "lot_id": lot.id,
            "number": lot.name,
            "product_id": lot.product_id.id,
            **balance,
            "difference": lot.product_uom_id.round(difference) or 0,
        }


def _cover(found, lot_id, state, amount, ways):
    """Tell by which movements so much of a number came where it is: the newest ones."""
    for way in ways:
        part = min(amount, float(way["quantity"]))
        amount = float_round(amount - part, DIGITS)
        if way["is_ours"]:
            key = Found(
                lot_id,
                state,
                way["partner_id"],
                way["picking_id"],
                way["production_id"] if state == "consumed" else None,
                way["location_id"],
            )
            _add(found, key, part, way["date"])
    # No movement tells of the rest.
    _add(found, Found(lot_id, state), amount)


def _add(found, key, quantity, date=None):
    if quantity > 10**-DIGITS:
        before, newest = found.get(key, (0, None))
        found[key] = float_round(before + quantity, DIGITS), newest or date
