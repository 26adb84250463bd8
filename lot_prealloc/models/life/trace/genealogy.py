"""How much of what is in what, reckoned from rows of the ledger (RC-1).

What an unbuild order took apart is in nothing any more: of a lot the part that is left
counts, and a serial that was given back, or that a repair took out, is out of it. Odoo
links all lines of an order with each other: where it made several numbers at once, a
lot is shared out to them by their quantities, and a serial may be in each of them.
"""

from collections import defaultdict
from typing import NamedTuple

NOTHING = 1e-6


class Edge(NamedTuple):
    """Of what was used by an order, so much is in what it made."""

    production_id: int | None
    # where there is no order
    move_id: int | None
    date: object
    made_id: int
    made_product_id: int
    # how much is left of what was made
    made_quantity: float
    used_id: int
    used_product_id: int
    used_quantity: float


class Genealogy:
    """What rows of the statements in ``trace_query.py`` come to.

    :param list pairs: rows of ``LINE_PAIR``
    :param list made: rows of ``MADE``
    :param list unbuilt: rows of ``UNBUILT``
    :param list whole: rows of ``WHOLE``
    """

    def __init__(self, pairs=(), made=(), unbuilt=(), whole=()):
        self._made, self._total = {}, defaultdict(float)
        for row in made:
            product = row["production_id"], row["move_id"], row["product_id"]
            self._made[(*product, row["lot_id"])] = float(row["quantity"])
            self._total[product] += float(row["quantity"])
        self._unbuilt = {(row["production_id"], row["lot_id"]): row for row in unbuilt}
        self.edges = [*self._find_edges(pairs)]
        self._whole = {row["lot_id"]: float(row["quantity"]) for row in whole}
        for edge in self.edges:
            # what was reworked is made again of itself
            if edge.made_id == edge.used_id and edge.made_id in self._whole:
                self._whole[edge.made_id] -= edge.used_quantity

    def _find_edges(self, pairs):
        used, dates = defaultdict(float), {}
        taken_out = self._find_taken_out(pairs)
        for pair in pairs:
            left = self._get_part_left(pair)
            if (
                pair["is_built_in"]
                and left > NOTHING
                and not self._is_given_back(pair)
                and not self._is_taken_out(pair, taken_out)
            ):
                key = tuple(
                    pair[name]
                    for name in (
                        "production_id",
                        "move_id",
                        "made_id",
                        "made_product_id",
                        "used_id",
                        "used_product_id",
                    )
                )
                used[key] += self._get_share(pair, left)
                dates[key] = max(pair["date"], dates.get(key, pair["date"])), left
        for key, quantity in used.items():
            *order, made_id, made_product_id, used_id, used_product_id = key
            date, left = dates[key]
            whole = self._made[(*order, made_product_id, made_id)]
            yield Edge(
                *order,
                date,
                made_id,
                made_product_id,
                whole * left,
                used_id,
                used_product_id,
                quantity,
            )

    @staticmethod
    def _find_taken_out(pairs):
        """:return: ``{(made id, used id): date}`` when a repair took it out last"""
        taken_out = {}
        for pair in sorted(pairs, key=lambda pair: pair["date"]):
            if not pair["is_built_in"]:
                taken_out[pair["made_id"], pair["used_id"]] = pair["date"]
        return taken_out

    def _is_taken_out(self, pair, taken_out):
        date = taken_out.get((pair["made_id"], pair["used_id"]))
        return pair["is_serial"] and bool(date) and date > pair["date"]

    def _get_part_left(self, pair):
        """:return: float, which part of what was made is not taken apart"""
        unbuilt = self._unbuilt.get((pair["production_id"], pair["made_id"]))
        if not unbuilt:
            return 1
        key = (*_get_made_product(pair), pair["made_id"])
        return 1 - float(unbuilt["quantity"] or 0) / self._made[key]

    def _is_given_back(self, pair):
        unbuilt = self._unbuilt.get((pair["production_id"], pair["used_id"]))
        return pair["is_serial"] and bool(unbuilt) and unbuilt["is_given_back"]

    def _get_share(self, pair, left):
        """:return: float, how much of the line that was used is in the line made"""
        quantity = float(pair["used_quantity"])
        if pair["is_serial"]:
            return quantity
        total = self._total[_get_made_product(pair)]
        return quantity * float(pair["made_quantity"]) / total * left

    def _get_steps(self, direction):
        """:return: ``{id of a number: list of edges}`` that lead on from it"""
        steps_of = defaultdict(list)
        for edge in self.edges:
            near_id = edge.made_id if direction == "inside" else edge.used_id
            steps_of[near_id].append(edge)
        return steps_of

    def reach(self, lot_ids, direction):
        """:return: list of ids of all numbers that these lead to, and of these, once"""
        steps_of = self._get_steps(direction)
        reached = dict.fromkeys(lot_ids)
        left = [*reached]
        while left:
            for edge in steps_of.get(left.pop(), ()):
                far_id = edge.used_id if direction == "inside" else edge.made_id
                if far_id and far_id not in reached:
                    reached[far_id] = None
                    left.append(far_id)
        return [*reached]

    def walk(self, lot_ids, direction):
        """Go every way, and no way in circles: what was reworked is in itself.

        :param lot_ids: ids of the numbers to begin with
        :param str direction: ``inside`` or ``where``
        :return: list of dicts, level by level: ``level``, ``parent_id``, ``lot_id``,
            ``product_id``, ``made_quantity``, ``carried_quantity``, ``production_id``,
            ``move_id``, ``date``
        """
        steps_of = self._get_steps(direction)
        steps, ways = [], [((lot_id,), None) for lot_id in lot_ids]
        while ways:
            level = [
                (way, carried, edge)
                for way, carried in ways
                for edge in steps_of.get(way[-1], ())
            ]
            ways = []
            found = []
            for way, carried, edge in level:
                step = self._make_step(way, carried, edge, direction)
                if step["lot_id"] is None:
                    found.append(step)
                elif step["lot_id"] not in way:
                    found.append(step)
                    way = (*way, step["lot_id"])
                    ways.append((way, step["carried_quantity"]))
            steps += sorted(found, key=lambda s: (s["date"], s["lot_id"] or 0))
        return steps

    def _make_step(self, way, carried, edge, direction):
        quantity = edge.used_quantity
        if carried is not None and self._whole.get(way[-1], 0) > NOTHING:
            quantity *= carried / self._whole[way[-1]]
        is_inside = direction == "inside"
        return {
            "level": len(way),
            "parent_id": way[-1],
            "lot_id": edge.used_id if is_inside else edge.made_id,
            "product_id": edge.used_product_id if is_inside else edge.made_product_id,
            "made_quantity": edge.made_quantity,
            "carried_quantity": quantity,
            "production_id": edge.production_id,
            "move_id": edge.move_id,
            "date": edge.date,
        }


def _get_made_product(pair):
    """:return: by what ``_total`` is known: who has made it, and which product"""
    return pair["production_id"], pair["move_id"], pair["made_product_id"]
